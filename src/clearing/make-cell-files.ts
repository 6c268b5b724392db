/**
 * Files in which this cell hands on what the network says of companies that are in another cell now: clearing
 * files as the network's own, with numbers of their own for each cell that gets them.
 */

import { NO_CUTOFF } from '../cells/foreign-name.ts'
import { type Database, type Db, sql } from '../db/sql.ts'
import { acquirerOfRow, ownAcquirers } from '../process/acceptors.ts'

/** Records of one file: it is written and taken in by one transaction each. */
const RECORDS_MAX = 50_000

/** Any fixed number serves. Two workers would give out one number twice, and the second one's would fail. */
const MAKER_LOCK = 7_305_240

type Place = { cell_id: string; acquirer_id: string }
type Series = Place & { is_own: boolean }

/**
 * Makes the next files that are due: for each cell, of each acquirer as whose companies that are there now
 * have charged here, once a file of that acquirer's is applied whole. Also where it had nothing for that
 * cell: its cutoff says there what is missing. Returns whether there were any.
 */
export const makeCellFiles = (db: Database): Promise<boolean> =>
  db.transaction(async (db) => {
    const { locked } = await db.one<{ locked: boolean }>(
      sql`select pg_try_advisory_xact_lock(${MAKER_LOCK}) as locked`,
    )
    if (!locked) return false
    let made = false
    for (const series of await listSeries(db)) if (await makeNext(db, series)) made = true
    for (const series of await listBankSeries(db)) {
      await keepBankMoves(db, series)
      made = true
    }
    return made
  })

const listSeries = (db: Db) =>
  db.many<Series>(sql`
    select distinct cell_id, acquirer_id, acquirer_id in ${ownAcquirers} as is_own
    from departed_companies gone cross join (select distinct acquirer_id from acceptors) acquirer
    where exists (select from departed_attempts a
      where a.company_id = gone.company_id and a.acquirer_id = acquirer.acquirer_id)
    union
    select cell_id, ${acquirerOfRow(sql`f`)}, ${acquirerOfRow(sql`f`)} in ${ownAcquirers}
    from handed_on_records join clearing_files f using (network_id, sequence) where cell_sequence is null
    order by 1, 2`)

/** What banks have said since, by the cell that gets it and the acquirer of the one whose bank it was. */
const listBankSeries = (db: Db) =>
  db.many<Place>(sql`
    select distinct cell_id, acquirer_id from handed_on_bank_moves where cell_sequence is null order by 1, 2`)

async function makeNext(db: Db, { cell_id, acquirer_id, is_own }: Series): Promise<boolean> {
  const { waiting } = await db.one<{ waiting: number }>(sql`
    select count(*)::integer as waiting from (
      select from handed_on_records join clearing_files f using (network_id, sequence)
      where cell_id = ${cell_id} and cell_sequence is null and f.state = 'checked' and ${acquirerOfRow(sql`f`)} = ${acquirer_id}
      limit ${RECORDS_MAX + 1}) next`)
  const newest = await db.first<{ cutoff_at: Date; business_date: string }>(sql`
    select cutoff_at, business_date::text from clearing_files f
    where state = 'checked' and ${acquirerOfRow(sql`f`)} = ${acquirer_id} order by cutoff_at desc limit 1`)
  if (!newest) return false
  const last = await lastCutoff(db, { cell_id, acquirer_id })
  // What another cell hands on through us may be sent to that cell directly by now: only its acquirer's own
  // cell knows what all of it is.
  const isWhole = is_own && waiting <= RECORDS_MAX
  if (waiting === 0 && !(is_own && newest.cutoff_at > last)) return false
  await keep(db, { cell_id, acquirer_id }, newest.business_date, isWhole ? newest.cutoff_at : last)
  return true
}

/** A file of nothing yet, under the next number of its cell. `businessDate`: null for today. */
async function openFile(
  db: Db,
  { cell_id, acquirer_id }: Place,
  businessDate: string | null,
  cutoffAt: Date,
): Promise<bigint> {
  const { sequence } = await db.one<{ sequence: bigint }>(sql`
    insert into cell_files (cell_id, sequence, acquirer_id, business_date, cutoff_at, records)
    select ${cell_id}, coalesce(max(sequence), 0) + 1, ${acquirer_id},
      coalesce(${businessDate}::date, (jetpay_now() at time zone 'utc')::date), ${cutoffAt}, 0
    from cell_files where cell_id = ${cell_id} returning sequence`)
  return sequence
}

const closeFile = (db: Db, cellId: string, sequence: bigint, records: number) =>
  db.run(sql`update cell_files set records = ${records} where cell_id = ${cellId} and sequence = ${sequence}`)

/** A file of what banks have said: it speaks of no charge, so its cutoff is that of before. */
async function keepBankMoves(db: Db, place: Place): Promise<void> {
  const { cell_id, acquirer_id } = place
  const sequence = await openFile(db, place, null, await lastCutoff(db, place))
  const records = await db.run(sql`
    update handed_on_bank_moves h set cell_sequence = ${sequence}, cell_line = placed.line
    from (
      select bank_move_id, row_number() over (order by made_at, bank_move_id)::integer as line
      from (
        select bank_move_id, made_at from handed_on_bank_moves
        where cell_id = ${cell_id} and acquirer_id = ${acquirer_id} and cell_sequence is null
        order by made_at, bank_move_id limit ${RECORDS_MAX}
      ) next
    ) placed
    where h.bank_move_id = placed.bank_move_id`)
  await closeFile(db, cell_id, sequence, records)
}

const lastCutoff = async (db: Db, { cell_id, acquirer_id }: Place): Promise<Date> =>
  (
    await db.first<{ cutoff_at: Date }>(sql`
      select cutoff_at from cell_files where cell_id = ${cell_id} and acquirer_id = ${acquirer_id}
      order by sequence desc limit 1`)
  )?.cutoff_at ?? NO_CUTOFF

async function keep(db: Db, place: Place, businessDate: string, cutoffAt: Date): Promise<void> {
  const { cell_id, acquirer_id } = place
  const sequence = await openFile(db, place, businessDate, cutoffAt)
  const records = await db.run(sql`
    update handed_on_records h set cell_sequence = ${sequence}, cell_line = placed.line
    from (
      select network_id, sequence, line as line_there, row_number() over (order by network_id, sequence, line)::integer as line
      from (
        select h.network_id, h.sequence, h.line
        from handed_on_records h join clearing_files f on f.network_id = h.network_id and f.sequence = h.sequence
        where h.cell_id = ${cell_id} and h.cell_sequence is null and f.state = 'checked'
          and ${acquirerOfRow(sql`f`)} = ${acquirer_id}
        order by h.network_id, h.sequence, h.line limit ${RECORDS_MAX}
      ) next
    ) placed
    where h.network_id = placed.network_id and h.sequence = placed.sequence and h.line = placed.line_there`)
  await closeFile(db, cell_id, sequence, records)
}
