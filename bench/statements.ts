/**
 * What the statements of a charge cost the database, by how many charges share one, with nothing else at
 * work: CPU of the one process that runs them, in microseconds per charge, and bytes of write-ahead log.
 */
import { readFileSync } from 'node:fs'
import { recordOutcomes } from '../src/charges/record-outcomes.ts'
import { type ChargeRequest, requestCharges } from '../src/charges/request-charges.ts'
import { createCompany } from '../src/companies/company.ts'
import { mainUrl } from '../src/db/provision.ts'
import { type Database, openDatabase, sql } from '../src/db/sql.ts'
import { sequenceEvents } from '../src/events/sequence-events.ts'
import { newId } from '../src/ground/ids.ts'
import type { Context } from '../src/process/context.ts'
import { startDatabase } from './database.ts'

const SHARED_BY = [1, 12, 24, 48]
const CARDS = 200
/** Statements run before what is measured: plans and caches are made. */
const WARM = 30
const MEASURED_MS = 3_000
/** It matters to a charge of unknown outcome only. */
const REVERSAL_DUE_MS = 10_000

/** Nanoseconds of CPU that a process has used, by the kernel's scheduler. */
export const cpuOf = (pid: number) => Number(readFileSync(`/proc/${pid}/schedstat`, 'utf8').split(' ')[0])

export async function benchStatements(): Promise<void> {
  const { at, stop } = await startDatabase()
  // One connection, so that one process of the database does all the work.
  const db = openDatabase(mainUrl(at), 1, console.error)
  try {
    const company = await fill(db)
    const { pid } = await db.one<{ pid: number }>(sql`select pg_backend_pid() as pid`)
    for (const shared of SHARED_BY) console.log(await measure(db, company, pid, shared))
  } finally {
    await db.close()
    await stop()
  }
}

async function measure(db: Database, company: Filled, pid: number, shared: number): Promise<string> {
  const spent = { request: 0, record: 0, sequence: 0 }
  let charges = 0
  let log = 0
  const timed = async (step: keyof typeof spent, work: () => Promise<unknown>) => {
    const from = cpuOf(pid)
    await work()
    spent[step] += cpuOf(pid) - from
  }
  const one = async () => {
    const asked = Array.from({ length: shared }, () => newCharge(company))
    const from = await logAt(db)
    await timed('request', () => requestCharges(db, asked))
    await timed('record', () => recordOutcomes(db, asked.map(outcome), REVERSAL_DUE_MS))
    log += (await logAt(db)) - from
    charges += shared
  }
  const sequence = async () => {
    const context = { db, metrics: { eventsSequenced: { inc: () => undefined } } } as unknown as Context
    while (await sequenceEvents(0).run(context));
  }
  for (let turn = 0; turn < WARM; turn++) await one()
  await sequence()
  Object.assign(spent, { request: 0, record: 0 })
  charges = log = 0
  for (const end = performance.now() + MEASURED_MS; performance.now() < end; ) await one()
  await timed('sequence', sequence)
  const each = (ns: number) => Math.round(ns / charges / 1000)
  const { request, record, sequence: sequenced } = spent
  return `${shared} a statement: request ${each(request)}, record ${each(record)}, sequencer ${each(sequenced)}: ${each(request + record + sequenced)} µs and ${Math.round(log / charges)} bytes of log a charge (${charges} charges)`
}

/** Bytes that were ever written to the write-ahead log. */
const logAt = async (db: Database) =>
  Number(
    (
      await db.one<{ at: string }>(
        sql`select pg_wal_lsn_diff(pg_current_wal_insert_lsn(), '0/0')::text as at`,
      )
    ).at,
  )

type Filled = { companyId: string; cards: { contactId: string; creditCardId: string }[]; accountId: string }

async function fill(db: Database): Promise<Filled> {
  const companyId = await createCompany(db, 'Bench')
  await db.run(sql`update companies set features = '{card_on_file}' where company_id = ${companyId}`)
  const accountId = newId()
  await db.run(sql`
    insert into bank_accounts (company_id, bank_account_id, holder_name, account_type, transit_number, institution_number,
      account_number_sealed, account_number_last4, currency)
    values (${companyId}, ${accountId}, 'Bench', 'chequing', '00011', '001', '', '4567', 'CAD')`)
  const cards = Array.from({ length: CARDS }, () => ({ contactId: newId(), creditCardId: newId() }))
  for (const { contactId, creditCardId } of cards) {
    await db.run(sql`
      insert into contacts (company_id, contact_id, email, name) values (${companyId}, ${contactId}, 'a@example.com', 'Ada')`)
    await db.run(sql`
      insert into credit_cards (company_id, credit_card_id, contact_id, state, fingerprint)
      values (${companyId}, ${creditCardId}, ${contactId}, 'active', 'f')`)
  }
  return { companyId, cards, accountId }
}

let turn = 0
function newCharge({ companyId, cards, accountId }: Filled): ChargeRequest {
  const hash = Buffer.alloc(32)
  return {
    companyId,
    ...cards[turn++ % cards.length]!,
    toBankAccountId: accountId,
    amount: 1234n,
    statement: 'Bench',
    note: null,
    debitId: newId(),
    attemptId: newId(),
    idempotencyKey: { companyId, key: newId(), requestHash: hash, bytesHash: hash, requestId: newId() },
  }
}

/** About as long as the answer of a charge. */
const ANSWER = JSON.stringify({ filler: 'x'.repeat(330) })
const outcome = ({ companyId, debitId, attemptId }: ChargeRequest) =>
  ({
    companyId,
    debitId,
    attemptId,
    move: 'approve',
    responseCode: '00',
    authorizationCode: '123456',
    failReason: null,
    answer: { status: 200, text: ANSWER },
  }) as const
