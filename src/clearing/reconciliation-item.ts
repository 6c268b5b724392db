import { z } from 'zod'
import { raiseAlarm } from '../alarms/alarm.ts'
import { type Db, sql } from '../db/sql.ts'
import { newId } from '../ground/ids.ts'
import type { Currency } from '../ground/money.ts'
import { amountAnswer, currency, printAmount, uuid } from '../http/schema.ts'

export const itemKinds = ['missing', 'extra', 'amount'] as const
export const itemStates = ['open', 'corrected', 'settled', 'failed', 'written_off'] as const
export type ItemKind = (typeof itemKinds)[number]
export type ItemState = (typeof itemStates)[number]

/** `expected` and `received` are what is still to be squared, in minor units; `received` may be negative. */
export type ItemRow = {
  company_id: string
  item_id: string
  kind: ItemKind
  state: ItemState
  /** Whose reference it is; null of one from before this was kept, which is the first acquirer's. */
  acquirer_id: string | null
  rrn: string
  currency: Currency
  expected: bigint
  received: bigint
  debit_id: string | null
  refund_id: string | null
  /** The dispute that it is what is left of. */
  dispute_id: string | null
  network_id: string
  sequence: bigint
  opened_at: Date
  resolved_at: Date | null
  resolved_by: string | null
  note: string | null
}

export const itemColumns = sql`company_id, item_id, kind, state, acquirer_id, rrn, currency, expected, received, debit_id, refund_id,
  dispute_id, network_id, sequence, opened_at, resolved_at, resolved_by, note`

export const itemSchema = z
  .object({
    identifier: uuid,
    kind: z.enum(itemKinds).meta({
      description:
        '`missing`: paid, and not in the clearing file. `extra`: cleared, and nothing of ours stands for it. `amount`: cleared for another amount.',
    }),
    state: z.enum(itemStates),
    rrn: z
      .string()
      .meta({ description: 'The retrieval reference number (ISO 8583 field 37), which the network knows' }),
    currency,
    expected: amountAnswer,
    received: amountAnswer,
    transaction_id: uuid.nullable(),
    refund_id: uuid.nullable().meta({ description: 'Where it is a refund of the transaction that differs' }),
    dispute_id: uuid.nullable().meta({
      description: 'Where it is what the network took, or paid, beyond what this dispute books',
    }),
    clearing_file: z.int().meta({ description: 'The number of the file in which the difference was found' }),
    opened_at: z.iso.datetime(),
    resolved_at: z.iso.datetime().nullable(),
    note: z.string().nullable(),
  })
  .meta({ id: 'ReconciliationItem' })

export const showItem = (row: ItemRow) => ({
  identifier: row.item_id,
  kind: row.kind,
  state: row.state,
  rrn: row.rrn,
  currency: row.currency,
  expected: printAmount(row.expected),
  received: printAmount(row.received),
  transaction_id: row.debit_id,
  refund_id: row.refund_id,
  dispute_id: row.dispute_id,
  clearing_file: Number(row.sequence),
  opened_at: row.opened_at,
  resolved_at: row.resolved_at,
  note: row.note,
})

type NewItem = Pick<
  ItemRow,
  | 'company_id'
  | 'kind'
  | 'acquirer_id'
  | 'rrn'
  | 'currency'
  | 'expected'
  | 'debit_id'
  | 'refund_id'
  | 'dispute_id'
  | 'network_id'
  | 'sequence'
>

/**
 * Opens an item with what the network paid so far (`record`, minor units; 0 for a charge that is missing),
 * and raises one alarm per clearing file, however many differences are in it.
 */
export async function openItem(db: Db, item: NewItem, record: bigint): Promise<void> {
  const row = await db.one<ItemRow>(sql`
    insert into reconciliation_items (company_id, item_id, kind, acquirer_id, rrn, currency, expected, received, debit_id, refund_id,
      dispute_id, network_id, sequence)
    values (${item.company_id}, ${newId()}, ${item.kind}, ${item.acquirer_id}, ${item.rrn}, ${item.currency}, ${item.expected}, ${record},
      ${item.debit_id}, ${item.refund_id}, ${item.dispute_id}, ${item.network_id}, ${item.sequence})
    returning ${itemColumns}`)
  await remember(db, row, 'open', record)
  await raiseAlarm(db, {
    kind: 'clearing_difference',
    subject: `${item.network_id} ${item.sequence}`,
    companyId: null,
    details: { look: 'jetpay reconciliation list', first: { rrn: item.rrn, kind: item.kind } },
  })
}

/**
 * A further record for an open item, or what of one a dispute does not book. Returns the item as it is then.
 */
export async function addToItem(
  db: Db,
  item: ItemRow,
  record: bigint,
  disputeId: string | null = null,
): Promise<ItemRow> {
  const row = await db.one<ItemRow>(sql`
    update reconciliation_items set received = received + ${record}, dispute_id = coalesce(dispute_id, ${disputeId}::uuid)
    where company_id = ${item.company_id} and item_id = ${item.item_id} and state = 'open' returning ${itemColumns}`)
  await remember(db, row, 'add', record)
  return row
}

/** Who resolved one that the network's own records did: no person. */
export const BY_CLEARING = 'clearing'

export type Resolution = 'correct' | 'settle' | 'fail' | 'write_off'

/**
 * Closes an open item, and its file's alarm with the last one. Returns the item as it is then; undefined
 * where somebody was first.
 */
export async function closeItem(
  db: Db,
  item: ItemRow,
  move: Resolution,
  by: string,
  note: string | null,
): Promise<ItemRow | undefined> {
  const row = await db.first<ItemRow>(sql`
    update reconciliation_items set resolved_at = jetpay_now(), resolved_by = ${by}, note = ${note}, state = (
      select to_state from lifecycle_moves m
      where m.kind = 'reconciliation_item' and m.move = ${move} and m.from_state = 'open')
    where company_id = ${item.company_id} and item_id = ${item.item_id} and received = ${item.received} and state = 'open'
    returning ${itemColumns}`)
  if (!row) return undefined
  await remember(db, row, move, 0n)
  await db.run(sql`
    update alarms set closed_at = jetpay_now(), closed_by = ${by}
    where kind = 'clearing_difference' and subject = ${`${item.network_id} ${item.sequence}`} and closed_at is null
      and not exists (
        select from reconciliation_items i
        where i.network_id = ${item.network_id} and i.sequence = ${item.sequence} and i.state = 'open')`)
  return row
}

/**
 * A company with open items leaves: alarms of files with no others close, as nobody here can resolve them.
 */
export const takeDifferencesAway = (db: Db, companyId: string) =>
  db.run(sql`
    update alarms set closed_at = jetpay_now(), closed_by = ${BY_CLEARING}
    where kind = 'clearing_difference' and closed_at is null and not exists (
      select from reconciliation_items i
      where i.network_id || ' ' || i.sequence = alarms.subject and i.state = 'open' and i.company_id <> ${companyId})`)

/** It has come with them: an alarm for each file that they are of. */
export async function bringDifferences(db: Db, companyId: string): Promise<void> {
  const files = await db.many<{ network_id: string; sequence: bigint; rrn: string; kind: ItemKind }>(sql`
    select distinct on (network_id, sequence) network_id, sequence, rrn, kind from reconciliation_items
    where company_id = ${companyId} and state = 'open' order by network_id, sequence, opened_at`)
  for (const { network_id, sequence, ...first } of files)
    await raiseAlarm(db, {
      kind: 'clearing_difference',
      subject: `${network_id} ${sequence}`,
      companyId: null,
      details: { look: 'jetpay reconciliation list', first },
    })
}

/** The item's move with its postings, each for the amount that the lifecycle names. */
const remember = (db: Db, item: ItemRow, move: 'open' | 'add' | Resolution, record: bigint) =>
  db.run(sql`
    with remembered as (
      insert into transaction_moves (company_id, transaction_id, sequence, move, from_state, to_state, moved_at)
      values (${item.company_id}, ${item.item_id}, next_move_sequence(${item.company_id}, ${item.item_id}), ${move},
        ${move === 'open' ? null : 'open'}, ${item.state}, jetpay_now())
      returning sequence, moved_at
    ), measured (measure, value) as (
      values ('record', ${record}::bigint), ('received', ${item.received}), ('expected', ${item.expected}),
        ('shortfall', ${item.expected - item.received})
    )
    insert into ledger_entries (company_id, transaction_id, sequence, line, account, currency, amount, posted_at)
    select ${item.company_id}, ${item.item_id}, sequence, line, account, ${item.currency},
      case side when 'debit' then value else -value end, moved_at
    from remembered, lifecycle_postings join measured using (measure)
    where kind = 'reconciliation_item' and move = ${move} and value <> 0`)

/** Open items of all companies, oldest first; at most a thousand. */
export const listOpenItems = (db: Db) =>
  db.many<ItemRow>(sql`
    select ${itemColumns} from reconciliation_items where state = 'open' order by opened_at limit 1000`)
