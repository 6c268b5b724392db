import { empty, type Statement, sql } from '../db/sql.ts'
import { lifecycle } from './lifecycle.ts'
import type { Move } from './move.ts'

type Kind = keyof typeof lifecycle
export type MoveOf<K extends Kind> = keyof (typeof lifecycle)[K] & string

/** The state of a row that the move makes. */
export const stateMadeBy = <K extends Kind>(kind: K, move: MoveOf<K>): string =>
  (lifecycle[kind] as Record<string, Move>)[move]!.to!

/**
 * What a move brings with it, as further parts of the statement that makes it: history, postings and event,
 * each where the lifecycle declares it. Before it stands the part `moved`, a row for each record that was
 * moved: `company_id`, `record_id`, `sequence`, `from_state`, `state`, `moved_at`, where the move posts
 * `amount` and `currency`, and where it has an event `event_data`.
 */
export function followMove<K extends Kind>(kind: K, move: MoveOf<K>): Statement {
  const { event, postings } = (lifecycle[kind] as Record<string, Move>)[move]!
  return followMoves(kind, sql`${move}`, { event: event && sql`${event}`, posts: postings.length > 0 })
}

/** The same where the rows of `moved` made different moves: `move` and `event` are told from its columns. */
export const followMoves = (
  kind: Kind,
  move: Statement,
  { event, posts }: { event: Statement | undefined; posts: boolean },
): Statement => sql`remembered as (
    insert into transaction_moves (company_id, transaction_id, sequence, move, from_state, to_state, moved_at)
    select company_id, record_id, sequence, ${move}, from_state, state, moved_at from moved
  )${posts ? sql`, ${posted(kind, move)}` : empty}${event ? sql`, ${announced(event)}` : empty}`

const posted = (kind: Kind, move: Statement) => sql`posted as (
    insert into ledger_entries (company_id, transaction_id, sequence, line, account, currency, amount, posted_at)
    select company_id, record_id, sequence, line, account, currency, case side when 'debit' then amount else -amount end, moved_at
    from moved join lifecycle_postings p on p.kind = ${kind} and p.move = ${move} where amount <> 0
  )`

const announced = (event: Statement) => sql`announced as (
    insert into outbox (company_id, type, data, created_at)
    select company_id, ${event}, event_data, moved_at from moved
  )`
