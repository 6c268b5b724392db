/**
 * What a person decided is told as a person's word, at its own time, and never as the network's or bank's.
 */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { type ClearingStage, clearingStage } from '../../test/clearing-stage.ts'
import { eftStage } from '../../test/eft-stage.ts'
import { type Platform, startPlatform, until } from '../../test/platform.ts'
import { sql } from '../db/sql.ts'
import { newId } from '../ground/ids.ts'
import { resolveAttemptByCommand } from '../operator/by-command.ts'
import { createOperatorToken } from '../users/operator-token.ts'

let platform: Platform
let network: ClearingStage
let operator: Record<string, string>
before(async () => {
  platform = await startPlatform({ clearingToleranceMs: 0, tokenCacheMs: 0, networkTimeoutMs: 400 })
  network = clearingStage(platform)
  const scopes = ['operator:read', 'operator:write'] as const
  const { token } = await createOperatorToken(platform.db, 'demo', { name: 'test', scopes: [...scopes] })
  operator = { authorization: `Bearer ${token}` }
})
after(() => platform?.close())

const timeline = async (id: string, query = '') =>
  (await platform.call('GET', `/transaction/${id}/timeline${query}`)).body.items as any[]
const ofKind = (items: any[], kind: string) => items.filter((item) => item.kind === kind)
const decide = (path: string, body: unknown) =>
  platform.call('POST', `/operator/companies/${platform.demo.company_id}${path}`, body, operator)
const auditOf = async (id: string) =>
  (await platform.call('GET', `/operator/audit?object_id=${id}`, undefined, operator)).body.data as any[]

/** A charge of which nobody knows, with no alarm yet. */
async function doubtful(amount: string) {
  const { status, body } = await platform.charge(await platform.saveCard('4000000000900052'), { amount })
  assert.equal(status, 202)
  const id = body.debit_id as string
  return until('its attempt to be in doubt', async () => {
    const row = await platform.db.first<{ attempt_id: string }>(sql`
      update attempts set reversal_due_at = 'infinity'
      where company_id = ${platform.demo.company_id} and debit_id = ${id} and state = 'reversing' returning attempt_id`)
    return row && { id, attemptId: row.attempt_id }
  })
}

for (const [as, move, state] of [
  ['reversed', 'fail', 'failed'],
  ['captured', 'charge', 'paid'],
] as const)
  test(`an unknown outcome that an operator resolves as ${as} is the operator’s word on the timeline, with why, and not the network’s`, async () => {
    const { id, attemptId } = await doubtful('66.60')
    const note = `ticket 4711: ${as}`
    const done = await decide(`/unknown_outcomes/${attemptId}/resolve`, { as, note })
    assert.deepEqual([done.status, done.body.transaction_state], [200, state], done.text)
    for (const query of ['', '?language=fr']) {
      const items = await timeline(id, query)
      const [decision, ...others] = ofKind(items, 'decision')
      assert.equal(others.length, 0)
      assert.deepEqual(
        [decision.name, decision.details.decided_as, decision.details.decided_by, decision.details.note],
        [as, as, 'operator', note],
      )
      assert.match(decision.words, /Decided by your platform’s operator|Décision de l’exploitant/)
      const [attempt] = ofKind(items, 'attempt')
      const moved = ofKind(items, 'state').find(({ name }) => name === move)
      assert.match(moved.words, /operator decided|par décision de l’exploitant/)
      for (const { words } of [attempt, moved])
        assert.doesNotMatch(words, /reversed|nothing was taken|approved|annulé|rien n’a été pris|approuvé/)
      assert.ok(items.indexOf(decision) < items.indexOf(moved), 'it comes before what followed')
      assert.ok(decision.at <= moved.at && decision.at > attempt.at)
    }
    const kept = await platform.db.one<{ decided_by: string; note: string }>(sql`
      select decided_by, note from attempt_decisions
      where company_id = ${platform.demo.company_id} and debit_id = ${id}`)
    assert.match(kept.decided_by, /^operator token /)
    assert.equal(kept.note, note)
    const [line] = await auditOf(id)
    assert.deepEqual([line.operation, line.details.asked.as], ['resolve_unknown_outcome', as])
  })

test('what the network itself acknowledges stays its own word', async () => {
  const { id } = await doubtful('5.00')
  await platform.db.run(sql`
    update attempts set reversal_due_at = jetpay_now() where company_id = ${platform.demo.company_id} and debit_id = ${id}`)
  await until('the reversal', async () => ofKind(await timeline(id), 'attempt')[0].name === 'reversed')
  const items = await timeline(id)
  assert.match(ofKind(items, 'attempt')[0].words, /reversed; nothing was taken/)
  assert.equal(ofKind(items, 'decision').length, 0)
  assert.ok(items.every(({ details }) => details.decided_by === undefined))
})

test('what is decided at the command line is kept and told alike', async () => {
  const { id, attemptId } = await doubtful('6.00')
  await resolveAttemptByCommand(platform.db, { id: attemptId, by: 'Ada', note: 'by phone' }, 'reversed')
  const items = await timeline(id)
  assert.equal(ofKind(items, 'decision')[0].details.note, 'by phone')
  assert.ok(ofKind(items, 'audit').some(({ name }) => name === 'jetpay attempt resolve'))
})

test('a difference that an operator settles is told as decided, at its time, and the network’s part stays open', async () => {
  const { body } = await platform.charge(await platform.saveCard(), { amount: '59.15' })
  const id = body.debit_id as string
  await network.clear(await network.recordOf(id, { amount: 100n }))
  const note = 'not worth a call'
  const item = await until('the difference', async () =>
    (
      await platform.call('GET', '/operator/reconciliation_items?state=open', undefined, operator)
    ).body.data.find(({ transaction_id }: any) => transaction_id === id),
  )
  assert.deepEqual([item.company_name, item.transaction_id], ['Maple Cycles', id])
  const done = await decide('/reconciliation_items/resolve', {
    item_ids: [item.identifier],
    as: 'settle',
    note,
  })
  assert.equal(done.status, 200, done.text)
  const items = await timeline(id)
  const [opened, settled] = ofKind(items, 'reconciliation_item')
  assert.equal(opened.details.note, undefined, 'it was not written yet')
  assert.deepEqual(
    [settled.name, settled.details.note, settled.details.decided_by],
    ['settle', note, 'operator'],
  )
  assert.match(settled.words, /^Decided by your platform’s operator/)
  const state = ofKind(items, 'state').find(({ name }) => name === 'settle')
  assert.match(state.words, /operator decided/)
  assert.equal(state.details.decided_by, 'operator')
  const [line] = await auditOf(id)
  assert.deepEqual([line.operation, line.details.asked.as], ['resolve_reconciliation_items', 'settle'])
})

test('a bank’s return that an operator resolved is the operator’s word on the timeline, with why; what was resolved before notes were read by companies is not told', async () => {
  const stage = eftStage(platform)
  for (const [as, state] of [
    ['returned', 'returned'],
    ['stands', 'settled'],
  ] as const) {
    const { id } = await stage.payByBank()
    const item = await until('its item to be with the bank', () =>
      platform.db.first<{ bank_item_id: string }>(sql`
        select bank_item_id from bank_items
        where company_id = ${platform.demo.company_id} and subject_id = ${id} and state in ('sent', 'settled')`),
    )
    const park = async () => {
      const parked = newId()
      await platform.db.run(sql`
        insert into bank_parked_returns (bank_parked_return_id, company_id, bank_item_id, sha256, place, code, stage, direction,
          amount, currency, reference, problem)
        values (${parked}, ${platform.demo.company_id}, ${item.bank_item_id}, ${Buffer.alloc(32, 9)}, 'record 2', '901',
          'return', 'debit', 1250, 'CAD', 'X0001', 'the item has another amount')`)
      return parked
    }
    const before = await park()
    await platform.db.run(sql`
      update bank_parked_returns set resolved_at = jetpay_now(), resolved_by = 'Ada', note = 'for us only'
      where bank_parked_return_id = ${before}`)
    const note = `ticket 4712: ${as}`
    const done = await decide(`/bank_returns/${await park()}/resolve`, { as, note })
    assert.deepEqual([done.status, done.body.resolved_as], [200, as], done.text)
    for (const query of ['', '?language=fr']) {
      const items = await timeline(id, query)
      const [decision, ...others] = ofKind(items, 'decision')
      assert.equal(others.length, 0)
      assert.deepEqual(
        [decision.name, decision.details],
        [as, { decided_as: as, decided_by: 'operator', note, return_code: '901' }],
      )
      assert.match(decision.words, /Decided by your platform’s operator|Décision de l’exploitant/)
      assert.doesNotMatch(JSON.stringify(items), /for us only/)
      const back = ofKind(items, 'bank_item').find(({ name }) => name === 'returned')
      assert.equal(back?.details.decided_by, as === 'returned' ? 'operator' : undefined)
      if (back) {
        assert.match(back.words, /operator decided|par décision de l’exploitant/)
        assert.ok(items.indexOf(decision) < items.indexOf(back))
      }
    }
    await until('the item to end', () =>
      platform.db.first(sql`
        select 1 from bank_items where company_id = ${platform.demo.company_id} and bank_item_id = ${item.bank_item_id}
          and state = ${state}`),
    )
  }
})
