/**
 * The checkers of histories find what is planted, one violation at a time, in a history that is else right.
 */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Operation } from './history.ts'
import { checkPaidOut, checkTaken, type PaidOut } from './history-books.ts'
import { checkAnnounced, checkFeed, type LoggedEvent, pagesOf } from './history-feed.ts'
import { checkIdempotency } from './history-idempotency.ts'
import { checkMoves, checkSights, sightsOf } from './history-lifecycle.ts'
import { checkRefunded } from './history-refunds.ts'

const CHARGE = '/contact/c/creditcards/d/charge'
const event = (id: number, type: string, transactionId: string): LoggedEvent => ({
  id,
  type: `transactions.debits.${type}`,
  transactionId,
})

/** A request from one moment to another, and its answer; none where nothing came back. */
const asked = (
  path: string,
  [startedAt, endedAt]: [number, number],
  answer: [status: number, body: object] | null,
  key?: string,
): Operation => ({
  client: `client at ${startedAt}`,
  method: path === CHARGE || path.endsWith('/refund') ? 'POST' : 'GET',
  path,
  key,
  startedAt,
  endedAt,
  answer: answer && { status: answer[0], body: answer[1] },
})
const charged = (times: [number, number], key = 'k1', debit_id = 'd1', amount = 10) =>
  asked(CHARGE, times, [200, { debit_id, amount, transaction_state: 'paid' }], key)
const unknown = (times: [number, number], key = 'k1', debit_id = 'd1') =>
  asked(CHARGE, times, [202, { debit_id, amount: 10, transaction_state: 'requested' }], key)
const declined = (times: [number, number], key = 'k1') =>
  asked(CHARGE, times, [402, { debit_id: 'd1', code: 'card_declined' }], key)
const status = (times: [number, number], state: string) =>
  asked('/transaction/d1/status', times, [200, { state }])
const refunded = (times: [number, number], refund_id: string, amount: number) =>
  asked('/debit/d1/refund', times, [200, { debit_id: 'd1', refund_id, amount }], refund_id)
const page = (times: [number, number], after: number, events: LoggedEvent[]) => {
  const data = events.map(({ id, type, transactionId }) => ({ id, type, data: { transactionId } }))
  return asked(`/events?after=${after}&limit=100`, times, [200, { data }])
}

const unanswered = asked(CHARGE, [0, 5], null, 'k1')
const trouble = asked(CHARGE, [6, 7], [503, { code: 'service_unavailable' }], 'k1')
const log = [
  event(1, 'created', 'd1'),
  event(2, 'paid', 'd1'),
  event(3, 'created', 'd2'),
  event(4, 'failed', 'd2'),
]
const paidOut: PaidOut = { payoutId: 'p1', amount: 1000n, debits: ['d1'], arrived: [1000n] }
const one = new Map([['k1', 1]])

test('a history with lost answers, repeats and an outcome that was unknown at first is as it should be', () => {
  const history = [
    unanswered,
    trouble,
    unknown([8, 9]),
    status([9, 10], 'requested'),
    charged([11, 12]),
    charged([13, 14]),
    status([13, 15], 'paid'),
    status([16, 17], 'completed'),
    // What was answered is answered again, whatever came after.
    charged([18, 19]),
    refunded([20, 21], 'r1', 4),
    refunded([22, 23], 'r1', 4),
    refunded([22, 24], 'r2', 6),
    page([20, 21], 0, log.slice(0, 2)),
    page([22, 23], 2, log.slice(2)),
    page([24, 25], 4, []),
  ]
  assert.deepEqual(
    [
      ...checkIdempotency(history, one),
      ...checkSights(sightsOf(history)),
      ...checkMoves(log),
      ...checkRefunded(history),
      ...checkFeed(pagesOf(history), log),
      ...checkAnnounced(history, log),
      ...checkPaidOut([paidOut]),
      ...checkTaken(history, new Map([['k1', [1000]]])),
    ],
    [],
  )
})

const planted: [what: string, find: () => string[], found: RegExp][] = [
  [
    'one key with two final answers',
    () => checkIdempotency([charged([0, 1]), declined([2, 3])], one),
    /different final answers: 200 d1, 402/,
  ],
  [
    'one key that made two debits',
    () => checkIdempotency([unknown([0, 1]), charged([2, 3], 'k1', 'd2')], one),
    /it made d1 and d2/,
  ],
  [
    'a final answer that is forgotten',
    () => checkIdempotency([charged([0, 1]), unknown([2, 3])], one),
    /was 200 d1, and later 202 d1/,
  ],
  ['two effects of one key', () => checkIdempotency([charged([0, 1])], new Map([['k1', 2]])), /2 effects/],
  [
    'a success without its effect',
    () => checkIdempotency([charged([0, 1])], new Map([['k1', 0]])),
    /has no effect/,
  ],
  ['a refusal with an effect', () => checkIdempotency([declined([0, 1])], one), /has an effect/],
  [
    'a state that goes back, as a standby or an old primary shows it',
    () => checkSights(sightsOf([status([0, 1], 'completed'), status([2, 3], 'requested')])),
    /client at 0 was told completed, and client at 2 later requested/,
  ],
  [
    'a charge that was acknowledged and is seen as not made yet',
    () => checkSights(sightsOf([charged([0, 1]), status([2, 3], 'requested')])),
    /later requested/,
  ],
  [
    'a move that there is not',
    () => checkMoves([event(1, 'created', 'd1'), event(2, 'failed', 'd1'), event(3, 'paid', 'd1')]),
    /transactions\.debits\.paid after it was failed/,
  ],
  [
    'a move that is told twice',
    () => checkMoves([event(1, 'created', 'd1'), event(2, 'paid', 'd1'), event(3, 'paid', 'd1')]),
    /after it was paid/,
  ],
  [
    'more refunded than was taken',
    () => checkRefunded([charged([0, 1]), refunded([2, 3], 'r1', 6), refunded([2, 4], 'r2', 5)]),
    /1100 went back of 1000/,
  ],
  ['a refund of nothing', () => checkRefunded([refunded([2, 3], 'r1', 6)]), /no charge was acknowledged/],
  ['a gap in the log', () => checkFeed([], [log[0]!, log[2]!]), /event 3 follows 1/],
  [
    'a gap in what a reader was shown',
    () => checkFeed(pagesOf([page([0, 1], 0, [log[0]!, log[2]!])]), log),
    /event 3 came where 2 was due/,
  ],
  [
    'an event that was shown and is lost',
    () => checkFeed(pagesOf([page([0, 1], 3, [log[3]!])]), log.slice(0, 3)),
    /event 4 was shown and is in no log/,
  ],
  [
    'an id that was another event’s',
    () => checkFeed(pagesOf([page([0, 1], 0, [event(1, 'created', 'd9')])]), log),
    /event 1 is not the log's/,
  ],
  [
    'a log that was longer before, as a standby shows it',
    () => checkFeed(pagesOf([page([0, 1], 0, log), page([2, 3], 1, [log[1]!])]), log),
    /found nothing after 2, when 4 had been shown/,
  ],
  [
    'an acknowledged charge that no event tells of',
    () => checkAnnounced([charged([0, 1], 'k1', 'd7')], log),
    /d7: acknowledged as paid, and 0 events/,
  ],
  [
    'an acknowledged charge that two events tell of',
    () => checkAnnounced([charged([0, 1])], [...log, event(5, 'paid', 'd1')]),
    /2 events/,
  ],
  [
    'a payout that was paid twice',
    () => checkPaidOut([{ ...paidOut, arrived: [1000n, 1000n] }]),
    /the bank paid 1000 and 1000/,
  ],
  ['a payout that was not paid', () => checkPaidOut([{ ...paidOut, arrived: [] }]), /paid nothing/],
  [
    'a debit in two payouts',
    () => checkPaidOut([paidOut, { ...paidOut, payoutId: 'p2' }]),
    /deposited by p1 and by p2/,
  ],
  [
    'an acknowledged charge that the network does not have',
    () => checkTaken([charged([0, 1])], new Map()),
    /acknowledged, and lost/,
  ],
  [
    'a charge that the network took twice',
    () => checkTaken([charged([0, 1])], new Map([['k1', [1000, 1000]]])),
    /taken 2 times/,
  ],
  [
    'a charge that was taken for another amount',
    () => checkTaken([charged([0, 1])], new Map([['k1', [999]]])),
    /999 was taken for 10/,
  ],
  [
    'a charge that was refused and taken',
    () => checkTaken([declined([0, 1])], new Map([['k1', [1000]]])),
    /refused, and taken/,
  ],
  [
    'a charge without an answer that was taken twice',
    () => checkTaken([unanswered], new Map([['k1', [1000, 1000]]])),
    /taken 2 times/,
  ],
]

for (const [what, find, found] of planted)
  test(`found: ${what}`, () => assert.match(find().join('\n'), found))
