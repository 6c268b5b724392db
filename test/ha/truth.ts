import { type Database, sql } from '../../src/db/sql.ts'
import { readBank, readNetwork } from '../chaos/network-truth.ts'
import type { Operation, Violation } from './history.ts'
import { checkPaidOut, checkTaken, type PaidOut } from './history-books.ts'
import { checkAnnounced, checkFeed, type LoggedEvent, pagesOf } from './history-feed.ts'
import { checkIdempotency } from './history-idempotency.ts'
import { checkMoves, checkSights, sightsOf } from './history-lifecycle.ts'
import { checkRefunded } from './history-refunds.ts'

type DebitRow = { note: string; state: string; rrns: string[]; refunded: boolean }

/** Holds what clients were told against what is there in the end, at the network and at the bank. */
export async function judge(
  operations: Operation[],
  { db, companyId, simulatorUrl }: { db: Database; companyId: string; simulatorUrl: string },
): Promise<Violation[]> {
  const log = (
    await db.many<{ event_id: bigint; type: string; transaction: string | null }>(sql`
      select event_id, type, data ->> 'transactionId' as transaction from events
      where company_id = ${companyId} order by event_id`)
  ).map(
    ({ event_id, type, transaction }): LoggedEvent => ({
      id: Number(event_id),
      type,
      transactionId: transaction,
    }),
  )
  const debits = await db.many<DebitRow>(sql`
    select d.note, d.state, array_agg(a.rrn) as rrns, d.amount_refunded > 0 or d.voided_at is not null as refunded
    from debits d join attempts a using (company_id, debit_id)
    where company_id = ${companyId} and starts_with(d.note, 'chaos-') group by d.company_id, d.debit_id`)
  const network = await readNetwork(simulatorUrl)
  const standing = new Map<string, number>()
  const taken = new Map<string, number[]>()
  for (const { note, state, rrns, refunded } of debits) {
    standing.set(note, (standing.get(note) ?? 0) + (state === 'failed' ? 0 : 1))
    if (refunded) continue
    const captured = rrns.map((rrn) => network.get(rrn)?.captured ?? 0).filter((amount) => amount > 0)
    taken.set(note, [...(taken.get(note) ?? []), ...captured])
  }
  const refunded = new Set(debits.filter((debit) => debit.refunded).map(({ note }) => note))
  return [
    ...checkIdempotency(operations, standing),
    ...checkSights(sightsOf(operations)),
    ...checkMoves(log),
    ...checkRefunded(operations),
    ...checkFeed(pagesOf(operations), log),
    ...checkAnnounced(operations, log),
    ...checkPaidOut(await readPayouts(db, companyId, simulatorUrl)),
    ...checkTaken(
      operations.filter(({ key }) => !refunded.has(key ?? '')),
      taken,
    ),
  ]
}

async function readPayouts(db: Database, companyId: string, simulatorUrl: string): Promise<PaidOut[]> {
  const bank = await readBank(simulatorUrl)
  const rows = await db.many<{ payout_id: string; amount: bigint; debits: string[]; traces: string[] }>(sql`
    select payout_id, amount,
      array(select transaction_id::text from payout_items i where i.company_id = p.company_id
        and i.payout_id = p.payout_id and part = 'deposit') as debits,
      array(select trace_number from bank_items b where b.company_id = p.company_id
        and b.kind = 'payout' and b.subject_id = p.payout_id) as traces
    from payouts p where company_id = ${companyId}`)
  return rows.map(({ payout_id, amount, debits, traces }) => ({
    payoutId: payout_id,
    amount,
    debits,
    arrived: traces
      .flatMap((trace) => bank.get(trace) ?? [])
      .filter(({ state }) => state === 'settled')
      .map((item) => BigInt(item.amount)),
  }))
}
