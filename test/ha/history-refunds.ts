import { isFinal, type Operation, type Violation } from './history.ts'

const minor = (amount: number) => Math.round(amount * 100)

/** What was told to have gone back of a debit is never more than what was told to have been taken. */
export function checkRefunded(operations: Operation[]): Violation[] {
  const captured = new Map<string, number>()
  const refunded = new Map<string, Map<string, number>>()
  for (const operation of operations) {
    const { path, answer } = operation
    if (!isFinal(operation) || answer!.status >= 300) continue
    const { debit_id, refund_id, amount } = answer!.body
    if (path.endsWith('/charge')) captured.set(debit_id, minor(amount))
    if (!path.endsWith('/refund')) continue
    const own = refunded.get(debit_id) ?? new Map<string, number>()
    // Its answer repeated is the same refund.
    refunded.set(debit_id, own.set(refund_id, minor(amount)))
  }
  return [...refunded].flatMap(([debitId, own]) => {
    const back = [...own.values()].reduce((sum, amount) => sum + amount, 0)
    const taken = captured.get(debitId)
    if (taken === undefined) return [`debit ${debitId}: ${back} went back, and no charge was acknowledged`]
    return back > taken ? [`debit ${debitId}: ${back} went back of ${taken}`] : []
  })
}
