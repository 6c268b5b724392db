/**
 * References of what companies did here before they left for another cell, as the network's files have them.
 * This file is the one writer of `departed_attempts`.
 */
import { filedReferenceColumns } from '../charges/network-reference.ts'
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

/** The key of an attempt: company, debit, attempt. */
export type AttemptKey = readonly string[]
const KEYS = 5_000

/** Notes the references of some attempts that have not been noted, or were made since. */
export async function noteTheseAttempts(
  db: Db,
  companyId: string,
  keys: readonly AttemptKey[],
): Promise<void> {
  for (let at = 0; at < keys.length; at += KEYS) {
    const some = keys.slice(at, at + KEYS)
    await db.run(sql`
      insert into departed_attempts (company_id, acquirer_id, rrn, attempt_id, stan, transmission)
      select a.company_id, ${acquirerOf(sql`a`)}, filed.rrn, a.attempt_id, filed.stan, filed.transmission
      from unnest(${some.map(([, debit]) => debit)}::uuid[], ${some.map(([, , attempt]) => attempt)}::uuid[]) as k (debit_id, attempt_id)
      join attempts a on a.company_id = ${companyId} and a.debit_id = k.debit_id and a.attempt_id = k.attempt_id
      cross join lateral (select ${filedReferenceColumns(sql`a`)}) filed
      on conflict do nothing`)
  }
}

export type SentAttempt = {
  acquirer_id: string
  rrn: string
  attempt_id: string
  stan: string
  transmission: string
}

/** What a company that is here had sent as another cell, as the network's files have it. */
export const attemptsSentBy = (db: Db, companyId: string, cell: string) =>
  db.many<SentAttempt>(sql`
    select acceptors.acquirer_id, filed.rrn, a.attempt_id, filed.stan, filed.transmission
    from attempts a join acceptors on acceptors.acceptor = a.acceptor and acceptors.cell_id = ${cell}
    cross join lateral (select ${filedReferenceColumns(sql`a`)}) filed
    where a.company_id = ${companyId}`)

/** Notes them where they were sent. */
export async function noteSentAttempts(
  db: Db,
  companyId: string,
  sent: readonly SentAttempt[],
): Promise<void> {
  for (let at = 0; at < sent.length; at += KEYS) {
    const some = sent.slice(at, at + KEYS)
    await db.run(sql`
      insert into departed_attempts (company_id, acquirer_id, rrn, attempt_id, stan, transmission)
      select ${companyId}, * from unnest(${some.map((one) => one.acquirer_id)}::text[], ${some.map((one) => one.rrn)}::text[],
        ${some.map((one) => one.attempt_id)}::uuid[], ${some.map((one) => one.stan)}::text[], ${some.map((one) => one.transmission)}::text[])
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
