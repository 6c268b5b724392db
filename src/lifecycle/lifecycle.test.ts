import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { type Platform, startPlatform } from '../../test/platform.ts'
import { raw, sql } from '../db/sql.ts'
import { newId } from '../ground/ids.ts'
import { lifecycle } from './lifecycle.ts'
import type { Move } from './move.ts'

let platform: Platform
before(async () => {
  platform = await startPlatform()
})
after(() => platform.close())

test('the moves that the program declares are the moves that the database allows', async () => {
  const declared = Object.entries(lifecycle).flatMap(([kind, moves]) =>
    Object.entries(moves as Record<string, Move>).flatMap(([move, { from, to }]) =>
      // The move that makes the row leaves no state.
      (from.length === 0 ? [null] : from).map((from_state) => ({
        kind,
        move,
        from_state,
        to_state: to ?? from_state,
      })),
    ),
  )
  const allowed = await platform.db.many<(typeof declared)[number]>(
    sql`select kind, move, from_state, to_state from lifecycle_moves`,
  )
  const order = (rows: typeof declared) => rows.map((row) => Object.values(row).join(' ')).sort()
  assert.deepEqual(order(allowed), order(declared))
})

const declaredPostings = Object.entries(lifecycle).flatMap(([kind, moves]) =>
  Object.entries(moves as Record<string, Move>).flatMap(([move, { postings }]) =>
    postings.map(({ account, side, of }, at) => ({ kind, move, line: at + 1, account, side, measure: of })),
  ),
)

test('what the program declares that a move posts is what the database posts', async () => {
  const seeded = await platform.db.many<(typeof declaredPostings)[number]>(
    sql`select kind, move, line, account, side, measure from lifecycle_postings `,
  )
  const order = (rows: typeof declaredPostings) => rows.map((row) => Object.values(row).join(' ')).sort()
  assert.deepEqual(order(seeded), order(declaredPostings))
})

test('what a move posts sums to zero, whatever its amounts are', () => {
  const [received, expected] = [700, 1_000]
  const measures = { amount: 300, record: 50, received, expected, shortfall: expected - received }
  for (const moves of Object.values(lifecycle))
    for (const [move, { postings }] of Object.entries(moves as Record<string, Move>)) {
      const sum = postings.reduce(
        (sum, { side, of }) => sum + (side === 'debit' ? measures[of] : -measures[of]),
        0,
      )
      assert.equal(sum, 0, move)
    }
})

test('the database refuses any other move, whoever asks', async () => {
  const card = await platform.saveCard()
  const { body } = await platform.charge(card)
  await assert.rejects(
    platform.db.run(sql`update debits set state = 'requested' where debit_id = ${body.debit_id}`),
    /card_debit cannot move from paid to requested/,
  )
  await assert.rejects(
    platform.db.run(sql`update attempts set state = 'sent' where debit_id = ${body.debit_id}`),
    /attempt cannot move from approved to sent/,
  )
})

/** A row like `id`'s in the state `from` is made, and whether it may be moved to `to` is tried. */
const passes = (table: 'debits' | 'attempts', from: string, to: string): Promise<boolean> => {
  const copied = newId()
  const [columns, values] =
    table === 'debits'
      ? [
          raw(
            `company_id, contact_id, to_bank_account_id, from_credit_card_id, rail, amount, currency, statement, created_at, updated_at`,
          ),
          sql`debit_id, state`,
        ]
      : [
          raw(`company_id, debit_id, amount, currency, stan, rrn, transmitted_at, updated_at`),
          sql`attempt_id, state`,
        ]
  const key = table === 'debits' ? raw('debit_id') : raw('attempt_id')
  return platform.db
    .run(sql`
      insert into ${raw(table)} (${columns}, ${values}) select ${columns}, ${copied}, ${from} from ${raw(table)} limit 1`)
    .then(() => platform.db.run(sql`update ${raw(table)} set state = ${to} where ${key} = ${copied}`))
    .then(
      () => true,
      (error: Error) => {
        assert.match(error.message, new RegExp(`cannot move from ${from} to ${to}`))
        return false
      },
    )
}

test('of all pairs of states of a debit by card and of an attempt, the database lets the declared moves pass', async () => {
  await platform.charge(await platform.saveCard())
  for (const [table, kind] of [
    ['debits', 'card_debit'],
    ['attempts', 'attempt'],
  ] as const) {
    const moves: Move[] = Object.values(lifecycle[kind])
    const states = [...new Set(moves.flatMap(({ from, to }) => [...from, to!]))]
    for (const from of states)
      for (const to of states.filter((state) => state !== from))
        assert.equal(
          await passes(table, from, to),
          moves.some((move) => move.from.includes(from) && move.to === to),
          `${table}: ${from} to ${to}`,
        )
  }
})
