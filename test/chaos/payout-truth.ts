import { type Database, sql } from '../../src/db/sql.ts'
import { readBank } from './network-truth.ts'
import type { PayoutRecords } from './payout-client.ts'
import type { World } from './world.ts'

/** `parts`: the sum of what it consists of. `told`: the states of its events, in order. */
type PayoutRow = {
  payout_id: string
  bank_account_id: string
  state: string
  amount: bigint
  parts: bigint
  items: { reference: string; account: string; late: boolean }[]
  told: string[]
}
type DebitRow = { note: string; debit_id: string; state: string; deposits: number }

/**
 * Whether each payout arrived once for what it consists of, whatever came back before, and each debit in it
 * is completed.
 */
export async function checkPayouts(world: World, db: Database, records: PayoutRecords): Promise<void> {
  const bank = await readBank(world.system.demo.simulator_url)
  const payouts = await db.many<PayoutRow>(sql`
    select payout_id, bank_account_id, state, amount,
      (select coalesce(sum(amount), 0)::bigint from payout_items i
        where i.company_id = p.company_id and i.payout_id = p.payout_id) as parts,
      (select coalesce(json_agg(json_build_object('reference', trace_number, 'account', b.bank_account_id,
          'late', late) order by trace_number), '[]') from bank_items b
        where b.company_id = p.company_id and b.kind = 'payout' and b.subject_id = p.payout_id) as items,
      array(select split_part(type, '.', 2) from events e where e.company_id = p.company_id and type like 'payouts.%'
        and e.data ->> 'payoutId' = p.payout_id::text order by event_id) as told
    from payouts p`)
  for (const { payout_id, bank_account_id, state, amount, parts, items, told } of payouts) {
    const wrong = (what: string) => world.violations.push(`payout ${payout_id}: ${what}`)
    const own = records.retries.filter(({ payoutId }) => payoutId === payout_id)
    const again = own.filter(({ answer }) => answer?.status === 200).length
    for (const { answer } of own)
      if (!answer) wrong('a retry never got a final answer')
      else if (answer.status !== 200 && answer.status !== 409) wrong(`a retry was answered ${answer.text}`)
    if (state !== 'completed') wrong(`it is ${state}, not completed`)
    if (parts !== amount) wrong(`${amount} was paid out for ${parts}`)
    if (items.length !== 1 + again) wrong(`${items.length} credits after ${again} retries`)
    // Each went where its answer said; the first one where the debits in it are deposited.
    const went = items.slice(1).map(({ account }) => account)
    const said = own.flatMap(({ answer }) => (answer?.status === 200 ? [answer.body.to_bank_account_id] : []))
    if (went.toSorted().join() !== said.toSorted().join())
      wrong(`its retries were said to go to ${said}, and went to ${went}`)
    const arrived = items.flatMap(({ reference }) =>
      (bank.get(reference) ?? []).filter((item) => item.state === 'settled'),
    )
    if (arrived.length !== 1 || BigInt(arrived[0]!.amount) !== amount)
      wrong(`the bank paid it ${arrived.length} times: ${arrived.map((item) => item.amount)}, not ${amount}`)
    if (own.length > 0 && bank_account_id !== records.good) wrong('it arrived at an account that is closed')
    const late = items.filter((item) => item.late).length
    const expected = { requested: 1 + again, initiated: 1 + again, returned: again, completed: 1 + late }
    for (const [what, count] of Object.entries(expected)) {
      const events = told.filter((one) => one === what).length
      if (events !== count) wrong(`${events} events say ${what}, not ${count}: ${told}`)
    }
  }
  const debits = await db.many<DebitRow>(sql`
    select note, debit_id, state, (select count(*)::integer from payout_items i
      where i.company_id = d.company_id and i.transaction_id = d.debit_id and part = 'deposit') as deposits
    from debits d where starts_with(note, ${`chaos-${world.seed}-payout-`}) and state <> 'failed'`)
  const byNote = Map.groupBy(debits, ({ note }) => note)
  for (const { key, final, paid, byBank } of records.deposits) {
    const wrong = (what: string) => world.violations.push(`deposit ${key}: ${what}`)
    if (!final || (final.status === 201 && !paid)) wrong('its client never got a final answer')
    const good = byBank ? paid?.status === 200 : final?.status === 200
    const own = byNote.get(key) ?? []
    if (own.length !== (good ? 1 : 0)) wrong(`answered ${(paid ?? final)?.text}, and ${own.length} are there`)
    for (const { state, deposits } of own)
      if (state !== 'completed' || deposits !== 1) wrong(`it is ${state} and was deposited ${deposits} times`)
  }
}
