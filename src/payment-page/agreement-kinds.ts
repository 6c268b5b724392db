/**
 * The kinds of agreement to one debit, by the country of the account. What differs between them is here and
 * in their words; signing, keeping, copy and proof are the same.
 *
 * `pad_h1`, Canada: Rule H1 of Payments Canada (Appendix II, since 31 December 2023) wants authority to debit
 * a named account, category, amount, timing, waived notice (prominent), cancellation and the sample form, the
 * payee's contact, recourse and reimbursement; date and signature follow under it.
 *
 * `ach_web`, United States: the Nacha Operating Rules (2.3.2, minimum since 17 September 2021) want an
 * authorization that is readily identifiable as one, in clear and readily understandable terms: one entry or
 * several, amount, timing, the receiver's name, the account, the date, and how to revoke it with the
 * originator; in writing, signed or similarly authenticated. A business, whose debit is CCD and not WEB, also
 * agrees to be bound by the rules. Where we read that: docs/ach.md.
 */
import type { AccountCountry } from '../bank-accounts/account-country.ts'
import { achWebEn } from './ach-web-en.ts'
import { achWebFr } from './ach-web-fr.ts'
import type { AgreementTexts, Language } from './agreement-text.ts'
import { padH1En } from './pad-h1-en.ts'
import { padH1Fr } from './pad-h1-fr.ts'

export type AgreementKind = 'pad_h1' | 'ach_web'

type Rules = {
  country: AccountCountry
  /** Changes with every change of a word in either language: what was signed must stay known. */
  version: string
  /**
   * How long it is kept after its debit's end, at least. Rule H1: 12 months. Nacha: two years from its
   * termination or revocation (2.3.2.7); one for a single debit terminates with it.
   */
  keptMonths: number
  texts: Readonly<Record<Language, AgreementTexts>>
}

export const agreementKinds: Readonly<Record<AgreementKind, Rules>> = {
  pad_h1: { country: 'canadian', version: '2026-11-21', keptMonths: 12, texts: { en: padH1En, fr: padH1Fr } },
  ach_web: {
    country: 'american',
    version: '2026-11-21',
    keptMonths: 24,
    texts: { en: achWebEn, fr: achWebFr },
  },
}

/** The kind that debits of accounts in this country are agreed to by. */
export const kindOf = (country: AccountCountry): AgreementKind =>
  (Object.keys(agreementKinds) as AgreementKind[]).find((kind) => agreementKinds[kind].country === country)!
