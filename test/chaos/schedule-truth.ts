import { type Database, sql } from '../../src/db/sql.ts'
import { keptFor, readNetwork } from './network-truth.ts'
import type { ScheduleRecord } from './schedule-client.ts'
import type { World } from './world.ts'

/**
 * `moved`: debits and credits that bear its note; `waits`: for a payout, as the account owes more than it is
 * owed. `told`: its events in order, those of occurrences with their number.
 */
type Row = {
  schedule_id: string
  note: string
  state: string
  occurrences: { number: number; state: string; transaction_id: string | null }[]
  moved: { id: string; state: string; amount: string; waits: boolean }[]
  rrns: string[]
  told: { what: string; number: number | null }[]
}

/**
 * Whether each date of each schedule was made once, or skipped as its client was told, and nothing else was
 * made.
 */
export async function checkSchedules(world: World, db: Database, records: ScheduleRecord[]): Promise<void> {
  const network = await readNetwork(world.system.demo.simulator_url)
  const rows = await readSchedules(db, `chaos-${world.seed}-schedule-`)
  const byNote = Map.groupBy(rows, ({ note }) => note)
  for (const record of records) {
    const wrong = (what: string) => world.violations.push(`schedule ${record.key} (${record.kind}): ${what}`)
    const own = byNote.get(record.key) ?? []
    const { made, asked, amount, count, kind } = record
    // The day may have ended while it was asked for.
    if (made && made.status !== 201 && made.status !== 422) wrong(`was answered ${made.text}`)
    if (own.length !== (made?.status === 201 ? 1 : 0)) wrong(`${own.length} were made under one key`)
    const [row] = own
    if (!row) continue
    const { occurrences, moved, told, state } = row
    const done = (what: string) => asked.filter((one) => one.what === what && one.final?.status === 200)
    for (const { what, final } of asked)
      if (!final) wrong(`${what} never got a final answer`)
      else if (final.status !== 200 && final.status !== 409) wrong(`${what} was answered ${final.text}`)

    const cancelled = done('cancel').length > 0
    if (state !== (cancelled ? 'cancelled' : 'completed')) wrong(`it is ${state}`)
    if (!cancelled && occurrences.length !== count) wrong(`${occurrences.length} of ${count} dates came`)
    for (const { number } of done('skip'))
      if (occurrences.find((one) => one.number === number)?.state !== 'skipped')
        wrong(`number ${number} was to be skipped`)
    const skipped = occurrences.filter((one) => one.state === 'skipped').length
    if (skipped < done('skip').length || (skipped > done('skip').length && done('resume').length === 0))
      wrong(`${skipped} were skipped, and ${done('skip').length} were to be`)

    const makings = occurrences.filter((one) => one.state === 'made')
    const money = moved.filter((one) => one.state !== 'failed')
    const ids = (list: (string | null)[]) => list.toSorted().join()
    if (ids(makings.map((one) => one.transaction_id)) !== ids(money.map(({ id }) => id)))
      wrong(`${makings.length} dates were made and ${money.length} debits or credits are there`)
    for (const one of money)
      if (one.state !== (one.waits ? 'paid' : 'completed') || BigInt(one.amount) !== BigInt(amount))
        wrong(`${one.id} is ${one.state} for ${one.amount}, not ${amount}`)
    const { captured } = keptFor(network, row.rrns)
    if (captured !== (kind === 'card_debit' ? makings.length * amount : 0))
      wrong(`${captured} was captured for ${makings.length} dates of ${amount}`)

    for (const one of occurrences) {
      const said = told.filter(({ number }) => number === one.number).map(({ what }) => what)
      if (said.join() !== one.state) wrong(`number ${one.number} is ${one.state}, and its events say ${said}`)
    }
    if (kind !== 'card_debit') checkPauses(told, wrong)
  }
}

/**
 * By bank an occurrence is made in one step, so that none comes between a pause and its end, or after a
 * cancellation.
 */
function checkPauses(told: Row['told'], wrong: (what: string) => void): void {
  let stopped: string | null = null
  for (const { what, number } of told) {
    if (what === 'paused' || what === 'cancelled') stopped = what
    else if (what === 'resumed') stopped = null
    else if (what === 'made' && stopped) wrong(`number ${number} was made while it was ${stopped}`)
  }
}

const readSchedules = (db: Database, prefix: string) =>
  db.many<Row>(sql`
    select schedule_id, note, state,
      (select coalesce(json_agg(json_build_object('number', number, 'state', o.state,
          'transaction_id', transaction_id)), '[]') from schedule_occurrences o
        where o.company_id = s.company_id and o.schedule_id = s.schedule_id) as occurrences,
      (select coalesce(json_agg(json_build_object('id', id, 'state', t.state, 'amount', t.amount::text,
          'waits', t.state = 'paid' and exists (select from payout_items p where p.company_id = t.company_id
            and p.transaction_id = t.id and p.payout_id is null))), '[]') from (
          select company_id, debit_id as id, state, amount, note from debits
          union all select company_id, credit_id, state, amount, note from credits
        ) t where t.company_id = s.company_id and t.note = s.note) as moved,
      array(select rrn from attempts a join debits d using (company_id, debit_id)
        where d.company_id = s.company_id and d.note = s.note) as rrns,
      (select coalesce(json_agg(json_build_object('what', regexp_replace(type, '^.*[.]', ''),
          'number', (e.data ->> 'number')::integer) order by event_id), '[]') from events e
        where e.company_id = s.company_id and type like 'schedules.%'
          and e.data ->> 'scheduleId' = s.schedule_id::text) as told
    from schedules s where starts_with(note, ${prefix})`)
