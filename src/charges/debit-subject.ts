import { type Db, empty, sql } from '../db/sql.ts'
import { findDebit } from '../debits/debit.ts'
import { cardDebitsMoved } from '../debits/debit-moves.ts'
import { OperatorError } from '../ground/errors.ts'
import { debitsAnswered } from '../http/idempotency-key.ts'
import { storedForm } from '../http/stored-answer.ts'
import { type Attempt, type AttemptMove, attemptsMoved, oneMove } from './attempt.ts'
import type { AttemptSubject } from './card-exchange.ts'
import { answerCharge } from './charge-answers.ts'
import type { ChargeEnd } from './charge-outcome.ts'

/**
 * Its attempt is reversed and, where nobody knew yet what became of it, the debit failed, in one statement.
 * Nothing is posted: the charge never was. A debit whose payer may still choose stays open for another try,
 * also where another card is being tried by now.
 */
const reversed = (db: Db, attempt: Attempt): Promise<void> =>
  endBy(db, attempt, 'reverse', 'fail', { outcome: 'reversed', debitId: attempt.debit_id })

/** A debit that a charge of its whole amount pays. */
export const debitSubject: AttemptSubject = {
  reversed,
  async stands(db, attempt) {
    const debit = await findDebit(db, attempt.company_id, attempt.debit_id)
    if (debit.state !== 'requested')
      throw new OperatorError(
        `Its debit is ${debit.state} already and nobody was charged by it: have the acquirer take the charge back.`,
      )
    await endBy(db, attempt, 'confirm', 'charge', { outcome: 'paid', debit })
  },
}

/** A debit whose amount is held, to be captured. */
export const holdSubject: AttemptSubject = {
  reversed,
  async stands() {
    throw new OperatorError(
      'It was to hold an amount only: resolve it as reversed, the hold lapses by itself.',
    )
  },
}

/** Attempt, debit, and the answer that its request waits for. */
async function endBy(
  db: Db,
  attempt: Attempt,
  move: Extract<AttemptMove, 'reverse' | 'confirm'>,
  debitMove: 'fail' | 'charge',
  outcome: ChargeEnd,
): Promise<void> {
  const { request_id } = attempt
  const answer = request_id === null ? null : storedForm(answerCharge(outcome), request_id)
  const failReason = debitMove === 'fail' ? 'network_timeout' : null
  const asked = sql`(select *, ${debitMove}::text as debit_move, ${failReason}::text as fail_reason from ended)`
  await db.run(sql`
    with ended as (${attemptsMoved(oneMove(attempt, move))}
    ), ${cardDebitsMoved(asked, { where: debitMove === 'fail' ? sql`and ${nothingElseRuns(attempt)}` : empty })}
    ${debitsAnswered(sql`(
      select company_id, record_id as debit_id, ${answer?.status ?? null}::smallint as status, ${answer?.text ?? null} as body from moved)`)}`)
}

/**
 * A debit whose payer may still choose is tried with one card at a time: where that is another by now, this
 * one's end says nothing of it.
 */
const nothingElseRuns = ({ company_id, debit_id, attempt_id }: Attempt) => sql`
  (d.payable_until is null or not exists (
    select from attempts other where other.company_id = ${company_id} and other.debit_id = ${debit_id}
      and other.attempt_id <> ${attempt_id} and other.state in ('sent', 'reversing')))`
