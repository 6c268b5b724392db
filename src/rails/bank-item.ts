import { type Db, type Statement, sql } from '../db/sql.ts'
import type { BankFailReason } from '../ground/fail-reasons.ts'
import { newId } from '../ground/ids.ts'
import type { Currency } from '../ground/money.ts'

export type BankItemKind = 'payout' | 'debit' | 'credit' | 'refund'
export type Direction = 'credit' | 'debit'
/**
 * How the holder has agreed to a debit: in writing, as the company keeps it, or on our payment page, `web`
 * for a person and `web_business` for a business.
 */
export type Agreed = 'written' | 'web' | 'web_business'

/**
 * A movement to be made. Amount in minor units; `dueOn` an ISO day, default today: the next file's first
 * possible day.
 */
export type NewBankItem = {
  companyId: string
  kind: BankItemKind
  /**
   * The payout, debit, credit or refund whose money it moves: one item at a time, a further one only after it
   * failed.
   */
  subjectId: string
  /** Which of the items that a payout is split into; default 1. No other that lives has it. */
  part?: number
  /** `credit` pushes money to the account, `debit` pulls it from there. */
  direction: Direction
  bankAccountId: string
  amount: bigint
  currency: Currency
  dueOn?: string
  /** What the account's holder may see with it; 15 characters reach the bank. */
  sundry: string
  /** Default: `written`. */
  agreed?: Agreed
}

export type BankItemRow = {
  company_id: string
  bank_item_id: string
  kind: BankItemKind
  subject_id: string
  direction: Direction
  bank_account_id: string
  amount: bigint
  currency: Currency
  state: 'queued' | 'sent' | 'settled' | 'returned' | 'rejected' | 'cancelled'
  trace_number: string
  /** Set once it was returned or rejected. */
  fail_reason: BankFailReason | null
  fail_direction: 'pull' | 'push' | null
  return_code: string | null
  /** Returned after it had counted as settled. */
  late: boolean
  /** Whether the bank has had it: one that is rejected may never have left. */
  was_sent: boolean
}

/**
 * Whose money items move. Each function is told in the SQL transaction of the items' own change of state, so
 * exactly once; it may throw, which undoes both. Use `db` alone and call nothing outside. `rejected` comes
 * from `queued` too: such an item was never sent.
 */
export type BankSubject = {
  sent(db: Db, items: BankItemRow[]): Promise<void>
  settled(db: Db, items: BankItemRow[]): Promise<void>
  returned(db: Db, items: BankItemRow[]): Promise<void>
  rejected(db: Db, items: BankItemRow[]): Promise<void>
}
export type BankSubjects = Record<BankItemKind, BankSubject>

export const bankItemColumns = sql`
  i.company_id, i.bank_item_id, i.kind, i.subject_id, i.direction, i.bank_account_id, i.amount, i.currency, i.state,
  i.trace_number, i.fail_reason, i.fail_direction, i.return_code, i.late,
  i.sent_at is not null as was_sent`

/**
 * Queues items for the next file, in one statement, in the caller's transaction. An item of a subject that
 * has one already throws.
 */
export async function queueBankItems(db: Db, items: NewBankItem[]): Promise<BankItemRow[]> {
  const all = <Value>(value: (item: NewBankItem) => Value) => items.map(value)
  return db.many<BankItemRow>(sql`
    insert into bank_items as i (
      company_id, bank_item_id, kind, subject_id, direction, bank_account_id, amount, currency, due_on, sundry, agreed,
      part)
    select company_id, bank_item_id, kind, subject_id, direction, bank_account_id, amount, currency,
      coalesce(due_on, (jetpay_now() at time zone 'America/Toronto')::date), sundry, agreed, part
    from unnest(
      ${all((item) => item.companyId)}::uuid[], ${all(() => newId())}::uuid[], ${all((item) => item.kind)}::text[],
      ${all((item) => item.subjectId)}::uuid[], ${all((item) => item.direction)}::text[],
      ${all((item) => item.bankAccountId)}::uuid[], ${all((item) => item.amount)}::bigint[],
      ${all((item) => item.currency)}::text[], ${all((item) => item.dueOn ?? null)}::date[],
      ${all((item) => item.sundry)}::text[], ${all((item) => item.agreed ?? 'written')}::text[],
      ${all((item) => item.part ?? 1)}::integer[]
    ) as item (
      company_id, bank_item_id, kind, subject_id, direction, bank_account_id, amount, currency, due_on, sundry, agreed, part)
    returning ${bankItemColumns}`)
}

/** What is set on one item when it moves; the columns of `moved` in `moveBankItems`. */
export type ItemMove = Pick<BankItemRow, 'company_id' | 'bank_item_id'> &
  Partial<Pick<BankItemRow, 'fail_reason' | 'fail_direction' | 'return_code'>>

type Telling = keyof BankSubject

const moves: Record<Telling, { from: string[]; to: BankItemRow['state']; set: Statement }> = {
  sent: { from: ['queued'], to: 'sent', set: sql`sent_at = jetpay_now()` },
  settled: { from: ['sent'], to: 'settled', set: sql`settled_at = jetpay_now()` },
  returned: {
    from: ['sent', 'settled'],
    to: 'returned',
    set: sql`failed_at = jetpay_now(), late = (i.state = 'settled')`,
  },
  rejected: { from: ['queued', 'sent'], to: 'rejected', set: sql`failed_at = jetpay_now()` },
}

/**
 * Moves those of the items that can be moved and tells their subjects, in the caller's transaction. Returns
 * the items that were moved: one that was moved before is not told of again.
 */
export async function moveBankItems(
  db: Db,
  subjects: BankSubjects,
  told: Telling,
  items: ItemMove[],
): Promise<BankItemRow[]> {
  if (items.length === 0) return []
  const { from, to, set } = moves[told]
  const all = <Value>(value: (item: ItemMove) => Value) => items.map(value)
  const moved = await db.many<BankItemRow>(sql`
    update bank_items i set state = ${to}, ${set}, fail_reason = moved.fail_reason,
      fail_direction = moved.fail_direction, return_code = moved.return_code
    from unnest(
      ${all((item) => item.company_id)}::uuid[], ${all((item) => item.bank_item_id)}::uuid[],
      ${all((item) => item.fail_reason ?? null)}::text[], ${all((item) => item.fail_direction ?? null)}::text[],
      ${all((item) => item.return_code ?? null)}::text[]
    ) as moved (company_id, bank_item_id, fail_reason, fail_direction, return_code)
    where i.company_id = moved.company_id and i.bank_item_id = moved.bank_item_id and i.state = any(${from}::text[])
    returning ${bankItemColumns}`)
  for (const [kind, of] of Map.groupBy(moved, (item) => item.kind)) await subjects[kind][told](db, of)
  return moved
}

/** An item `i` that can still be stopped: who writes a file has not chosen it. */
export const inNoFile = sql`i.state = 'queued' and i.bank_file_id is null`

/**
 * Takes back movements that are in no file yet; who writes a file locks the items that it chooses. Returns
 * the subjects whose item was taken back. Subjects are not told: it is they who ask.
 */
export async function cancelBankItems(
  db: Db,
  kind: BankItemKind,
  direction: Direction,
  subjects: { company_id: string; subject_id: string }[],
): Promise<string[]> {
  const cancelled = await db.many<{ subject_id: string }>(sql`
    update bank_items i set state = 'cancelled'
    from unnest(${subjects.map((of) => of.company_id)}::uuid[], ${subjects.map((of) => of.subject_id)}::uuid[])
      as asked (company_id, subject_id)
    where i.company_id = asked.company_id and i.subject_id = asked.subject_id and i.kind = ${kind}
      and i.direction = ${direction} and ${inNoFile}
    returning i.subject_id`)
  return cancelled.map(({ subject_id }) => subject_id)
}
