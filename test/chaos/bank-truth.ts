import { type Database, sql } from '../../src/db/sql.ts'
import { behaviourOf } from '../../src/simulator/bank-accounts.ts'
import type { BankRecord } from './bank-client.ts'
import type { RefundAsked } from './refunding-client.ts'
import type { World } from './world.ts'

/**
 * `moved` and `told`: the states that it moved through and those of its events, in order; returns after the
 * end aside.
 */
type Row = {
  id: string
  note: string
  state: string
  fail_direction: string | null
  moved: string[]
  told: string[]
  waits: boolean
  /**
   * How often the bank gave it back late, and we took that for so; what is owed for it; notices of change
   * about it.
   */
  late: number
  returned: number
  owed: string[]
  notices: number
}

/**
 * Whether each movement by bank ended as its test account says, and its events came in the order of its
 * moves.
 */
export async function checkBank(world: World, db: Database, records: BankRecord[]): Promise<void> {
  const rows = await db.many<Row>(sql`
    select id, note, state, fail_direction,
      array(select to_state from transaction_moves m where m.company_id = t.company_id and m.transaction_id = t.id
        and move not in ('return_late', 'return_pull', 'return_push') order by sequence) as moved,
      array(select split_part(type, '.', 3) from events e where e.company_id = t.company_id
        and e.data ->> 'transactionId' = t.id::text and type not like '%.returned' order by event_id) as told,
      exists (select from payout_items p where p.company_id = t.company_id and p.transaction_id = t.id
        and p.payout_id is null) as waits,
      (select count(*)::integer from bank_returns r join bank_items i using (company_id, bank_item_id)
        where i.company_id = t.company_id and i.subject_id = t.id and r.late) as late,
      (select count(*)::integer from events e where e.company_id = t.company_id
        and e.data ->> 'transactionId' = t.id::text and type like '%.returned') as returned,
      array(select part from payout_items p where p.company_id = t.company_id and p.transaction_id = t.id
        and part like '%_returned') as owed,
      (select count(*)::integer from bank_notices n join bank_items i using (company_id, bank_item_id)
        where i.company_id = t.company_id and i.subject_id = t.id) as notices
    from (
      select company_id, debit_id as id, note, state, fail_direction from debits
      union all select company_id, credit_id, note, state, fail_direction from credits
    ) t where starts_with(note, ${`chaos-${world.seed}-bank-`})`)
  const byNote = Map.groupBy(rows, ({ note }) => note)
  for (const record of records) {
    const wrong = (what: string) => world.violations.push(`${record.kind} by bank ${record.key}: ${what}`)
    const [row, ...others] = byNote.get(record.key) ?? []
    if (!record.known) wrong('its client never got a final answer')
    if (!row || others.length > 0 || row.id !== record.id) {
      wrong(`${row ? others.length + 1 : 0} were made under one key`)
      continue
    }
    const expected = expectedStates(record, row.waits)
    const ended = row.state === 'failed' ? `failed ${row.fail_direction}` : row.state
    if (!expected.includes(ended)) wrong(`account ${record.number} and it is ${ended}, not ${expected}`)
    const told = row.told.map((what) => (what === 'created' ? 'requested' : what))
    if (told.join() !== row.moved.join()) wrong(`moved ${row.moved} and its events are ${told}`)
    for (const state of record.seen) if (!row.moved.includes(state)) wrong(`was said to be ${state}`)
    checkLater(record, row, wrong)
    for (const answer of [record.paid, record.cancelled])
      if (answer && answer.status !== 200 && answer.status !== 409)
        wrong(`was answered ${answer.status} ${answer.text}`)
    if (record.paid && (record.paid.status === 200) !== row.moved.includes('initiated'))
      wrong(`was answered ${record.paid.status} ${record.paid.text}, and moved ${row.moved}`)
  }
}

/** Whether what the bank said later of it was taken for so once. */
function checkLater(record: BankRecord, row: Row, wrong: (what: string) => void): void {
  const { kind, number, rail } = record
  const behaviour = row.state === 'cancelled' ? 'settles' : behaviourOf(number, kind, rail).kind
  const late = behaviour === 'returned_late' ? 1 : 0
  // What came back before the deposit is the debit's end, and told as that.
  const told = row.state === 'failed' ? 0 : late
  if (row.late !== late || row.returned !== told)
    wrong(`came back late ${row.late} times and was told so ${row.returned} times, not ${late} and ${told}`)
  const bounced = kind === 'credit' && behaviour === 'returned'
  const owed = late || bounced ? [kind === 'debit' ? 'pull_returned' : 'push_returned'] : []
  if (row.owed.join() !== owed.join()) wrong(`the next payout counts ${row.owed}, not ${owed}`)
  const notices = behaviour === 'moved' ? 1 : 0
  if (row.notices !== notices) wrong(`${row.notices} notices of change, not ${notices}`)
}

/** What may become of it; a debit that nets against what came back late may wait for the next payout. */
function expectedStates({ kind, number, rail, cancelled }: BankRecord, waits: boolean): string[] {
  if (cancelled?.status === 200) return ['cancelled']
  const behaviour = behaviourOf(number, kind, rail).kind
  if (behaviour === 'returned') return [kind === 'debit' ? 'failed pull' : 'failed push']
  const completed = kind === 'debit' && waits ? ['completed', 'paid'] : ['completed']
  return behaviour === 'returned_late' && kind === 'debit' ? [...completed, 'failed pull'] : completed
}

type RefundRow = {
  refund_id: string
  method: string
  state: string
  fail_direction: string | null
}

/**
 * Whether a refund to a bank account was made once where its client was told so, and not at all otherwise,
 * and ended as the account says.
 */
export function checkRefundByBank(
  { key, answers, final }: RefundAsked,
  number: string,
  rows: RefundRow[],
  wrong: (what: string) => void,
): void {
  if (final === null) wrong(`${key} never got a final answer`)
  else if (![202, 409, 422].includes(final.status)) wrong(`${key} was answered ${final.status} ${final.text}`)
  if (rows.length !== (final?.status === 202 ? 1 : 0))
    wrong(`${key} has ${rows.length} refunds and was answered ${final?.text}`)
  for (const { status, body, text } of answers)
    if (status === 202 && (body.method !== 'bank' || body.refund_id !== rows[0]?.refund_id))
      wrong(`${key} was answered ${text}`)
  for (const { method, state, fail_direction } of rows) {
    const ended = `${method} ${state} ${fail_direction}`
    // One that comes back late may not have done so yet, and stays completed when it does.
    const isBack = behaviourOf(number, 'credit').kind === 'returned'
    if (ended !== (isBack ? 'bank failed push' : 'bank completed null'))
      wrong(`${key} to account ${number} is ${ended}`)
  }
}
