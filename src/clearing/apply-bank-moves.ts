import { cellOfSeries } from '../cells/foreign-name.ts'
import { type Db, sql } from '../db/sql.ts'
import { rememberReturns } from '../rails/apply-bank-answer.ts'
import { type BankSubjects, type Direction, type ItemMove, moveBankItems } from '../rails/bank-item.ts'
import {
  type DepartedMove,
  type HandedOn,
  handOnBankMoves,
  noteDepartedMoves,
} from '../rails/departed-items.ts'
import { failDirectionOf, failReasonOf } from '../rails/fail-reason.ts'
import type { DueRecord } from './due-record.ts'

/** `cell_id`: where the item's company has gone from here meanwhile. */
type Told = Omit<HandedOn, 'company_id' | 'cell_id'> & {
  network_id: string
  sequence: bigint
  line: number
  company_id: string | null
  bank_item_id: string | null
  direction: Direction | null
  cell_id: string | null
}

/**
 * Applies what another cell's bank says of items that have come here with their companies: as this cell's own
 * bank would, each once. What is of a company that has gone on is handed on; `odd` is what fits nothing.
 */
export async function applyBankMoves(db: Db, subjects: BankSubjects, records: DueRecord[]) {
  const keyOf = ({ network_id, sequence, line }: Pick<DueRecord, 'network_id' | 'sequence' | 'line'>) =>
    `${network_id} ${sequence} ${line}`
  const applied: DueRecord[] = []
  const handedOn: DueRecord[] = []
  const odd: DueRecord[] = []
  for (const move of ['settled', 'rejected', 'returned'] as const) {
    const of = records.filter(({ kind }) => kind === `bank_${move}`)
    const told = new Map((await readTold(db, of)).map((row) => [keyOf(row), row]))
    const onward = [...told.values()].filter(({ cell_id }) => cell_id !== null)
    await handOnBankMoves(
      db,
      move,
      onward.map((row) => ({ ...row, company_id: row.company_id!, cell_id: row.cell_id! })),
    )
    await noteDepartedMoves(db, move, onward.map(itemOf))
    const here = [...told.values()].filter((row) => row.cell_id === null && row.bank_item_id !== null)
    const moved = await moveBankItems(db, subjects, move, here.map(moveOf(move)))
    if (move === 'returned') await rememberReturns(db, moved)
    const ids = new Set(moved.map(({ bank_item_id }) => bank_item_id))
    for (const record of of) {
      const row = told.get(keyOf(record))
      const known = { ...record, company_id: row?.company_id ?? null }
      if (row?.cell_id != null) handedOn.push(record)
      // Of two that say the same of one item, the second moves nothing.
      else if (row?.bank_item_id != null && ids.delete(row.bank_item_id)) applied.push(known)
      else odd.push(record)
    }
  }
  return { applied, handedOn, odd }
}

const itemOf = ({ company_id, bank_item_id }: Told) => ({
  company_id: company_id!,
  bank_item_id: bank_item_id!,
})

const moveOf =
  (move: DepartedMove) =>
  (row: Told): ItemMove => ({
    ...itemOf(row),
    ...(move === 'settled' ? {} : { fail_direction: failDirectionOf(row.direction!) }),
    ...(move === 'returned' && { return_code: row.return_code, fail_reason: failReasonOf(row.return_code) }),
    ...(move === 'rejected' && { fail_reason: 'rejected_by_bank' as const }),
  })

/**
 * The items that records speak of: by the trace of the cell whose bank it is, which the file's acquirer
 * tells, and where nobody here has met that, the cell that has handed the file on.
 */
const readTold = (db: Db, records: DueRecord[]) =>
  db.many<Told>(sql`
    select r.network_id, r.sequence, r.line, coalesce(i.company_id, gone.company_id) as company_id,
      coalesce(i.bank_item_id, gone.bank_item_id) as bank_item_id, i.direction, gone.cell_id,
      coalesce(f.acquirer_id, '') as acquirer_id, r.rrn as trace, ltrim(r.authorization_code, '0') as return_code, r.last4, r.currency, r.amount
    from unnest(
      ${records.map((r) => r.network_id)}::text[], ${records.map((r) => r.sequence)}::bigint[],
      ${records.map((r) => r.line)}::integer[]) as key (network_id, sequence, line)
    join clearing_records r using (network_id, sequence, line) join clearing_files f using (network_id, sequence)
    cross join lateral (
      select 'J' || r.rrn || coalesce((
        select coalesce('@' || cell_id, '') from acceptors a
        where a.acquirer_id = f.acquirer_id order by acceptor limit 1), '@' || ${cellOfSeries(sql`r.network_id`)}) as trace_number
    ) named
    left join bank_items i on i.trace_number = named.trace_number
    left join lateral (
      select d.company_id, d.bank_item_id, c.cell_id from departed_bank_items d join departed_companies c using (company_id)
      where d.trace_number = named.trace_number limit 1
    ) gone on true`)
