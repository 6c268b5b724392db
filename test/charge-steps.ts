/**
 * What can happen to charges, each as a step that the real statements, vault and network take along with the
 * model.
 */

import assert from 'node:assert/strict'
import type fc from 'fast-check'
import { moveAttempt } from '../src/charges/attempt.ts'
import { reverseAttempt } from '../src/charges/card-exchange.ts'
import { debitSubject } from '../src/charges/debit-subject.ts'
import { referenceOf } from '../src/charges/network-reference.ts'
import { type AttemptOutcome, recordOutcomes } from '../src/charges/record-outcomes.ts'
import { type ChargeRequest, requestCharges } from '../src/charges/request-charges.ts'
import { reverseAttempts } from '../src/charges/reverse-attempts.ts'
import { raw, sql } from '../src/db/sql.ts'
import { transactionStates } from '../src/debits/debit.ts'
import { newId } from '../src/ground/ids.ts'
import { lifecycle } from '../src/lifecycle/lifecycle.ts'
import type { Move } from '../src/lifecycle/move.ts'
import type { Context } from '../src/process/context.ts'
import { attemptSubjects } from '../src/worker/attempt-subjects.ts'
import { agree, attemptOf } from './charge-agreement.ts'
import {
  type Card,
  hear,
  type Model,
  type ModelCharge,
  record,
  request,
  resolve,
  reverse,
} from './charge-model.ts'
import type { Platform } from './platform.ts'

/** `worker` finds every attempt without an outcome abandoned. */
export type Stage = {
  platform: Platform
  worker: Context
  cards: Record<Card, { contactId: string; cardId: string }>
}
type Step = fc.AsyncCommand<Model, Stage>

/** A step on one of the charges so far, after which model and database must agree. */
const onCharge = (
  name: string,
  which: number,
  may: (charge: ModelCharge) => boolean,
  run: (model: Model, charge: ModelCharge, stage: Stage) => Promise<void>,
): Step => {
  const pick = ({ charges }: Model) => charges[which % charges.length]!
  return {
    check: (model) => model.charges.length > 0 && may(pick(model)),
    run: async (model, stage) => {
      await run(model, pick(model), stage)
      await agree(stage.platform, model)
    },
    toString: () => `${name} ${which}`,
  }
}

export type Asked = { card: Card | 'unknown'; key: string | null }

const chargeRequest = ({ platform: { demo }, cards }: Stage, { card, key }: Asked): ChargeRequest => ({
  companyId: demo.company_id,
  contactId: cards[card === 'unknown' ? 'good' : card].contactId,
  creditCardId: card === 'unknown' ? newId() : cards[card].cardId,
  toBankAccountId: demo.bank_account_id,
  amount: 500n,
  statement: 'Model',
  note: null,
  debitId: newId(),
  attemptId: newId(),
  idempotencyKey:
    key === null
      ? null
      : {
          companyId: demo.company_id,
          key,
          requestHash: Buffer.alloc(32),
          bytesHash: Buffer.alloc(32),
          requestId: newId(),
        },
})

/** Several requests in one statement: each key makes one debit, whichever of them it is. */
export const requests = (asked: Asked[]): Step => ({
  check: () => true,
  toString: () => `request ${JSON.stringify(asked)}`,
  async run(model, stage) {
    const charges = asked.map((one) => chargeRequest(stage, one))
    const answers = await requestCharges(stage.platform.db, charges)
    for (const [at, { card, key }] of asked.entries()) {
      const { verdict } = answers[at]!
      if (card === 'unknown') assert.equal(verdict, 'refused')
      else if (verdict === 'started') {
        assert.ok(key === null || !model.keys.has(key), `${key} was used and makes another debit`)
        request(model, { ...charges[at]!, card, key })
      } else assert.equal(verdict, 'repeated')
    }
    for (const { card, key } of asked)
      assert.ok(card === 'unknown' || key === null || model.keys.has(key), `${key} makes no debit`)
    await agree(stage.platform, model)
  },
})

const nothingHeard = ({ inHand }: ModelCharge) => inHand === null

/** The network is asked, whatever has become of the charge meanwhile. What it says is not recorded yet. */
export const ask = (which: number) =>
  onCharge('ask', which, nothingHeard, async (_model, charge, { platform }) => {
    const attempt = await attemptOf(platform, charge)
    const { company_id, kind, currency } = attempt
    const question = {
      company_id,
      card_id: attempt.credit_card_id,
      reference: referenceOf(attempt),
      kind,
      amount: String(attempt.amount),
      currency,
      statement: 'Model',
      company_name: 'Model',
      use: { initiator: 'customer', reason: 'unscheduled' } as const,
    }
    charge.inHand = await platform.context.vault.charge(question, performance.now())
    // On a machine that has much else to do any answer may come too late: then it is unknown what the network
    // did. And the link may be given up for the same reason: then nothing left.
    if (charge.inHand.outcome === 'unknown') hear(charge)
    else if (charge.inHand.outcome !== 'unsent')
      assert.equal(charge.inHand.outcome, hear(charge), JSON.stringify(charge.inHand))
  })

export const neverLeft = (which: number) =>
  onCharge('never left', which, nothingHeard, async (_model, charge) => {
    charge.inHand = { outcome: 'unsent', reason: 'link_down' }
  })

const recordings = {
  approved: ['approve', 200],
  declined: ['decline', 402],
  unsent: ['abandon', 503],
  unknown: ['doubt', null],
} as const

function outcomeOf({ platform: { demo } }: Stage, charge: ModelCharge): AttemptOutcome {
  const { debitId, attemptId, inHand } = charge
  const [move, status] = recordings[inHand!.outcome]
  const reasons = {
    declined: 'insufficient_funds',
    unsent: 'network_unavailable',
    approved: null,
    unknown: null,
  } as const
  return {
    companyId: demo.company_id,
    debitId,
    attemptId,
    move,
    responseCode: null,
    authorizationCode: null,
    failReason: inHand!.outcome === 'declined' ? inHand!.fail_reason : reasons[inHand!.outcome],
    answer: status && { status, text: JSON.stringify({ debit_id: debitId }) },
  }
}

const heard = ({ inHand }: ModelCharge) => inHand !== null

/** Recorded by as many at once: one of them at most moves anything. */
export const recordBy = (which: number, rivals: number) =>
  onCharge(`record by ${rivals}`, which, heard, async (model, charge, stage) => {
    const one = async () => (await recordOutcomes(stage.platform.db, [outcomeOf(stage, charge)], 0))[0]
    const recorded = await Promise.all(Array.from({ length: rivals }, one))
    assert.equal(recorded.filter(Boolean).length, record(model, charge) ? 1 : 0)
  })

/** All that is heard, in one statement. */
export const recordAll: Step = {
  check: ({ charges }) => charges.some(heard),
  toString: () => 'record all',
  async run(model, stage) {
    const charges = model.charges.filter(heard)
    const outcomes = charges.map((charge) => outcomeOf(stage, charge))
    const recorded = await recordOutcomes(stage.platform.db, outcomes, 0)
    assert.deepEqual(
      recorded,
      charges.map((charge) => record(model, charge)),
    )
    await agree(stage.platform, model)
  },
}

const worker = reverseAttempts(attemptSubjects)

/** Reversals that wait for their turn are due now. */
const timePasses = ({ platform: { db, demo } }: Stage) =>
  db.run(sql`
    update attempts set reversal_due_at = jetpay_now()
    where company_id = ${demo.company_id} and state = 'reversing'`)

/**
 * Which reversals are acknowledged by now. One that was answered too late, on a busy machine, is not: it is
 * repeated later.
 */
async function acknowledged({ platform: { db, demo } }: Stage) {
  const open = await db.many<{ attempt_id: string }>(sql`
    select attempt_id from attempts where company_id = ${demo.company_id} and state = 'reversing'`)
  const waiting = new Set(open.map(({ attempt_id }) => attempt_id))
  return (charge: ModelCharge) => !waiting.has(charge.attemptId)
}

/** The worker's own job, of which `workers` run at once; the network acknowledges or keeps silent. */
export const work = (workers: number, answered: boolean): Step => ({
  check: () => true,
  toString: () => `${workers} at work, the network ${answered ? 'answers' : 'is silent'}`,
  async run(model, stage) {
    await timePasses(stage)
    await stage.platform.setFaults({ stop_answering: answered ? 0 : 1_000_000 })
    await Promise.all(Array.from({ length: workers }, () => worker.run(stage.worker)))
    await stage.platform.setFaults({ stop_answering: 0 })
    resolve(model, answered ? await acknowledged(stage) : () => false)
    await agree(stage.platform, model)
  },
})

/** The process that charges and the worker, at the same moment: one of them has the attempt. */
export const race = (which: number) => {
  const settles = ({ inHand }: ModelCharge) => inHand !== null && inHand.outcome !== 'unknown'
  return onCharge('race with the worker', which, settles, async (model, charge, stage) => {
    await timePasses(stage)
    const [[recorded]] = await Promise.all([
      recordOutcomes(stage.platform.db, [outcomeOf(stage, charge)], 0),
      worker.run(stage.worker),
    ])
    if (recorded) assert.ok(record(model, charge), 'recorded what had moved on')
    resolve(model, await acknowledged(stage))
  })
}

/** The request that holds the attempt reverses it, as the worker may at any time. */
export const reverseByRequest = (which: number) => {
  const doubtful = ({ attempt }: ModelCharge) => attempt === 'reversing' || attempt === 'reversed'
  return onCharge('reverse', which, doubtful, async (model, charge, { platform }) => {
    const reversed = await reverseAttempt(platform.context, debitSubject, await attemptOf(platform, charge))
    reverse(model, charge, reversed === 'acknowledged')
  })
}

/** An approval that was heard after the attempt had been given up. */
export const approvedTooLate = (which: number) => {
  const approved = ({ inHand }: ModelCharge) => inHand?.outcome === 'approved'
  return onCharge(
    'approved too late',
    which,
    approved,
    async (_model, charge, { platform: { db, demo } }) => {
      const { debitId: debit_id, attemptId: attempt_id } = charge
      await moveAttempt(db, { company_id: demo.company_id, debit_id, attempt_id }, 'doubt_again')
      if (charge.attempt === 'reversed') charge.attempt = 'reversing'
    },
  )
}

const attemptStates = ['sent', 'approved', 'declined', 'unsent', 'reversing', 'reversed']
const tables = { debits: ['card_debit', transactionStates], attempts: ['attempt', attemptStates] } as const

/**
 * Somebody with psql moves it: accepted exactly where the lifecycle has such a move. Undone, because it is
 * only tried.
 */
export const byHand = (which: number, table: keyof typeof tables, place: number) => {
  const [kind, states] = tables[table]
  const to = states[place % states.length]!
  return onCharge(
    `${table} to ${to} by hand`,
    which,
    () => true,
    async (_model, charge, { platform: { db } }) => {
      const from = table === 'debits' ? charge.debit : charge.attempt
      const declared = Object.values<Move>(lifecycle[kind]).some(
        (move) => move.from.includes(from) && move.to === to,
      )
      const tried = await db
        .transaction(async (db) => {
          await db.run(sql`update ${raw(table)} set state = ${to} where debit_id = ${charge.debitId}`)
          throw new Error('accepted')
        })
        .catch((error: Error) => error.message)
      assert.equal(tried, declared || from === to ? 'accepted' : `${kind} cannot move from ${from} to ${to}`)
    },
  )
}
