import { isBefore, isFinal, type Operation, type Violation } from './history.ts'

/** What of an answer names its effect. */
const told = ({ answer }: Operation): string => {
  const { debit_id, refund_id, identifier, code } = answer!.body
  return [answer!.status, code, debit_id, refund_id, identifier]
    .filter((part) => part !== undefined)
    .join(' ')
}
const idOf = ({ answer }: Operation): string | undefined =>
  answer?.body.refund_id ?? answer?.body.debit_id ?? answer?.body.identifier

/**
 * A key is a register that is written once: whatever final answer it has is its answer for ever, to whoever
 * asks after that was told; and it stands for one effect, or none. `standing` is how many effects of a key
 * there are in the end.
 */
export function checkIdempotency(
  operations: Operation[],
  standing: ReadonlyMap<string, number>,
): Violation[] {
  const violations: Violation[] = []
  const byKey = Map.groupBy(
    operations.filter(({ key }) => key !== undefined),
    ({ key }) => key!,
  )
  for (const [key, all] of byKey) {
    const finals = all.filter(isFinal)
    const answers = new Set(finals.map(told))
    if (answers.size > 1) violations.push(`key ${key}: different final answers: ${[...answers].join(', ')}`)
    const ids = new Set(all.filter(isPromise).map(idOf))
    if (ids.size > 1) violations.push(`key ${key}: it made ${[...ids].join(' and ')}`)
    const first = finals.toSorted((a, b) => a.endedAt - b.endedAt)[0]
    const forgotten =
      first && all.find((later) => isBefore(first, later) && later.answer?.status === 202 && !isFinal(later))
    if (forgotten) violations.push(`key ${key}: was ${told(first)}, and later ${told(forgotten)}`)
    const effects = standing.get(key)
    if (effects === undefined) continue
    if (effects > 1) violations.push(`key ${key}: ${effects} effects`)
    const succeeded = finals.some(({ answer }) => answer!.status < 300)
    if (succeeded && effects === 0) violations.push(`key ${key}: was ${told(first!)}, and has no effect`)
    if (finals.length > 0 && !succeeded && effects > 0)
      violations.push(`key ${key}: was ${told(first!)}, and has an effect`)
  }
  return violations
}

/** A success, or a request that is under way: it named what it made. */
const isPromise = (operation: Operation) =>
  operation.answer !== null && operation.answer.status < 300 && idOf(operation) !== undefined
