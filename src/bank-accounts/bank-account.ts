import { z } from 'zod'
import { type Db, sql } from '../db/sql.ts'
import { announce } from '../events/announce.ts'
import { bankHolderName, bankText, HOLDER_NAME_MAX } from '../ground/bank-text.ts'
import { countryCodes } from '../ground/country.ts'
import { Problem } from '../ground/errors.ts'
import { newId } from '../ground/ids.ts'
import { canadianPostalCode, zipCode } from '../ground/postal-code.ts'
import { hasAbaChecksum } from '../ground/routing-number.ts'
import type { Seal } from '../ground/seal.ts'
import { currency, email, text, uuid } from '../http/schema.ts'
import { accountCountries, countryOf } from './account-country.ts'

const digits = (pattern: RegExp, message: string) => z.string(message).regex(pattern, message)

/** What a client says of an account, a contact's or the company's own. */
export const bankAccountFields = {
  institution: text(100).optional().meta({ description: "The bank's name" }),
  title: text(100).optional().meta({ description: 'What you call this account' }),
  holder_name: text(100)
    .refine(
      (name) => bankText(name, HOLDER_NAME_MAX.ach) !== '',
      'has no letter that a bank could print; spell it in Latin letters',
    )
    .meta({
      description: 'In any script: banks get it in Latin capitals, see `holder_name_at_bank` in the answer',
      examples: ['Ada Lovelace'],
    }),
  account_type: z.enum(['chequing', 'savings']),
  transit_number: digits(/^\d{5}$/, 'must be the 5 digits of the branch')
    .optional()
    .meta({ examples: ['00011'] }),
  institution_number: digits(/^\d{3}$/, 'must be the 3 digits of the institution')
    .optional()
    .meta({ examples: ['001'] }),
  routing_number: digits(/^\d{9}$/, 'must be the 9 digits of an ABA routing number')
    .refine(hasAbaChecksum, 'is not an ABA routing number: its check digit does not fit')
    .optional()
    .meta({ description: 'For an account in the United States, in place of transit and institution number' }),
  account_number: digits(/^\d{7,12}$/, 'must have 7 to 12 digits').meta({ examples: ['1234567'] }),
  holder_address: text(200).optional(),
  holder_address_postal_code: text(20)
    .optional()
    .meta({
      description: 'By the rules of `holder_address_country`, where that is CA or US',
      examples: ['K1A 0B1'],
    }),
  holder_address_city: text(100).optional(),
  holder_address_country: z
    .string()
    .toUpperCase()
    .refine(
      (code) => countryCodes.has(code),
      'must be a country of ISO 3166-1 by its two letters, such as CA',
    )
    .optional()
    .meta({ description: 'ISO 3166-1, two letters', pattern: '^[A-Za-z]{2}$', examples: ['CA'] }),
  holder_email: email.optional(),
  currency: currency
    .optional()
    .meta({ description: 'CAD for a Canadian account, USD for one in the United States' }),
}
type Fields = z.infer<z.ZodObject<typeof bankAccountFields>>

/** Of a country whose postal codes have a form: how they are written, and how that is said. */
const postalCodes: Record<string, [tidy: (code: string) => string | null, message: string]> = {
  CA: [canadianPostalCode, 'must be a Canadian postal code such as K1A 0B1'],
  US: [zipCode, 'must be a ZIP code such as 94105 or 94105-1234'],
}

/** The postal code as its country writes it; null where that has none such. */
function postalCodeIn(country: string | undefined, code: string): string | null {
  const [tidy] = postalCodes[country ?? ''] ?? []
  return tidy ? tidy(code) : code
}

/** Either Canadian numbers or an American one, never both; and a postal code that the country has. */
export function checkAccount(fields: Fields, context: z.RefinementCtx): void {
  const say = (path: keyof Fields, message: string) =>
    context.addIssue({ code: 'custom', path: [path], message })
  if (fields.routing_number === undefined) {
    if (fields.transit_number === undefined)
      say('transit_number', 'is required (or routing_number, for an account in the US)')
    if (fields.institution_number === undefined)
      say('institution_number', 'is required (or routing_number, for an account in the US)')
  } else {
    if (fields.transit_number !== undefined)
      say('transit_number', 'does not go with routing_number; remove one')
    if (fields.institution_number !== undefined)
      say('institution_number', 'does not go with routing_number; remove one')
  }
  const { holder_address_country: country, holder_address_postal_code: code } = fields
  if (code !== undefined && postalCodeIn(country, code) === null)
    say('holder_address_postal_code', postalCodes[country!]![1])
}

export type BankAccountRow = {
  bank_account_id: string
  contact_id: string | null
  account_number_last4: string
  created_at: Date
} & Record<Exclude<keyof Fields, 'account_number'>, string | null>

const columns = sql`
  bank_account_id, contact_id, institution, title, holder_name, account_type, transit_number, institution_number,
  routing_number, account_number_last4, holder_address, holder_address_postal_code, holder_address_city,
  holder_address_country, holder_email, currency, created_at`

const { account_type, holder_name, institution_number, routing_number, transit_number } = bankAccountFields
export const bankAccountSchema = z
  .object({
    identifier: uuid,
    contact_id: uuid.nullable().meta({ description: "Null for your company's own account" }),
    institution: z.string().nullable(),
    title: z.string().nullable(),
    holder_name,
    holder_name_at_bank: z.string().meta({
      description: 'The name as the bank gets it in our files: Latin capitals, as many as its field has',
      examples: ['ADA LOVELACE'],
    }),
    account_type,
    transit_number: transit_number.unwrap().nullable(),
    institution_number: institution_number.unwrap().nullable(),
    routing_number: routing_number.unwrap().nullable(),
    account_number_last4: z.string().meta({ description: 'All that is ever shown of the number' }),
    holder_address: z.string().nullable(),
    holder_address_postal_code: z.string().nullable(),
    holder_address_city: z.string().nullable(),
    holder_address_country: z.string().nullable(),
    holder_email: z.string().nullable(),
    currency,
    created_at: z.iso.datetime(),
  })
  .meta({ id: 'BankAccount' })

export const showBankAccount = ({ bank_account_id, ...row }: BankAccountRow) => ({
  identifier: bank_account_id,
  ...row,
  holder_name_at_bank: bankHolderName(row.holder_name!, countryOf(row) === 'american' ? 'ach' : 'eft'),
})

/**
 * Stores an account, its number sealed under the main key and bound to its row. `contactId` null: the
 * company's own.
 */
export async function insertBankAccount(
  db: Db,
  seal: Seal,
  companyId: string,
  contactId: string | null,
  fields: Fields,
) {
  const id = newId()
  const text = (value: string | undefined) => value ?? null
  const { holder_address_country: country, holder_address_postal_code: code } = fields
  const postalCode = code === undefined ? null : (postalCodeIn(country, code) ?? code)
  return db.one<BankAccountRow>(sql`
    insert into bank_accounts (
      company_id, bank_account_id, contact_id, institution, title, holder_name, account_type, transit_number,
      institution_number, routing_number, account_number_sealed, account_number_last4, holder_address,
      holder_address_postal_code, holder_address_city, holder_address_country, holder_email, currency)
    values (
      ${companyId}, ${id}, ${contactId}, ${text(fields.institution)}, ${text(fields.title)}, ${fields.holder_name},
      ${fields.account_type}, ${text(fields.transit_number)}, ${text(fields.institution_number)},
      ${text(fields.routing_number)}, ${seal.seal(fields.account_number, `bank_account ${companyId} ${id}`)},
      ${fields.account_number.slice(-4)}, ${text(fields.holder_address)}, ${postalCode},
      ${text(fields.holder_address_city)}, ${text(fields.holder_address_country)}, ${text(fields.holder_email)},
      ${fields.currency ?? accountCountries[countryOf(fields)].currency})
    returning ${columns}`)
}

/** Accounts of a contact, or the company's own where `contactId` is null, newest first. */
export const readBankAccounts = (
  db: Db,
  companyId: string,
  contactId: string | null,
  before: string,
  count: number,
) =>
  db.many<BankAccountRow>(sql`
    select ${columns} from bank_accounts
    where company_id = ${companyId} and contact_id is not distinct from ${contactId}
      and bank_account_id < ${before} and deleted_at is null
    order by bank_account_id desc limit ${count}`)

/**
 * Takes accounts out of use: one, or all of the contact's. Contact accounts are announced. Returns how many.
 */
export async function deleteBankAccounts(db: Db, companyId: string, contactId: string | null, only?: string) {
  const deleted = await db.many<{ bank_account_id: string }>(sql`
    update bank_accounts set deleted_at = jetpay_now()
    where company_id = ${companyId} and contact_id is not distinct from ${contactId} and deleted_at is null
      and (${only ?? null}::uuid is null or bank_account_id = ${only ?? null})
    returning bank_account_id`)
  if (contactId) {
    for (const { bank_account_id: bankAccountId } of deleted) {
      await announce(db, companyId, 'contacts.bank_accounts.deleted', { contactId, bankAccountId })
    }
  }
  return deleted.length
}

export const noBankAccount = (id: string) =>
  new Problem(
    'not_found',
    `There is no bank account ${id} here; list the bank accounts to see those there are.`,
  )
