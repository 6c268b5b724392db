/**
 * What a person decided where network or bank were silent or said otherwise, told as that, at its own time,
 * and never as their word.
 */
import type { AttemptDecision } from '../charges/attempt-decision.ts'
import { BY_CLEARING } from '../clearing/reconciliation-item.ts'
import type { Item, Speech } from './timeline-item.ts'

type Moved = { transaction_id: string; sequence: number; move: string; moved_at: Date }
type Of = {
  items: Map<
    string,
    { item_id: string; refund_id: string | null; resolved_at: Date | null; resolved_by: string | null }
  >
  disputes: Map<string, { closed_by: string | null }>
}

/** A company learns that its platform's operator decided; which person, the audit log says. */
export const OPERATOR = 'operator'

export const tellDecision = (
  { decided_as, note, decided_at: at }: AttemptDecision,
  { words }: Speech,
): Item => ({
  at,
  kind: 'decision',
  name: decided_as,
  words: words.decided.outcomes[decided_as],
  details: { decided_as, decided_by: OPERATOR, note },
})

/**
 * Which of the moves are a person's: those that followed what was decided of an attempt, a difference's last
 * and what it did with debit or refund, and a dispute's end where the network gave none.
 */
export function decidedMoves(
  moves: Moved[],
  debitId: string,
  { items, disputes }: Of,
  decisions: AttemptDecision[],
): (move: Moved) => boolean {
  const keyOf = (id: string | null, sequence: number | null) => `${id} ${sequence}`
  const decided = new Set(decisions.map((one) => keyOf(one.moved_id, one.moved_sequence)))
  const oldestFirst = moves.toReversed()
  for (const { item_id, refund_id, resolved_at, resolved_by } of items.values()) {
    if (resolved_at === null || resolved_by === BY_CLEARING) continue
    const first = (id: string, names: string[], from: Date) =>
      oldestFirst.find((one) => one.transaction_id === id && names.includes(one.move) && one.moved_at >= from)
    const last = first(item_id, ['correct', 'settle', 'fail', 'write_off'], new Date(0))
    const followed =
      last?.move === 'settle' || last?.move === 'fail'
        ? first(refund_id ?? debitId, ['settle', 'reject'], resolved_at)
        : undefined
    for (const one of [last, followed]) if (one) decided.add(keyOf(one.transaction_id, one.sequence))
  }
  return (move) =>
    decided.has(keyOf(move.transaction_id, move.sequence)) ||
    (move.move === 'lose' && (disputes.get(move.transaction_id)?.closed_by ?? null) !== null)
}
