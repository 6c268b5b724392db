/**
 * What a person enters of a bank account, and what can be wrong with it. It runs in the browser and on the
 * server.
 */

import type { AccountCountry } from '../../bank-accounts/account-country.ts'
import { hasAbaChecksum } from '../../ground/routing-number.ts'
import { textFault, tidyName } from '../../ground/text.ts'

export const bankFieldNames = [
  'holder_name',
  'transit_number',
  'institution_number',
  'routing_number',
  'account_number',
  'account_type',
] as const
export type BankFieldName = (typeof bankFieldNames)[number]
export type BankFields = Record<BankFieldName, string>

/** What names the branch, by where the account is: transit and institution, or an ABA routing number. */
export const branchFields = {
  canadian: ['transit_number', 'institution_number'],
  american: ['routing_number'],
} as const satisfies Record<AccountCountry, BankFieldName[]>

const signingFieldNames = ['category', 'signature', 'consent'] as const
/** Everything on the form that can be marked, in the order of the form. */
export const formFieldNames = [...bankFieldNames, ...signingFieldNames] as const
export type FormFieldName = (typeof formFieldNames)[number]

export const formErrorCodes = [
  'holder_name.required',
  'holder_name.too_long',
  'holder_name.invalid',
  'transit_number.required',
  'transit_number.invalid',
  'institution_number.required',
  'institution_number.invalid',
  'routing_number.required',
  'routing_number.invalid',
  'account_number.required',
  'account_number.invalid',
  'account_type.required',
  'category.required',
  'signature.required',
  'signature.too_long',
  'signature.invalid',
  'consent.required',
] as const
export type FormErrorCode = (typeof formErrorCodes)[number]
export type FormError = { field: FormFieldName; code: FormErrorCode }

/** As long as a name may be in `bankAccountFields`. */
const NAME_MAX = 100

const patterns = {
  transit_number: /^\d{5}$/,
  institution_number: /^\d{3}$/,
  routing_number: /^\d{9}$/,
  account_number: /^\d{7,12}$/,
} as const

/** Digits only: people type spaces and dashes as they stand on the cheque. Letters stay, to be refused. */
const tidyDigits = (text: string): string => text.replace(/[\s-]/g, '')

/** The fields of a body of unknown shape, tidied; what is no text is empty. */
export function readBankFields(body: unknown): BankFields {
  const given = (body ?? {}) as Record<string, unknown>
  const text = (name: BankFieldName) =>
    typeof given[name] === 'string' ? (given[name] as string).trim() : ''
  return {
    holder_name: tidyName(text('holder_name')),
    transit_number: tidyDigits(text('transit_number')),
    institution_number: tidyDigits(text('institution_number')),
    routing_number: tidyDigits(text('routing_number')),
    account_number: tidyDigits(text('account_number')),
    account_type: text('account_type'),
  }
}

/** What is wrong with a name, the holder's or a signature. */
export function nameFault(name: string): 'required' | 'too_long' | 'invalid' | undefined {
  const fault = textFault(name, { max: NAME_MAX })
  if (fault === 'empty' || fault === 'invisible') return 'required'
  return fault && (fault === 'too_long' ? 'too_long' : 'invalid')
}

/** What is wrong with the account, in the order of the form. */
export function checkBankFields(fields: BankFields, country: AccountCountry): FormError[] {
  const errors: FormError[] = []
  const name = nameFault(fields.holder_name)
  if (name) errors.push({ field: 'holder_name', code: `holder_name.${name}` })
  for (const field of [...branchFields[country], 'account_number'] as const) {
    const value = fields[field]
    if (value === '') errors.push({ field, code: `${field}.required` })
    else if (!patterns[field].test(value) || (field === 'routing_number' && !hasAbaChecksum(value)))
      errors.push({ field, code: `${field}.invalid` })
  }
  if (!['chequing', 'savings'].includes(fields.account_type))
    errors.push({ field: 'account_type', code: 'account_type.required' })
  return errors
}
