import { raw, type Statement, sql } from '../db/sql.ts'
import type { Currency } from '../ground/money.ts'

/**
 * The countries that accounts are in: how that is said, and which currency is theirs where an account says
 * none.
 */
export const accountCountries = {
  canadian: { name: 'Canada', currency: 'CAD' },
  american: { name: 'the United States', currency: 'USD' },
} as const satisfies Record<string, { name: string; currency: Currency }>
export type AccountCountry = keyof typeof accountCountries

/**
 * An account's numbers say where it is: American ones are a routing number, Canadian ones transit and
 * institution number.
 */
export const countryOf = (account: { routing_number?: string | null | undefined }): AccountCountry =>
  account.routing_number ? 'american' : 'canadian'
/** The same of a row of `bank_accounts` that is named so in its statement. */
export const countryIn = (account: string): Statement =>
  sql`case when ${raw(account)}.routing_number is null then 'canadian' else 'american' end`

/** Where the accounts are whose own currency it is; null: nowhere that we know how to number accounts of. */
export const homeOf = (currency: Currency): AccountCountry | null =>
  (Object.keys(accountCountries) as AccountCountry[]).find(
    (country) => accountCountries[country].currency === currency,
  ) ?? null
