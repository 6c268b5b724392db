import { deleteCreditCards } from '../cards/credit-card.ts'
import { type Db, sql } from '../db/sql.ts'
import { traced } from '../events/transaction-traces.ts'
import { newId } from '../ground/ids.ts'
import type { Context } from '../process/context.ts'
import type { Job } from '../process/poll.ts'
import { type Attempt, moveAttempt } from './attempt.ts'
import { exchange, type NetworkSaid, reversalDueMs } from './card-exchange.ts'
import { byPayer } from './credential-use.ts'
import { debitSubject } from './debit-subject.ts'
import {
  beginCardTry,
  type EnteredCard,
  endCardTry,
  enteredCardsDue,
  findEnteredCards,
  tryAgain,
} from './try-card.ts'

/**
 * Charges at the network at a time: a payer waits for each, and each may wait for the network as long as any
 * charge.
 */
const AT_ONCE = 32
/**
 * A charge that did not leave for the network is made again after this long, until the payer has waited for
 * so many minutes.
 */
const RETRY_MS = 2_000
const RETRY_MINUTES = 5

/**
 * Charges cards that were entered on a page for one debit, each once: the row that says so is taken away by
 * the statement that makes the attempt, and an attempt that a dead process left is reversed as any other.
 * Charges run beside the job, so that a slow one holds up no other. `stop` waits for them, after the job has
 * been stopped.
 */
export function enteredCards(context: Context, idleMs: number) {
  const running = new Map<string, Promise<void>>()
  const job: Job = {
    name: 'charge-entered-cards',
    idleMs,
    due: enteredCardsDue,
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
  const begunAt = performance.now()
  const { taken, started } = await beginCardTry(context.db, card, newId(), context.acceptors.own)
  if (!started) {
    if (taken) await dropCard(context.db, card)
    return
  }
  const { attempt, statement, company_name: companyName } = started
  const of = { name: 'charge entered card', companyId: card.company_id, transactionId: card.debit_id }
  await traced(context, of, (timing) =>
    exchange(
      context,
      { attempt, statement, companyName, use: byPayer, begunAt, timing },
      debitSubject,
      (said) => context.db.transaction((db) => record(db, attempt, said, reversalDueMs(context))),
    ),
  )
}

/** A card that did not pay is of no more use: the vault destroys it. */
async function record(db: Db, attempt: Attempt, said: NetworkSaid, dueMs: number): Promise<boolean> {
  if (said.outcome === 'unknown') return moveAttempt(db, attempt, 'doubt', dueMs)
  // What never opens is told at once; a card that is not there yet may be there in a moment.
  if (said.outcome === 'unsent' && said.fail_reason !== 'card_unreadable' && (await isYoung(db, attempt)))
    return tryAgain(db, attempt, RETRY_MS)
  const recorded = await endCardTry(db, attempt, said)
  if (recorded && said.outcome !== 'approved') await dropCard(db, attempt)
  return recorded
}

/** Its payer has not waited for long. */
const isYoung = async (db: Db, { company_id, credit_card_id }: Attempt): Promise<boolean> =>
  (await db.first(sql`
    select from debit_cards where company_id = ${company_id} and credit_card_id = ${credit_card_id}
      and entered_at > jetpay_now() - make_interval(mins => ${RETRY_MINUTES})`)) !== undefined

/** Taken out of use, with its event. */
async function dropCard(
  db: Db,
  { company_id, credit_card_id }: Pick<EnteredCard, 'company_id' | 'credit_card_id'>,
): Promise<void> {
  const card = await db.first<{ contact_id: string }>(sql`
    select contact_id from credit_cards where company_id = ${company_id} and credit_card_id = ${credit_card_id}`)
  if (card) await deleteCreditCards(db, company_id, card.contact_id, credit_card_id)
}
