import { type Database, sql } from '../../src/db/sql.ts'
import type { ChargeRecord } from './charging-client.ts'
import { readNetwork } from './network-truth.ts'
import type { SaveRecord } from './saving-client.ts'
import type { VerifyingReceiver } from './verifying-receiver.ts'
import type { Answer, World } from './world.ts'

type DebitRow = { debit_id: string; note: string; state: string; amount: bigint; rrns: string[] }

/** A paid debit is completed once the network has cleared it. */
const isPaid = (state: string | undefined) => state === 'paid' || state === 'completed'

/** Whether every answer that a client ever got was true, and every key charged once at most. */
export async function checkCharges(world: World, db: Database, records: ChargeRecord[]): Promise<void> {
  const network = await readNetwork(world.system.demo.simulator_url)
  const debits = await db.many<DebitRow>(sql`
    select d.debit_id, d.note, d.state, d.amount, array_agg(a.rrn) as rrns
    from debits d join attempts a using (company_id, debit_id)
    where starts_with(d.note, 'chaos-') group by d.company_id, d.debit_id`)
  const byId = new Map(debits.map((debit) => [debit.debit_id, debit]))
  const byKey = Map.groupBy(debits, ({ note }) => note)
  const takenFor = ({ rrns }: DebitRow) =>
    rrns.reduce((sum, rrn) => sum + (network.get(rrn)?.captured ?? 0), 0)

  for (const record of records) {
    const wrong = (what: string) => world.violations.push(`charge ${record.key}: ${what}`)
    const own = byKey.get(record.key) ?? []
    const paid = own.filter(({ state }) => isPaid(state))
    if (record.final === null) wrong('its client never got a final answer')
    if (paid.length > 1) wrong(`${paid.length} debits are paid`)
    const taken = own.reduce((sum, debit) => sum + takenFor(debit), 0)
    if (taken !== paid.length * record.amount) wrong(`${taken} was captured with ${paid.length} paid debits`)
    for (const answer of record.answers) {
      const lie = untrue(answer, record, byId.get(answer.body.debit_id))
      if (lie) wrong(`was answered ${answer.status} ${answer.text}, and ${lie}`)
    }
    for (const { debitId, state } of record.polled)
      if (byId.get(debitId)?.state !== state && !(state === 'paid' && isPaid(byId.get(debitId)?.state)))
        wrong(`${debitId} was ${state} and is ${byId.get(debitId)?.state}`)
    const finals = record.answers.filter(({ status }) => [200, 402, 504].includes(status))
    if (new Set(finals.map(({ status, body }) => `${status} ${body.debit_id}`)).size > 1)
      wrong(`one key, different answers: ${finals.map(({ text }) => text).join(' and ')}`)
  }
}

/** How an answer differs from what became of its debit. */
function untrue({ status, body }: Answer, record: ChargeRecord, debit: DebitRow | undefined): string | null {
  if (body.debit_id === undefined) return [200, 202, 402, 504].includes(status) ? 'names no debit' : null
  if (!debit) return 'there is no such debit'
  if (debit.note !== record.key || debit.amount !== BigInt(record.amount))
    return 'it is another charge’s debit'
  if (status === 200 && !isPaid(debit.state)) return `the debit is ${debit.state}`
  if ([402, 503, 504].includes(status) && debit.state !== 'failed') return `the debit is ${debit.state}`
  return null
}

/** Whether each card is what its page told the person. */
export async function checkCards(world: World, db: Database, records: SaveRecord[]): Promise<void> {
  const rows = await db.many<{ credit_card_id: string; state: string }>(
    sql`select credit_card_id, state from credit_cards`,
  )
  const states = new Map(rows.map(({ credit_card_id, state }) => [credit_card_id, state]))
  for (const { cardId, outcome, state } of records) {
    const now = states.get(cardId)
    const told = outcome === 'succeeded' ? 'active' : outcome
    if (told && told !== now)
      world.violations.push(`card ${cardId}: the page said ${outcome}, and it is ${now}`)
    if (state === null || state === 'pending')
      world.violations.push(`card ${cardId}: its platform never learned how it ended`)
    else if (state !== now) world.violations.push(`card ${cardId}: was ${state} and is ${now}`)
  }
}

/** Whether each receiver has every event since its webhook was made, as the log has it. */
export async function checkReceived(
  world: World,
  db: Database,
  { inboxes }: VerifyingReceiver,
): Promise<number> {
  const log = await db.many<{ event_id: bigint; type: string; transaction: string | null }>(sql`
    select event_id, type, data ->> 'transactionId' as transaction from events
    where company_id = ${world.system.demo.company_id} order by event_id`)
  for (const { webhookId, first, events } of inboxes) {
    for (const { event_id, type, transaction } of log) {
      const id = Number(event_id)
      if (id <= first) continue
      const received = events.get(id)
      if (!received) world.violations.push(`webhook ${webhookId}: event ${id} (${type}) never came`)
      else if (received.type !== type || (received.transactionId ?? null) !== transaction)
        world.violations.push(`webhook ${webhookId}: event ${id} is not the log's`)
      events.delete(id)
    }
    for (const id of events.keys()) world.violations.push(`webhook ${webhookId}: event ${id} is in no log`)
  }
  return log.length
}
