import { type Db, sql } from '../db/sql.ts'
import { OperatorError, UsageError } from '../ground/errors.ts'
import { newId } from '../ground/ids.ts'
import { type Currency, currencies } from '../ground/money.ts'
import { composed } from '../ground/text.ts'
import { NO_COMPANY } from '../http/authenticate.ts'
import { email, textMessage } from '../http/schema.ts'

/** The platform itself, where no company can be named: what the network cleared and nobody knows. */
export const PLATFORM = NO_COMPANY

/** What an operator can switch on for a company. */
export const features = ['card_on_file'] as const
export type Feature = (typeof features)[number]

/**
 * Makes a company, open to these currencies without a limit, and the head of its event log. Returns its id.
 */
export async function createCompany(
  db: Db,
  name: string,
  open: readonly Currency[] = currencies,
): Promise<string> {
  const companyId = newId()
  await db.run(sql`
    with created as (
      insert into companies (company_id, name) values (${companyId}, ${checkedName(name)}) returning company_id
    ), opened as (
      insert into company_limits (company_id, currency)
      select company_id, currency from created, unnest(${open}::text[]) currency
    )
    insert into event_heads (company_id) select company_id from created`)
  return companyId
}

/** Payment pages, mails and statements show it. */
export const NAME_MAX = 100

/** A name that an operator gave, as it is stored; refused by the rule for text. */
export function checkedName(name: string): string {
  const message = textMessage(composed(name), { max: NAME_MAX })
  if (message) throw new UsageError(`The name ${message}.`)
  return composed(name)
}

/** Payment pages, mails and statements show the new name from now on. */
export async function renameCompany(db: Db, companyId: string, name: string): Promise<void> {
  const changed = await db.run(
    sql`update companies set name = ${checkedName(name)} where company_id = ${companyId}`,
  )
  if (changed === 0) throw noCompany(companyId)
}

/** Switches a feature on or off. Api processes see it within the token cache's time (10 s). */
export async function setFeature(
  db: Db,
  companyId: string,
  feature: Feature,
  enabled: boolean,
): Promise<void> {
  const changed = await db.run(sql`
    update companies set features = array_remove(features, ${feature}) ||
      case when ${enabled}::boolean then array[${feature}] else '{}'::text[] end
    where company_id = ${companyId}`)
  if (changed === 0) throw noCompany(companyId)
}

/**
 * Where mail about this company's webhooks in trouble goes; null: to the operator. Refuses what is no
 * address.
 */
export async function setAlertEmail(db: Db, companyId: string, address: string | null): Promise<void> {
  if (address !== null && !email.safeParse(address).success)
    throw new UsageError(`"${address}" is not an e-mail address.`)
  const changed = await db.run(
    sql`update companies set alert_email = ${address} where company_id = ${companyId}`,
  )
  if (changed === 0) throw noCompany(companyId)
}

/** Whether the company's payers are mailed receipts: of what is paid and refunded from now on. */
export async function setReceiptsByMail(db: Db, companyId: string, wanted: boolean): Promise<void> {
  const changed = await db.run(
    sql`update companies set receipts_by_mail = ${wanted} where company_id = ${companyId}`,
  )
  if (changed === 0) throw noCompany(companyId)
}

export const noCompany = (companyId: string) =>
  new OperatorError(
    `There is no company ${companyId}; \`jetpay company list\` shows those there are.`,
    'not_found',
  )
