/** The door of a company in the cell that it leaves. */
import type { Due } from '../cells/cell-due.ts'
import { type Database, type Db, isUnavailable, raw, sql } from '../db/sql.ts'
import { OperatorError } from '../ground/errors.ts'
import type { Currency } from '../ground/money.ts'
import { copiedAndKept } from './left-behind.ts'
import { type MovedTable, named } from './moved-tables.ts'

/** A table is locked for a moment; whoever writes it would wait behind. */
const LOCK_MS = 200
const TRIES = 100

export type Departure = {
  move_id: string
  to_cell: string
  state: 'copying' | 'closed'
  /** What this cell's bank holds for it, once it has departed. */
  dues: { currency: Currency; amount: string }[] | null
}

export const findDeparture = (db: Db, companyId: string) =>
  db.first<Departure>(
    sql`select move_id, to_cell, state, dues from departures where company_id = ${companyId}`,
  )

/**
 * From here on what changes of the company is noted. Done twice is done once. A lock that is not had at once
 * is tried again: nobody waits for long behind one who waits.
 */
export async function beginDeparture(
  db: Database,
  { companyId, moveId, toCell }: { companyId: string; moveId: string; toCell: string },
  tables: readonly MovedTable[],
): Promise<void> {
  await db.run(sql`
    insert into departures (company_id, move_id, to_cell, state) values (${companyId}, ${moveId}, ${toCell}, 'copying')
    on conflict (company_id) do nothing`)
  const have = await tablesWithDoor(db)
  for (const table of tables) if (!have.has(table.name)) await retried(() => hang(db, table))
}

const hang = (db: Database, { name, key }: MovedTable) =>
  db.transaction(async (db) => {
    await db.run(sql`select set_config('lock_timeout', ${String(LOCK_MS)}, true)`)
    const names = raw(key.map((column) => `'${column.name}'`).join(', '))
    await db.run(sql`
      create trigger follow_departure before insert or update or delete on ${named(name)}
      for each row execute function follow_departure(${names})`)
  })

async function retried(work: () => Promise<unknown>): Promise<void> {
  for (let tries = 1; ; tries++)
    try {
      await work()
      return
    } catch (error) {
      if (tries === TRIES || !isUnavailable(error)) throw error
    }
}

async function tablesWithDoor(db: Db): Promise<Set<string>> {
  const rows = await db.many<{ name: string }>(sql`
    select relname as name from pg_trigger join pg_class on pg_class.oid = tgrelid
    where tgname = 'follow_departure' and relnamespace = 'public'::regnamespace`)
  return new Set(rows.map(({ name }) => name))
}

/**
 * Shuts it until the end of the transaction: waits for who is writing, and lets nobody write any more. False
 * where somebody writes for longer than the time for a lock; the transaction is of no use then.
 */
export async function shutDoor(door: Db, companyId: string): Promise<boolean> {
  await door.run(sql`select set_config('lock_timeout', '1000', true)`)
  try {
    await door.run(sql`select pg_advisory_xact_lock(hashtextextended('departure ' || ${companyId}::uuid, 0))`)
    return true
  } catch (error) {
    if ((error as { code?: string }).code !== LOCK_NOT_HAD) throw error
    return false
  }
}
const LOCK_NOT_HAD = '55P03'

/** Shuts it for good, with the departure that the transaction makes. */
export async function shutForGood(
  door: Db,
  companyId: string,
  moveId: string,
  dues: readonly Due[],
): Promise<void> {
  const kept = JSON.stringify(dues.map(({ currency, amount }) => ({ currency, amount: String(amount) })))
  const shut = await door.run(sql`
    update departures set state = 'closed', dues = ${kept}::jsonb
    where company_id = ${companyId} and move_id = ${moveId} and dues is null`)
  if (shut !== 1) throw new OperatorError('The move was given up, or ended by another run of the command.')
}

/** Takes the door away, and what it has noted. */
export async function endDeparture(db: Database, companyId: string): Promise<void> {
  for (const name of await tablesWithDoor(db))
    await retried(() =>
      db.transaction(async (db) => {
        await db.run(sql`select set_config('lock_timeout', ${String(LOCK_MS)}, true)`)
        await db.run(sql`drop trigger if exists follow_departure on ${named(name)}`)
      }),
    )
  await db.run(sql`delete from changed_rows where company_id = ${companyId}`)
  await db.run(sql`delete from departures where company_id = ${companyId}`)
}

/** Rows of a batch: some 50 ms of a table's locks. */
const ROWS = 5_000

/**
 * What jobs look for when they look for work goes first: whoever finds it meanwhile is told to come again.
 */
const first = [
  'webhooks',
  'schedules',
  'schedule_occurrences',
  'payout_items',
  'mails',
  'debit_cards',
  'bank_items',
  'attempts',
  'transaction_moves',
]
/** By these it is found: they go when nothing else is there. */
const last = ['payment_links', 'api_tokens', 'companies']
const turn = (name: string) => (first.includes(name) ? 0 : last.includes(name) ? 2 + last.indexOf(name) : 1)

/**
 * Deletes its rows here. `admin` may write without the triggers that keep history from being changed, which
 * is a right of its own: whoever serves requests has it not. Ended in the middle, it goes on.
 */
export async function deleteRows(
  admin: Database,
  companyId: string,
  tables: readonly MovedTable[],
  say: (table: string) => void,
): Promise<void> {
  const inOrder = tables
    .filter(({ name }) => !copiedAndKept.includes(name))
    .sort((a, b) => turn(a.name) - turn(b.name))
  for (const { name } of inOrder) {
    say(name)
    for (;;) {
      const gone = await admin.transaction(async (db) => {
        await withoutTriggers(db)
        return db.run(sql`
          delete from ${named(name)} where ctid = any (array(
            select ctid from ${named(name)} where company_id = ${companyId} limit ${ROWS}))`)
      })
      if (gone < ROWS) break
    }
  }
}

/** Until the end of the transaction: history is written as it was elsewhere, or goes because it is there. */
export async function withoutTriggers(db: Db): Promise<void> {
  await seeHidden(db)
  await db.run(sql`set local session_replication_role = replica`)
}
/** Also rows of a company whose copy is hidden in this cell (migrations/main/0253_misplaced.sql). */
export const seeHidden = (db: Db) => db.run(sql`select set_config('jetpay.sees_hidden', 'on', true)`)
export const withTriggers = (db: Db) => db.run(sql`set local session_replication_role = origin`)
