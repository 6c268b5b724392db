import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { allHolds } from '../../test/all-holds.ts'
import { type Platform, startPlatform, until } from '../../test/platform.ts'
import { refundStage } from '../../test/refund-stage.ts'
import { resolveAttempt } from '../charges/resolve-attempt.ts'
import { sql } from '../db/sql.ts'
import { attemptSubjects } from '../worker/attempt-subjects.ts'

const cases = [
  ['30.00', 'captured', 'paid', 200],
  ['30.00', 'reversed', 'failed', 504],
  ['100.00', 'captured', 'failed', 409],
  ['100.00', 'reversed', 'completed', 200],
] as const

let platform: Platform
let stage: ReturnType<typeof refundStage>
const debits: string[] = []
before(async () => {
  platform = await startPlatform({ networkTimeoutMs: 400, reversalTimeoutMs: 300, attemptAbandonedMs: 1_500 })
  stage = refundStage(platform)
  const card = await platform.saveCard()
  for (const _ of cases) debits.push(await stage.paid(card))
  // From here on no reversal is acknowledged: a person has to say what became of them.
  await platform.stopNetwork()
})
after(() => platform.close())

for (const [at, [amount, as, state, status]] of cases.entries())
  test(`what was to be reversed for a refund of ${amount} was ${as}: the refund is ${state}, its key answers ${status}`, async () => {
    const debitId = debits[at]!
    const { refundId, requestId, repeat } = await stage.abandoned(debitId, amount)
    const { attempt_id } = await until('the doubt', () =>
      platform.db.first<{ attempt_id: string }>(
        sql`select attempt_id from attempts where debit_id = ${debitId} and state = 'reversing'`,
      ),
    )
    await resolveAttempt(platform.db, attemptSubjects, attempt_id, as, 'Ada', 'the acquirer says so')
    assert.equal((await stage.refundOf(refundId)).state, state)
    assert.equal((await stage.debitOf(debitId)).amount_refunded, state === 'failed' ? 0 : Number(amount))
    const answer = await repeat()
    assert.deepEqual([answer.status, answer.body.refund_id], [status, refundId])
    if (status !== 200) assert.equal(answer.body.request_id, requestId)
    await allHolds(platform)
  })
