import { lifecycle } from '../../src/lifecycle/lifecycle.ts'
import { isBefore, type Operation, type Violation } from './history.ts'

type Move = { from: readonly string[]; to: string | null; event?: string }
const moves: Move[] = Object.values(lifecycle.card_debit)

/** Every state that one may be seen in after another. */
const reachable = new Map<string, Set<string>>()
for (const state of new Set(moves.map(({ to }) => to!))) {
  const seen = new Set([state])
  for (const at of seen) for (const { from, to } of moves) if (from.includes(at)) seen.add(to!)
  reachable.set(state, seen)
}

/**
 * A debit by card as somebody was told of it. `read`: asked for as it is now; what a charge was answered is
 * answered again for ever, whatever came after.
 */
export type Sight = Pick<Operation, 'client' | 'startedAt' | 'endedAt'> & {
  debitId: string
  state: string
  read: boolean
}

/** What operations told of debits' states: a charge of its own, a status of whichever was asked for. */
export const sightsOf = (operations: Operation[]): Sight[] =>
  operations.flatMap(({ client, path, startedAt, endedAt, answer }) => {
    if (!answer || answer.status >= 500) return []
    const asked = /^\/transaction\/([^/]+)\/status$/.exec(path)?.[1]
    const debitId = asked ?? (path.endsWith('/charge') ? answer.body.debit_id : undefined)
    const state = asked ? answer.body.state : answer.body.transaction_state
    const read = asked !== undefined
    return debitId && reachable.has(state) ? [{ client, debitId, state, read, startedAt, endedAt }] : []
  })

/** Whoever looks after somebody else was told sees what was told, or what may follow it. */
export function checkSights(sights: Sight[]): Violation[] {
  const violations: Violation[] = []
  for (const [debitId, all] of Map.groupBy(sights, (sight) => sight.debitId)) {
    for (const later of all.filter(({ read }) => read)) {
      const earlier = all.find((one) => isBefore(one, later) && !reachable.get(one.state)!.has(later.state))
      if (!earlier) continue
      violations.push(
        `debit ${debitId}: ${earlier.client} was told ${earlier.state}, and ${later.client} later ${later.state}`,
      )
      break
    }
  }
  return violations
}

/** A log's events of one debit, in order: each tells of a move from where the one before has led. */
export function checkMoves(log: { type: string; transactionId: string | null }[]): Violation[] {
  const violations: Violation[] = []
  const states = new Map<string, string | null>()
  for (const { type, transactionId } of log) {
    const told = moves.filter(({ event }) => event === type)
    if (transactionId === null || told.length === 0) continue
    const state = states.get(transactionId) ?? null
    const move = told.find(({ from }) => (state === null ? from.length === 0 : from.includes(state)))
    // Of what is not by card the first event is another's.
    if (!states.has(transactionId) && !move) continue
    if (!move) violations.push(`debit ${transactionId}: ${type} after it was ${state}`)
    else states.set(transactionId, move.to)
  }
  return violations
}
