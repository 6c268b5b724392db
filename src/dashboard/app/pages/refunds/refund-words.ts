import { inBoth } from '../../words/words.ts'

export const refundWords = inBoth({
  en: {
    facts: 'What it is',
    actions: 'What can be done',
    nothing: 'Nothing: a refund cannot be called back. What became of it stands here.',
    amount: 'Amount',
    debit: 'Its debit',
    method: 'How it goes',
    methods: {
      card: 'To the card, as a credit of its own',
      reversal: 'The charge was taken back before it cleared',
      bank: 'To a bank account',
    },
    why: 'Why it failed',
    note: 'Note',
    identifier: 'Identifier',
    created: 'Asked for',
    changed: 'Changed',
    returned: 'Came back',
    again: 'Refund again',
    againOf: (amount: string) => `Refund ${amount}`,
    againTitle: 'Refund this again?',
    againWhat:
      'This refund came to nothing, so the payer does not have the money. Another one of the same debit is made; it cannot be taken back.',
    asked: 'Another refund was asked for.',
  },
  fr: {
    facts: 'Ce que c’est',
    actions: 'Ce qui peut être fait',
    nothing: 'Rien : un remboursement ne peut être rappelé. Ce qu’il est devenu est écrit ici.',
    amount: 'Montant',
    debit: 'Son débit',
    method: 'Son chemin',
    methods: {
      card: 'Vers la carte, par un crédit à part',
      reversal: 'Le débit a été annulé avant sa compensation',
      bank: 'Vers un compte bancaire',
    },
    why: 'Motif d’échec',
    note: 'Note',
    identifier: 'Identifiant',
    created: 'Demandé',
    changed: 'Modifié',
    returned: 'Revenu',
    again: 'Rembourser de nouveau',
    againOf: (amount) => `Rembourser ${amount}`,
    againTitle: 'Rembourser de nouveau?',
    againWhat:
      'Ce remboursement n’a pas abouti : le payeur n’a pas l’argent. Un autre remboursement du même débit est fait; il ne peut être repris.',
    asked: 'Un autre remboursement est demandé.',
  },
})
