import type { PageLanguage } from '../ground/accept-language.ts'
import { type Brand, brands } from '../ground/card-number.ts'
import type { Currency } from '../ground/money.ts'
import { longTime, showMoney } from '../ground/show.ts'
import { isolatingInText } from '../ground/text.ts'
import type { Mail } from '../mail/mail.ts'

/** What a receipt tells, of a debit that was paid or of a refund. `amount` in minor units. */
export type Receipt = {
  company_id: string
  of: 'payment' | 'refund'
  at: Date
  email: string
  language: PageLanguage
  company: string
  time_zone: string
  contact_email: string | null
  contact_phone: string | null
  debit_id: string
  refund_id: string | null
  amount: bigint
  /** Of a refund: what had been paid. */
  amount_paid: bigint
  currency: Currency
  statement: string
  external_reference: string | null
  brand: Brand | null
  card_last4: string | null
  account_last4: string | null
  authorization_code: string | null
  /** Of a refund: the charge itself was taken back, and may vanish from the statement. */
  reversed: boolean
}

const words = {
  en: {
    subject: { payment: 'Receipt from', refund: 'Refund from' },
    hello: { payment: 'received your payment.', refund: 'refunded you.' },
    amount: { payment: 'Amount', refund: 'Amount refunded' },
    paid: 'Amount paid',
    date: 'Date',
    method: { payment: 'Paid with', refund: 'Refunded to' },
    card: 'ending in',
    someCard: 'Card',
    account: 'Bank account ending in',
    statement: 'On your statement',
    reference: 'Reference',
    transaction: 'Transaction',
    refund: 'Refund',
    authorization: 'Authorization code',
    reversed: 'The payment itself was taken back, so it may vanish from your statement.',
    takesDays: 'It can take a few days until your bank shows it.',
    keep: 'Keep this for your records.',
    questions: 'Questions? Contact',
    colon: ':',
  },
  fr: {
    subject: { payment: 'Reçu de', refund: 'Remboursement de' },
    hello: { payment: 'a reçu votre paiement.', refund: 'vous a remboursé.' },
    amount: { payment: 'Montant', refund: 'Montant remboursé' },
    paid: 'Montant payé',
    date: 'Date',
    method: { payment: 'Payé avec', refund: 'Remboursé sur' },
    card: 'se terminant par',
    someCard: 'Carte',
    account: 'Compte bancaire se terminant par',
    statement: 'Sur votre relevé',
    reference: 'Référence',
    transaction: 'Transaction',
    refund: 'Remboursement',
    authorization: 'Code d’autorisation',
    reversed: 'Le paiement lui-même a été repris\u00a0: il peut disparaître de votre relevé.',
    takesDays: 'Votre banque peut mettre quelques jours à l’afficher.',
    keep: 'Conservez ce reçu.',
    questions: 'Des questions? Communiquez avec',
    colon: '\u00a0:',
  },
} as const

/** A receipt as a mail, in the language of its contact, else of its company. */
export function receiptMail(receipt: Receipt): Mail {
  const { of, language, company, currency, statement, external_reference: reference } = receipt
  const say = words[language]
  const amount = showMoney(receipt.amount, currency, language)
  const facts: [string, string | null][] = [
    [say.amount[of], `${amount} ${currency}`],
    [say.paid, of === 'refund' ? `${showMoney(receipt.amount_paid, currency, language)} ${currency}` : null],
    [say.date, longTime(receipt.at, language, receipt.time_zone)],
    [say.method[of], methodOf(receipt)],
    [say.statement, statement],
    [say.reference, reference],
    [say.transaction, receipt.debit_id],
    [say.refund, receipt.refund_id],
    [say.authorization, receipt.authorization_code],
  ]
  const contact = [receipt.contact_email, receipt.contact_phone].filter(Boolean).join(', ')
  const text = [
    `${company} ${say.hello[of]}`,
    facts
      .filter(([, value]) => value !== null)
      .map(([name, value]) => `${name}${say.colon} ${value}`)
      .join('\n'),
    ...(of === 'refund' ? [receipt.reversed ? say.reversed : say.takesDays] : []),
    `${say.keep} ${say.questions} ${company}${contact && `${say.colon} ${contact}`}.`,
  ].join('\n\n')
  return {
    companyId: receipt.company_id,
    transactionId: receipt.debit_id,
    to: receipt.email,
    subject: isolatingInText(`${say.subject[of]} ${company}${say.colon} ${amount}`, company),
    text: isolatingInText(`${text}\n`, company, statement, ...(reference ? [reference] : [])),
  }
}

function methodOf({ language, brand, card_last4: card, account_last4: account }: Receipt): string | null {
  const say = words[language]
  if (card) return `${brand ? brands[brand].name : say.someCard} ${say.card} ${card}`
  return account && `${say.account} ${account}`
}
