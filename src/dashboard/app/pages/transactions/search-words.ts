import { inBoth } from '../../words/words.ts'

/** What the field of the list of transactions says, and offers. */
export const searchWords = inBoth({
  en: {
    search: 'Search',
    searchHint:
      'An id or its first 8 characters, an amount, a part of a statement or note, a contact’s name or e-mail, your reference, a value of metadata or key=value, an authorization code, an RRN, the last four digits of a card or bank account; those also behind an amount: 59.37 0005.',
    statementHas: (what: string) => `Statement has “${what}”`,
    noteHas: (what: string) => `Note has “${what}”`,
    amountIs: (what: string) => `Amount is ${what}`,
    anyCard: (count: number, last4: string) => `any of ${count} cards that end in ${last4}`,
    found: {
      transaction: 'Transaction',
      contact: 'Contact',
      credit_card: 'Card',
      bank_account: 'Account',
      payout: 'Payout',
    },
  },
  fr: {
    search: 'Chercher',
    searchHint:
      'Un identifiant ou ses 8 premiers caractères, un montant, une partie d’un libellé ou d’une note, le nom ou le courriel d’un client, votre référence, une valeur de métadonnée ou clé=valeur, un code d’autorisation, un RRN, les quatre derniers chiffres d’une carte ou d’un compte, aussi après un montant\u00a0: 59,37 0005.',
    statementHas: (what) => `Le libellé contient «\u00a0${what}\u00a0»`,
    noteHas: (what) => `La note contient «\u00a0${what}\u00a0»`,
    amountIs: (what) => `Le montant est ${what}`,
    anyCard: (count, last4) => `l’une des ${count} cartes qui finissent par ${last4}`,
    found: {
      transaction: 'Opération',
      contact: 'Client',
      credit_card: 'Carte',
      bank_account: 'Compte',
      payout: 'Versement',
    },
  },
})
