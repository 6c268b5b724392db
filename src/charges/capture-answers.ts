import { type DebitRow, showCharge } from '../debits/debit.ts'
import { Problem } from '../ground/errors.ts'
import type { ClientAnswer } from '../http/stored-answer.ts'
import { failedMembers, refusedMembers } from './charge-answers.ts'
import type { NetworkRefusal } from './charge-outcome.ts'

/**
 * What came of a capture. `unknown`: the network is asked again until it answers; the debit is shown with
 * what is to be taken. `refused`: it does not take it; `lost`: the same, as its state says. `released`: a
 * person learned that it never took it, and the hold is lifted.
 */
export type CaptureOutcome =
  | { outcome: 'captured' | 'unknown'; debit: DebitRow }
  | ({ outcome: 'refused'; debitId: string } & NetworkRefusal)
  | { outcome: 'released'; debitId: string }
  | { outcome: 'lost'; debitId: string }

/** What the client is told of a capture, now or when it repeats the request. */
export function answerCapture(outcome: CaptureOutcome): ClientAnswer {
  switch (outcome.outcome) {
    case 'captured':
      return { body: showCharge(outcome.debit, 'paid') }
    case 'unknown':
      return { status: 202, body: showCharge(outcome.debit, 'preauthorized') }
    case 'lost':
      return new Problem('wrong_state', 'The network did not take the capture.')
    case 'refused':
      return new Problem(
        'card_declined',
        'The network no longer holds the amount, so nothing was taken. Charge the card anew.',
        { members: refusedMembers(outcome.debitId, outcome) },
      )
    case 'released':
      return new Problem(
        'network_timeout',
        'The network did not take the capture, and the hold is released: nothing was taken. Charge the card anew.',
        { members: failedMembers(outcome.debitId, 'network_timeout') },
      )
  }
}
