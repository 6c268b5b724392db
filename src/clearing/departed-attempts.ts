/**
 * References of what companies did here before they left for another cell, as the network's files have them.
 * This file is the one writer of `departed_attempts`.
 */
import { DAY_MS, dayOfReferences, filedReferenceColumns } from '../charges/network-reference.ts'
import { type Db, type Statement, sql } from '../db/sql.ts'
import { LOWEST_ID } from '../ground/ids.ts'
import { acquirerOf } from '../process/acceptors.ts'

/** Attempts that one statement notes: some hundred milliseconds. */
const BATCH = 10_000

/** Up to which attempt a company's references are noted, in the order of its key. */
export type NotedTo = { debit_id: string; attempt_id: string }
export const noneNoted: NotedTo = { debit_id: LOWEST_ID, attempt_id: LOWEST_ID }

/**
 * Notes the references of the next attempts of a company. It may charge meanwhile: they count only once it
 * has left. Returns where to go on; null after the last.
 */
export async function noteAttempts(db: Db, companyId: string, after: NotedTo): Promise<NotedTo | null> {
  const { noted, debit_id, attempt_id } = await db.one<NotedTo & { noted: number }>(sql`
    with next as materialized (
      select a.company_id, a.debit_id, a.attempt_id, ${acquirerOf(sql`a`)} as acquirer_id, ${filedReferenceColumns(sql`a`)}
      from attempts a
      where a.company_id = ${companyId} and (a.debit_id, a.attempt_id) > (${after.debit_id}::uuid, ${after.attempt_id}::uuid)
      order by a.debit_id, a.attempt_id limit ${BATCH}
    ), kept as (
      insert into departed_attempts (company_id, acquirer_id, rrn, attempt_id, stan, transmission)
      select company_id, acquirer_id, rrn, attempt_id, stan, transmission from next on conflict do nothing
    )
    select (select count(*) from next)::integer as noted, last.debit_id, last.attempt_id
    from (select) one left join (select debit_id, attempt_id from next order by debit_id desc, attempt_id desc limit 1) last on true`)
  return noted < BATCH ? null : { debit_id, attempt_id }
}

/** The company's clock and the database's may differ by this much, and a reference has whole seconds. */
const MARGIN_MS = 60_000

/**
 * Notes what a company has sent since an instant and is not noted: among that day's references and later
 * ones, whichever debits they are of.
 */
export async function noteAttemptsSince(db: Db, companyId: string, since: Date): Promise<void> {
  const { now } = await db.one<{ now: Date }>(sql`select jetpay_now() as now`)
  const from = Math.floor((since.getTime() - MARGIN_MS) / DAY_MS) * DAY_MS
  for (let at = from; at <= now.getTime() + MARGIN_MS; at += DAY_MS) {
    const day = dayOfReferences(at)
    await db.run(sql`
      insert into departed_attempts (company_id, acquirer_id, rrn, attempt_id, stan, transmission)
      select a.company_id, ${acquirerOf(sql`a`)}, filed.rrn, a.attempt_id, filed.stan, filed.transmission
      from attempts a cross join lateral (select ${filedReferenceColumns(sql`a`)}) filed
      where a.company_id = ${companyId} and a.rrn > ${day} and a.rrn < ${`${day}:`}
      on conflict do nothing`)
  }
}

/** They are here again, with their company. */
export const forgetDepartedAttempts = (db: Db, companyId: string) =>
  db.run(sql`delete from departed_attempts where company_id = ${companyId}`)

/** Whether a reference of an acquirer is of a company that has left for another cell. */
export const hasDeparted = (rrn: Statement, acquirerId: Statement): Statement => sql`
  exists (select from departed_attempts gone join departed_companies using (company_id)
    where gone.rrn = ${rrn} and gone.acquirer_id = ${acquirerId})`
