/**
 * Bank items of companies that have left for another cell: their files, and so what banks answer, are this
 * cell's. This file is the one writer of `departed_bank_items`.
 */
import { owe } from '../cells/cell-due.ts'
import { type Db, sql } from '../db/sql.ts'
import { newId } from '../ground/ids.ts'
import type { Currency } from '../ground/money.ts'
import { firstAcquirer } from '../process/acceptors.ts'

/** The key of an item: company, item. */
export type ItemKey = readonly string[]

/**
 * Keeps what a bank may still speak of: the company's items that a file has brought it, all of them or some.
 * They may be kept while it is here and kept again: they count once it has left. Those of a file that is
 * being written would be in neither cell, so a company with any does not leave.
 */
export const keepDepartedItems = (db: Db, companyId: string, some?: readonly ItemKey[]) =>
  db.run(sql`
    insert into departed_bank_items as kept (company_id, bank_item_id, kind, direction, amount, currency, trace_number,
      bank_file_id, file_line, file_due_on, state, questioned_at, institution_number, transit_number, routing_number,
      account_number_last4)
    select i.company_id, bank_item_id, kind, direction, amount, i.currency, trace_number, bank_file_id, file_line, file_due_on,
      i.state, questioned_at, institution_number, transit_number, routing_number, account_number_last4
    from bank_items i join bank_accounts a on a.company_id = i.company_id and a.bank_account_id = i.bank_account_id
    where i.company_id = ${companyId} and i.bank_file_id is not null and i.state <> 'queued'
      and ${some ? sql`bank_item_id = any (${some.map(([, item]) => item)}::uuid[])` : sql`true`}
    on conflict (company_id, bank_item_id) do update set trace_number = excluded.trace_number,
      bank_file_id = excluded.bank_file_id, file_line = excluded.file_line, file_due_on = excluded.file_due_on,
      state = excluded.state, questioned_at = excluded.questioned_at`)

/** They are here again, with their company. */
export const forgetDepartedItems = (db: Db, companyId: string) =>
  db.run(sql`delete from departed_bank_items where company_id = ${companyId}`)

/** What the bank says of an item, as files to other cells have it. */
export type DepartedMove = 'settled' | 'returned' | 'rejected'
const from: Record<DepartedMove, string[]> = {
  settled: ['sent'],
  returned: ['sent', 'settled'],
  rejected: ['sent'],
}

/** For which cell, and what that is owed more by it, in minor units; below zero: what it owes. */
export type HandedOn = {
  company_id: string
  cell_id: string
  acquirer_id: string
  trace: string
  return_code: string
  last4: string
  currency: Currency
  amount: bigint
}

/**
 * Moves items of companies that have left as the bank says, and hands that on to the cells where they are:
 * there the items' subjects are told. What has been moved so before is not told of again. Returns how many
 * were moved.
 */
export async function moveDepartedItems(
  db: Db,
  to: DepartedMove,
  items: { company_id: string; bank_item_id: string; return_code?: string | null }[],
): Promise<number> {
  if (items.length === 0) return 0
  const moved = await db.many<HandedOn>(sql`
    with before as materialized (
      select i.*, gone.cell_id, asked.return_code from unnest(
        ${items.map((item) => item.company_id)}::uuid[], ${items.map((item) => item.bank_item_id)}::uuid[],
        ${items.map((item) => item.return_code ?? '')}::text[]) as asked (company_id, bank_item_id, return_code)
      join departed_bank_items i using (company_id, bank_item_id) join departed_companies gone using (company_id)
      where i.state = any(${from[to]}::text[]) for update of i
    ), moved as (
      update departed_bank_items i set state = ${to} from before b
      where i.company_id = b.company_id and i.bank_item_id = b.bank_item_id
    )
    select b.company_id, b.cell_id, coalesce((
        select acquirer_id from acceptors a where a.cell_id = f.cell_id order by acceptor limit 1), ${firstAcquirer}) as acquirer_id,
      substr(b.trace_number, 2, 12) as trace, b.return_code, b.account_number_last4 as last4, b.currency,
      -- A payout is posted as it is sent, all else as it arrives.
      (case when b.kind = 'payout' then case when ${to} in ('returned', 'rejected') then b.amount else 0 end
        else case when b.direction = 'debit' then b.amount else -b.amount end
          * case when ${to} = 'settled' then 1 when b.state = 'settled' then -1 else 0 end
        end)::bigint as amount
    from before b join bank_files f using (bank_file_id)`)
  await handOnBankMoves(db, to, moved)
  return moved.length
}

/**
 * Keeps them for the next file to each cell, and posts what is owed for them. `paid`: by a cell to another.
 */
export async function handOnBankMoves(
  db: Db,
  move: DepartedMove | 'paid',
  moved: readonly HandedOn[],
): Promise<void> {
  const all = <Value>(value: (of: HandedOn) => Value) => moved.map(value)
  await db.run(sql`
    insert into handed_on_bank_moves (about_company_id, bank_move_id, cell_id, acquirer_id, kind, trace, return_code, last4, currency,
      amount)
    select company_id, id, cell_id, acquirer_id, ${`bank_${move}`}, trace, return_code, last4, currency, amount from unnest(
      ${all((of) => of.company_id)}::uuid[], ${all(() => newId())}::uuid[], ${all((of) => of.cell_id)}::text[],
      ${all((of) => of.acquirer_id)}::text[], ${all((of) => of.trace)}::text[], ${all((of) => of.return_code)}::text[],
      ${all((of) => of.last4)}::text[], ${all((of) => of.currency)}::text[], ${all((of) => of.amount)}::bigint[]
    ) as moved (company_id, id, cell_id, acquirer_id, trace, return_code, last4, currency, amount)`)
  for (const [cell, of] of Map.groupBy(moved, ({ cell_id }) => cell_id)) {
    const sums = new Map<Currency, bigint>()
    for (const { currency, amount } of of) sums.set(currency, (sums.get(currency) ?? 0n) - amount)
    const dues = [...sums].map(([currency, amount]) => ({ currency, amount }))
    await owe(db, cell, dues, { ofBank: true })
  }
}

/** Notes what another cell's bank has said of items that are handed on from here. */
export const noteDepartedMoves = (
  db: Db,
  to: DepartedMove,
  items: { company_id: string; bank_item_id: string }[],
) =>
  db.run(sql`
    update departed_bank_items i set state = ${to}
    from unnest(${items.map((item) => item.company_id)}::uuid[], ${items.map((item) => item.bank_item_id)}::uuid[])
      as told (company_id, bank_item_id)
    where i.company_id = told.company_id and i.bank_item_id = told.bank_item_id`)
