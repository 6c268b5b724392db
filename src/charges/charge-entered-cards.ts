import { deleteCreditCards } from '../cards/credit-card.ts'
import { outlast } from '../db/outlast.ts'
import { type Db, sql } from '../db/sql.ts'
import { newId } from '../ground/ids.ts'
import type { CardOutcome } from '../ground/vault-protocol.ts'
import type { Context } from '../process/context.ts'
import type { Job } from '../process/poll.ts'
import { chargeStatementsOf } from './charge-statements.ts'
import { doubtAgain, reverseAttempt } from './reverse-attempt.ts'
import {
  beginCardTry,
  type CardTry,
  type EnteredCard,
  endCardTry,
  findEnteredCards,
  type TryOutcome,
} from './try-card.ts'
import { unsentFailReason } from './unsent.ts'

/** Charges at the network at a time: a payer waits for each, and each may wait for the network as long as any charge. */
const AT_ONCE = 32
/** A charge that did not leave for the network is made again after this long, until the payer has waited for so many minutes. */
const RETRY_MS = 2_000
const RETRY_MINUTES = 5

/**
 * Charges cards that were entered on a page for one debit, each once: the row that says so is taken away by the statement that makes the
 * attempt, and an attempt that a dead process left is reversed as any other. Charges run beside the job, so that a slow one holds up no
 * other. `stop` waits for them, after the job has been stopped.
 */
export function enteredCards(context: Context, idleMs: number) {
  const running = new Map<string, Promise<void>>()
  const job: Job = {
    name: 'charge-entered-cards',
    idleMs,
    async run() {
      const places = AT_ONCE - running.size
      const due = places > 0 ? await findEnteredCards(context.db, AT_ONCE) : []
      if (due.length === 0 || !(await context.vault.ready())) return false
      for (const card of due.filter(({ credit_card_id }) => !running.has(credit_card_id)).slice(0, places)) {
        const charging = chargeEntered(context, card)
          .catch((err) =>
            context.log.error({ err, debitId: card.debit_id }, 'an entered card was not charged'),
          )
          .finally(() => running.delete(card.credit_card_id))
        running.set(card.credit_card_id, charging)
      }
      return false
    },
  }
  return { job, stop: () => Promise.all(running.values()) }
}

async function chargeEntered(context: Context, card: EnteredCard): Promise<void> {
  const { db, log, metrics, vault } = context
  const begunAt = performance.now()
  const { taken, started } = await beginCardTry(db, card, newId())
  if (!started) {
    if (taken) await dropCard(db, card)
    return
  }
  const outcome = await vault.charge(
    {
      ...{ company_id: started.company_id, card_id: started.credit_card_id, kind: 'charge' },
      ...{ stan: started.stan, rrn: started.rrn, transmitted_at: started.transmitted_at.toISOString() },
      ...{ amount: started.amount.toString(), currency: started.currency, statement: started.statement },
      company_name: started.company_name,
    },
    begunAt,
  )
  metrics.charges.inc({ outcome: outcome.outcome })
  if (outcome.outcome === 'unknown') return reverse(context, started)
  const recorded = await outlast(
    () => record(db, started, outcome),
    (err) =>
      log.warn({ err, debitId: started.debit_id }, 'the outcome of a charge could not be recorded yet'),
  )
  // The resolver gave it up before: an approval that came after all is taken back.
  if (recorded === false && outcome.outcome === 'approved')
    await doubtAgain(db, started.company_id, started.debit_id, started.attempt_id)
}

/** A card that did not pay is of no more use: the vault destroys it. */
const record = (
  db: Context['db'],
  tried: CardTry,
  outcome: Exclude<CardOutcome, { outcome: 'unknown' }>,
): Promise<boolean> =>
  db.transaction(async (db) => {
    const ended = await toEnd(db, tried, outcome)
    const recorded = await endCardTry(db, tried, ended)
    if (recorded && ended.move === 'fail_try') await dropCard(db, tried)
    return recorded
  })

async function toEnd(
  db: Db,
  { company_id, credit_card_id }: CardTry,
  outcome: Exclude<CardOutcome, { outcome: 'unknown' }>,
): Promise<TryOutcome> {
  if (outcome.outcome === 'approved')
    return {
      move: 'charge',
      responseCode: outcome.response_code,
      authorizationCode: outcome.authorization_code,
    }
  if (outcome.outcome === 'declined')
    return {
      move: 'fail_try',
      attempt: 'declined',
      responseCode: outcome.response_code,
      failReason: outcome.fail_reason,
    }
  const young = await db.first(sql`
    select from debit_cards where company_id = ${company_id} and credit_card_id = ${credit_card_id}
      and entered_at > jetpay_now() - make_interval(mins => ${RETRY_MINUTES})`)
  // What never opens is told at once; a card that is not there yet may be there in a moment.
  const failReason = unsentFailReason(outcome.reason)
  return young && failReason !== 'card_unreadable'
    ? { move: 'retry', afterMs: RETRY_MS }
    : { move: 'fail_try', attempt: 'unsent', responseCode: null, failReason }
}

/** No answer: nobody knows, so it is reversed, first by us and then by the resolver until the network acknowledges. */
async function reverse(context: Context, tried: CardTry): Promise<void> {
  await chargeStatementsOf(context).record({
    companyId: tried.company_id,
    debitId: tried.debit_id,
    attemptId: tried.attempt_id,
    move: 'doubt',
    ...{ responseCode: null, authorizationCode: null, failReason: null, answer: null },
  })
  await reverseAttempt(context, { ...tried, kind: 'charge', reversals_sent: 0, refund_id: null }, newId())
}

/** Taken out of use, with its event. */
async function dropCard(db: Db, { company_id, credit_card_id }: EnteredCard): Promise<void> {
  const card = await db.first<{ contact_id: string }>(sql`
    select contact_id from credit_cards where company_id = ${company_id} and credit_card_id = ${credit_card_id}`)
  if (card) await deleteCreditCards(db, company_id, card.contact_id, credit_card_id)
}
