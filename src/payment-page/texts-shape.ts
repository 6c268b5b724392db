/** Every word on the payment page, by language. `{…}` marks what is filled in. */
import type { AccountCountry } from '../bank-accounts/account-country.ts'
import type { PayerCategory } from './agreement-text.ts'
import type { ChequePart } from './icons.ts'
import type { FormErrorCode } from './page/bank-fields.ts'

/** How a payment page can be found when it is opened. */
export const pageStates = [
  'open',
  'processing',
  'paid',
  'agreed',
  'accepted',
  'failed',
  'cancelled',
  'expired',
  'paused',
  'unknown',
  'unavailable',
] as const
export type PageState = (typeof pageStates)[number]
export type EndState = Exclude<PageState, 'open' | 'processing'>

export type Texts = {
  /** The value of `<html lang>`. */
  htmlLang: string
  demo: string
  otherLanguage: string
  /** `{company}` */
  payTitle: string
  bePaidTitle: string
  payTo: string
  paidBy: string
  questions: string
  poweredBy: string
  noScript: string
  notLoaded: string
  method: {
    legend: string
    card: string
    cardHint: string
    bank: string
    bankHint: Record<AccountCountry, string>
    none: string
  }
  card: {
    frame: string
    opening: string
    proving: string
    notOpened: string
    again: string
    charging: string
  }
  bank: {
    heading: string
    name: string
    transit: string
    transitHint: string
    institution: string
    institutionHint: string
    routing: string
    routingHint: string
    account: string
    accountHint: string
    type: string
    chequing: Record<AccountCountry, string>
    savings: string
    /**
     * What makes the payer's side a business's: in Canada what is paid for, in the United States whose
     * account it is.
     */
    category: Record<AccountCountry, { legend: string } & Record<PayerCategory, string>>
    cheque: Record<AccountCountry, string>
    chequeParts: Record<ChequePart, string>
  }
  agreement: {
    show: string
    payer: string
    /** `{email}` */
    copy: string
    signature: string
    typed: string
    drawn: string
    typedLabel: string
    drawnLabel: string
    drawnHint: string
    clear: string
  }
  credit: { heading: string; intro: Record<AccountCountry, string>; consent: string; copy: string }
  submit: { pay: string; bePaid: string; sending: string }
  errors: Record<FormErrorCode, string>
  /** Above the button: more than one field is wrong; `{count}` */
  manyErrors: string
  tooMany: string
  lost: string
  changed: string
  busy: string
  reload: string
  processing: { heading: string; message: string; slow: string }
  outcomes: Record<EndState, { heading: string; message: string }>
  /** The same states of a credit, where they read otherwise. */
  creditOutcomes: Partial<Record<EndState, { heading: string; message: string }>>
}
