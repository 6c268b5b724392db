import type { PageLanguage } from '../ground/accept-language.ts'

/** What the audit log names by operation, for people. What is not here stands by its name. */
const words: Readonly<Record<string, Readonly<Record<PageLanguage, string>>>> = {
  charge_contact_credit_card: { en: 'charge a card', fr: 'débiter une carte' },
  preauthorize_contact_credit_card: {
    en: 'hold an amount on a card',
    fr: 'retenir un montant sur une carte',
  },
  create_debit: { en: 'create a debit', fr: 'créer un débit' },
  create_credit: { en: 'create a credit', fr: 'créer un crédit' },
  pay_debit: { en: 'pay the debit by bank', fr: 'payer le débit par la banque' },
  generate_debit_credit_card_url: {
    en: 'open a card page for the debit',
    fr: 'ouvrir une page de carte pour le débit',
  },
  capture_debit: { en: 'capture the hold', fr: 'saisir la retenue' },
  release_debit: { en: 'release the hold', fr: 'libérer la retenue' },
  refund_debit: { en: 'refund it', fr: 'le rembourser' },
  cancel_transaction: { en: 'cancel it', fr: 'l’annuler' },
  send_transaction_link: { en: 'mail the link again', fr: 'renvoyer le lien par courriel' },
  add_dispute_evidence: { en: 'add evidence to the dispute', fr: 'ajouter une preuve à la contestation' },
  submit_dispute: { en: 'submit the dispute’s evidence', fr: 'soumettre les preuves de la contestation' },
  resolve_unknown_outcome: { en: 'decide an unknown outcome', fr: 'trancher une issue inconnue' },
  resolve_reconciliation_items: {
    en: 'decide a difference with the network',
    fr: 'résoudre un écart avec le réseau',
  },
  'jetpay attempt resolve': { en: 'decide an unknown outcome', fr: 'trancher une issue inconnue' },
  'jetpay reconciliation resolve': {
    en: 'decide a difference with the network',
    fr: 'résoudre un écart avec le réseau',
  },
  'jetpay dispute resolve': { en: 'close a dispute', fr: 'clore une contestation' },
}

export const operationInWords = (operation: string, language: PageLanguage): string =>
  words[operation]?.[language] ?? operation
