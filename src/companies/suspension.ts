import { type Db, sql } from '../db/sql.ts'
import { OperatorError, UsageError } from '../ground/errors.ts'
import { textMessage } from '../http/schema.ts'
import { announceCompany } from './announce-company.ts'
import { noCompany } from './company.ts'
import { readCompany } from './shown-company.ts'

const NOTE_MAX = 500

/**
 * Stops a company: its tokens read, refund and cancel, and take no money; its schedules and payment pages
 * take none either, and its payouts wait (docs/operator.md). `note` stays with the operator; `told` is what
 * the company's own people read of why, in `GET /company` and `company.updated`. What was accepted goes on to
 * its end. Api processes see it within the token cache's time (10 s). Throws an OperatorError where it is
 * suspended already.
 */
export async function suspendCompany(
  db: Db,
  companyId: string,
  by: string,
  note: string,
  told?: string,
): Promise<void> {
  checkReasons(note, told)
  const changed = await db.run(sql`
    update companies set suspended_at = jetpay_now(), suspended_by = ${by}, suspended_note = ${note}, suspended_told = ${told ?? null}
    where company_id = ${companyId} and suspended_at is null`)
  if (changed === 0) await refuse(db, companyId, 'The company is suspended already; nothing was changed.')
  await tell(db, companyId)
}

/**
 * Closes a company that leaves: it takes no money, as a suspended one, but its payouts go on until nothing is
 * owed to it. One that is suspended may be closed. Throws an OperatorError where it is closing already.
 */
export async function closeCompany(
  db: Db,
  companyId: string,
  by: string,
  note: string,
  told?: string,
): Promise<void> {
  checkReasons(note, told)
  const changed = await db.run(sql`
    update companies set closing_at = jetpay_now(), suspended_at = coalesce(suspended_at, jetpay_now()),
      suspended_by = ${by}, suspended_note = ${note}, suspended_told = ${told ?? null}
    where company_id = ${companyId} and closing_at is null`)
  if (changed === 0) await refuse(db, companyId, 'The company is closing already; nothing was changed.')
  await tell(db, companyId)
}

/** Throws a UsageError where it is none that can be kept. */
export function checkNote(note: string, what = 'note'): void {
  const message = textMessage(note, { max: NOTE_MAX, lines: true })
  if (message) throw new UsageError(`The ${what} ${message}.`)
}

function checkReasons(note: string, told: string | undefined): void {
  checkNote(note)
  if (told !== undefined) checkNote(told, 'text that the company is told')
}

/**
 * Lets it go on, also where it was closing. What became due meanwhile is made now. Throws an OperatorError
 * where it is not suspended.
 */
export async function unsuspendCompany(db: Db, companyId: string): Promise<void> {
  const changed = await db.run(sql`
    update companies set suspended_at = null, suspended_by = null, suspended_note = null, suspended_told = null, closing_at = null
    where company_id = ${companyId} and suspended_at is not null`)
  if (changed === 0) await refuse(db, companyId, 'The company is not suspended; nothing was changed.')
  await tell(db, companyId)
}

const tell = async (db: Db, companyId: string) => announceCompany(db, await readCompany(db, companyId))

async function refuse(db: Db, companyId: string, message: string): Promise<never> {
  const company = await db.first(sql`select 1 from companies where company_id = ${companyId}`)
  throw company ? new OperatorError(message, 'wrong_state') : noCompany(companyId)
}
