import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { type Platform, startPlatform } from '../../test/platform.ts'
import { sql } from '../db/sql.ts'
import { lifecycle } from '../lifecycle/lifecycle.ts'
import { cardDebitEvent } from './debit-moves.ts'

let platform: Platform
before(async () => {
  platform = await startPlatform()
})
after(() => platform.close())

test('a debit by card tells of each of its moves by the event that the lifecycle declares for it', async () => {
  const { fail_try } = lifecycle.open_debit
  const moves = Object.entries({ ...lifecycle.card_debit, fail_try }).filter(([name]) => name !== 'request')
  assert.ok(moves.length > 8)
  const told = await platform.db.many<{ move: string; event: string }>(sql`
    select move, ${cardDebitEvent} as event
    from unnest(${moves.map(([name]) => name)}::text[], ${moves.map(([, { to }]) => to ?? 'requested')}::text[]) as moved (move, state)`)
  assert.deepEqual(
    told.map(({ move, event }) => [move, event]),
    moves.map(([name, { event }]) => [name, event]),
  )
})
