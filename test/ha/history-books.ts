import type { Operation, Violation } from './history.ts'

/** A payout in the end: of which deposits, and what the bank paid for it. Minor units. */
export type PaidOut = { payoutId: string; amount: bigint; debits: string[]; arrived: bigint[] }

/** Each payout arrived once, whole, and no deposit is in two. */
export function checkPaidOut(payouts: PaidOut[]): Violation[] {
  const violations: Violation[] = []
  const paidIn = new Map<string, string>()
  for (const { payoutId, amount, debits, arrived } of payouts) {
    if (arrived.length !== 1 || arrived[0] !== amount)
      violations.push(`payout ${payoutId} of ${amount}: the bank paid ${arrived.join(' and ') || 'nothing'}`)
    for (const debitId of debits) {
      const other = paidIn.get(debitId)
      if (other) violations.push(`debit ${debitId}: deposited by ${other} and by ${payoutId}`)
      paidIn.set(debitId, payoutId)
    }
  }
  return violations
}

/**
 * What the network took is what clients were told: `taken` is, by key of a charge, each amount that the
 * network's own books have as captured for it. A key that nobody was told the end of may have been taken
 * once.
 */
export function checkTaken(operations: Operation[], taken: ReadonlyMap<string, number[]>): Violation[] {
  const charges = Map.groupBy(
    operations.filter(({ key, path }) => key !== undefined && path.endsWith('/charge')),
    ({ key }) => key!,
  )
  const violations: Violation[] = []
  for (const [key, own] of charges) {
    const amounts = taken.get(key) ?? []
    const acknowledged = own.find(({ answer }) => answer?.status === 200)?.answer
    if (amounts.length > 1) violations.push(`charge ${key}: taken ${amounts.length} times`)
    if (acknowledged && amounts.length === 0) violations.push(`charge ${key}: acknowledged, and lost`)
    if (acknowledged && amounts.length === 1 && amounts[0] !== Math.round(acknowledged.body.amount * 100))
      violations.push(`charge ${key}: ${amounts[0]} was taken for ${acknowledged.body.amount}`)
    const refused = own.find(
      ({ answer }) => answer?.status === 402 || answer?.body.code === 'network_timeout',
    )
    if (refused && amounts.length > 0) violations.push(`charge ${key}: refused, and taken`)
  }
  return violations
}
