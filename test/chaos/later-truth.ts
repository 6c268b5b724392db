import { type Database, sql } from '../../src/db/sql.ts'
import type { FailReason } from '../../src/ground/fail-reasons.ts'
import { checkRefundByBank } from './bank-truth.ts'
import type { HoldRecord } from './holding-client.ts'
import { keptFor, readNetwork } from './network-truth.ts'
import type { RefundRecord } from './refunding-client.ts'
import { type Answer, cardRests, type World } from './world.ts'

type DebitRow = {
  debit_id: string
  note: string
  state: string
  fail_reason: FailReason | null
  amount: bigint
  amount_refunded: bigint
  rrns: string[]
}
type RefundRow = {
  refund_id: string
  debit_id: string
  note: string
  method: string
  state: string
  amount: bigint
  fail_direction: string | null
  returned_at: Date | null
}

const isPaid = (state: string | undefined) => state === 'paid' || state === 'completed'

const readDebits = (db: Database) =>
  db.many<DebitRow>(sql`
    select d.debit_id, d.note, d.state, d.fail_reason, d.amount, d.amount_refunded, array_agg(a.rrn) as rrns
    from debits d join attempts a using (company_id, debit_id)
    where starts_with(d.note, 'chaos-') group by d.company_id, d.debit_id`)

/** Whether each hold ended as its client was told, and the network has exactly what was captured. */
export async function checkHolds(world: World, db: Database, records: HoldRecord[]): Promise<void> {
  const network = await readNetwork(world.system.demo.simulator_url)
  const byKey = Map.groupBy(await readDebits(db), ({ note }) => note)
  for (const record of records) {
    const wrong = (what: string) => world.violations.push(`hold ${record.key}: ${what}`)
    const own = byKey.get(record.key) ?? []
    const byId = new Map(own.map((debit) => [debit.debit_id, debit]))
    if (!record.known) wrong('its client never got a final answer')
    const held = own.filter(({ state }) => state !== 'failed')
    if (held.length > 1) wrong(`${held.length} debits did not fail`)
    const paid = own.filter(({ state }) => isPaid(state))
    const kept = keptFor(
      network,
      own.flatMap(({ rrns }) => rrns),
    )
    if (kept.held !== 0) wrong(`${kept.held} is still held`)
    if (kept.captured !== paid.length * record.captured)
      wrong(`${kept.captured} was captured with ${paid.length} paid debits of ${record.captured}`)
    for (const { amount } of paid)
      if (amount !== BigInt(record.captured)) wrong(`${amount} is paid in place of ${record.captured}`)
    for (const { state, fail_reason } of held)
      if ((record.end === 'expire') !== (fail_reason === 'authorization_expired'))
        wrong(`${record.end} was asked for, and it is ${state} (${fail_reason})`)
    const check = (answers: Answer[], isTrue: (status: number, state: string) => boolean) => {
      for (const { status, body, text } of answers) {
        const debit = byId.get(body.debit_id)
        if (body.debit_id === undefined ? status < 300 : !debit || !isTrue(status, debit.state))
          wrong(`was answered ${status} ${text}, and the debit is ${debit?.state}`)
      }
      const finals = answers.filter(({ status }) => [200, 402, 504].includes(status))
      if (new Set(finals.map(({ status, body }) => `${status} ${body.debit_id}`)).size > 1)
        wrong(`one key, different answers: ${finals.map(({ text }) => text).join(' and ')}`)
    }
    check(record.held, (status, state) =>
      status === 200 ? isPaid(state) || state === 'cancelled' : status === 202 || state === 'failed',
    )
    check(record.captures, (status, state) =>
      status === 200 ? isPaid(state) : status === 202 ? isPaid(state) || state === 'failed' : !isPaid(state),
    )
    check(record.releases, (status, state) => status !== 200 || state === 'cancelled')
  }
}

/**
 * Whether each refund was what its client was told, none too many was made, and the network gave back exactly
 * those.
 */
export async function checkRefunds(world: World, db: Database, records: RefundRecord[]): Promise<void> {
  const network = await readNetwork(world.system.demo.simulator_url)
  const byKey = Map.groupBy(await readDebits(db), ({ note }) => note)
  const refunds = await db.many<RefundRow>(sql`
    select refund_id, debit_id, note, method, state, amount, fail_direction, returned_at from refunds where starts_with(note, 'chaos-')`)
  const byId = new Map(refunds.map((refund) => [refund.refund_id, refund]))
  const byNote = Map.groupBy(refunds, ({ note }) => note)
  const byDebit = Map.groupBy(refunds, ({ debit_id }) => debit_id)
  for (const record of records) {
    const wrong = (what: string) => world.violations.push(`refunded charge ${record.key}: ${what}`)
    const own = byKey.get(record.key) ?? []
    const paid = own.filter(({ state }) => isPaid(state))
    if (record.final === null) wrong('its client never got a final answer')
    else if (![200, 402, 504].includes(record.final.status) && !cardRests(record.final))
      wrong(`was answered ${record.final.text}`)
    if (paid.length !== (record.final?.status === 200 ? 1 : 0)) wrong(`${paid.length} debits are paid`)
    const kept = keptFor(
      network,
      own.flatMap(({ rrns }) => rrns),
    )
    let left = 0n
    for (const { debit_id, amount, amount_refunded } of paid) {
      const given = (byDebit.get(debit_id) ?? []).filter(
        ({ state, returned_at }) => state !== 'failed' && !returned_at,
      )
      const sum = (of: RefundRow[]) => of.reduce((sum, refund) => sum + refund.amount, 0n)
      const back = sum(given)
      if (back !== amount_refunded || back > amount)
        wrong(`${back} went back of ${amount}, and it says ${amount_refunded}`)
      // The network knows nothing of what went by bank.
      left += amount - sum(given.filter(({ method }) => method !== 'bank'))
    }
    if (BigInt(kept.captured - kept.refunded) !== left || kept.held !== 0)
      wrong(`the network kept ${kept.captured - kept.refunded}, and ${left} is left`)
    for (const asked of record.refunds) {
      if (asked.number !== null) {
        checkRefundByBank(asked, asked.number, byNote.get(asked.key) ?? [], wrong)
        continue
      }
      const good = (byNote.get(asked.key) ?? []).filter(({ state }) => state !== 'failed')
      if (asked.final === null) wrong(`${asked.key} never got a final answer`)
      else if (![200, 402, 409, 422, 504].includes(asked.final.status))
        wrong(`${asked.key} was answered ${asked.final.text}`)
      if (good.length !== (asked.final?.status === 200 ? 1 : 0))
        wrong(`${asked.key} has ${good.length} refunds and was answered ${asked.final?.text}`)
      for (const { status, body, text } of asked.answers) {
        const refund = byId.get(body.refund_id)
        const isTrue =
          body.refund_id === undefined
            ? status >= 300
            : refund?.note === asked.key &&
              (status === 202 ||
                (status === 200 ? isPaid(refund.state) && isPaid(body.state) : refund.state === 'failed'))
        if (!isTrue) wrong(`${asked.key} was answered ${status} ${text}, and it is ${refund?.state}`)
      }
    }
  }
}
