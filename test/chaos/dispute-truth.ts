import { type Database, sql } from '../../src/db/sql.ts'
import type { DisputeRecord } from './dispute-client.ts'
import { readDisputes } from './network-truth.ts'
import type { World } from './world.ts'

/** `parts`: what payouts are less and more by for it. `told`: its events in order. */
type Row = {
  debit_id: string
  rrn: string
  state: string
  lost_reason: string | null
  amount: bigint
  amount_taken: bigint
  parts: Record<string, string>
  told: string[]
}

/**
 * Whether each dispute at the network is one of ours, ended as the evidence says, and took or gave back just
 * its amount.
 */
export async function checkDisputes(world: World, db: Database, records: DisputeRecord[]): Promise<void> {
  const network = await readDisputes(world.system.demo.simulator_url)
  const rows = await db.many<Row>(sql`
    select debit_id, a.rrn, t.state, lost_reason, t.amount, t.amount_taken,
      (select coalesce(json_object_agg(part, amount::text), '{}') from payout_items i
        where i.company_id = t.company_id and i.transaction_id = t.dispute_id) as parts,
      array(select replace(split_part(type, '.', 3), 'dispute_', '') from events e where e.company_id = t.company_id
        and e.data ->> 'disputeId' = t.dispute_id::text order by event_id) as told
    from disputes t join attempts a using (company_id, debit_id) where a.state = 'approved' and a.kind <> 'refund'`)
  const wrong = (id: string, what: string) => world.violations.push(`dispute of ${id}: ${what}`)
  for (const [rrn, { amount }] of network) {
    const own = rows.filter((row) => row.rrn === rrn)
    if (own.length !== 1 || own[0]!.amount_taken !== BigInt(amount))
      wrong(rrn, `the network took ${amount}, and we have ${own.map((one) => one.amount_taken)}`)
  }
  for (const row of rows) {
    const record = records.find(({ debitId }) => debitId === row.debit_id)
    const left = record ? leftOf(record) : row.amount_taken
    const bookable = left !== null && left < row.amount_taken ? left : row.amount_taken
    if (left !== null && row.amount !== bookable)
      wrong(row.debit_id, `books ${row.amount} of ${row.amount_taken}, and ${left} was left`)
    const submitted = record?.submits.filter((answer) => answer?.status === 200).length ?? 0
    const told = ['disputed', ...(submitted > 0 ? ['under_review'] : [])]
    if (row.state === 'won' || row.state === 'lost') told.push(row.state)
    if (row.told.join() !== told.join()) wrong(row.debit_id, `its events are ${row.told}, not ${told}`)
    const booked = network.get(row.rrn)
    const ended = row.state === 'lost' ? `lost, ${row.lost_reason}` : row.state
    const expected =
      submitted === 0 ? 'lost, no_response' : record?.answer === 'winning' ? 'won' : 'lost, decided'
    if (ended !== expected) wrong(row.debit_id, `${record?.answer}, and it is ${ended}`)
    if (!booked || (submitted > 0 && booked.state !== row.state))
      wrong(row.debit_id, `the network says ${booked?.state} and we say ${row.state}`)
    // Where all of it was refunded there is nothing to take.
    const parts = row.amount > 0n && {
      disputed: `${-row.amount}`,
      ...(row.state === 'won' && { dispute_won: `${row.amount}` }),
    }
    if (JSON.stringify(sorted(row.parts)) !== JSON.stringify(sorted(parts || {})))
      wrong(row.debit_id, `payouts are less and more by ${JSON.stringify(row.parts)}`)
  }
  for (const { key, submits, late, debitId } of records) {
    if (submits.includes(null)) wrong(key, 'its client never got a final answer')
    const good = submits.filter((answer) => answer?.status === 200).length
    if (submits.length > 0 && good !== 1) wrong(key, `${good} of ${submits.length} submitted it`)
    if (good > 0 && late && late.status !== 409) wrong(key, `evidence after it was answered ${late.text}`)
    if (good > 0 && !rows.some((row) => row.debit_id === debitId)) wrong(key, 'it is not there')
  }
}

const leftOf = ({ amount, refunded }: DisputeRecord) => (refunded === null ? null : BigInt(amount - refunded))

const sorted = (parts: Record<string, string>) => Object.entries(parts).sort()
