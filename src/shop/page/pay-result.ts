/** How a payment went, in words, and what the webhook says of it since. */
import { type Answer, explain, type Trouble } from './ask.ts'
import { byId, inWords, make } from './elements.ts'
import { onEvents } from './live-events.ts'

/** The platform's answer to a charge: paid, or not yet known. */
export type Payment = { debit_id: string; amount: number; transaction_state: string }

type Result = { tone: 'good' | 'bad' | 'busy'; heading: string; text: string; again?: boolean }

/** The platform passes on what the card schemes rule about trying the same card again. */
const retryAdvice: Record<string, string> = {
  never: 'Do not try this card again: ask for another one.',
  later: 'The same card may work another time.',
  after_fix: 'It may work once the card details are corrected: add the card again.',
}

function paymentResult(status: number, { transaction_state: state }: Payment): Result {
  if (status === 202 || state === 'requested') {
    return {
      tone: 'busy',
      heading: 'Not known yet',
      text: 'The card network did not answer in time, and the platform is reversing the payment. Do not pay again yet: an event will say how it ended.',
    }
  }
  return { tone: 'good', heading: 'Paid', text: 'The card was charged. Thank you!' }
}

function troubleResult(status: number, trouble: Trouble): Result {
  if (status === 402) {
    const advice = retryAdvice[String(trouble.retry)] ?? ''
    const network = trouble.network_code ? ` (network code ${trouble.network_code})` : ''
    return {
      tone: 'bad',
      heading: `Declined: ${inWords(String(trouble.fail_reason ?? 'card_declined'))}`,
      text: `The card was not charged${network}. ${advice}`,
    }
  }
  if (status === 504 && trouble.debit_id) {
    return {
      tone: 'bad',
      heading: 'Not paid: the card network did not answer',
      text: 'The platform reversed the payment, so the card is not charged. It is safe to pay again.',
    }
  }
  // Nobody can say here whether the card was charged. The one safe way on is the same request under the same
  // key.
  if (status === 0 || status === 429 || status >= 500 || trouble.code === 'idempotency_in_progress') {
    return {
      tone: 'bad',
      heading: 'Not finished',
      text: `${explain(trouble)} Trying again finishes this same payment: the card is charged once at most.`,
      again: true,
    }
  }
  return { tone: 'bad', heading: 'Not paid', text: explain(trouble) }
}

let stopFollowing = () => {}

/** Takes away the outcome of an earlier payment, so that it is not read as this one's. */
export function clearResult(): void {
  stopFollowing()
  byId('result').replaceChildren()
}

/**
 * Shows the outcome, and adds each event about the debit as it comes. `payAgain` repeats the very same
 * attempt.
 */
export function showResult(answer: Answer<Payment>, payAgain: () => void): void {
  clearResult()
  const { status, body } = answer
  const { tone, heading, text, again } = answer.ok
    ? paymentResult(status, answer.body)
    : troubleResult(status, answer.body)
  const panel = make('div', { class: `result ${tone}` }, make('h3', {}, heading), make('p', {}, text))
  if (again) {
    const button = make('button', { type: 'button' }, 'Try again')
    button.addEventListener('click', payAgain)
    panel.append(button)
  }
  byId('result').append(panel)
  if (!body.debit_id) return

  const debitId = String(body.debit_id)
  const history = make('ul', { class: 'history' })
  panel.append(make('p', { class: 'debit' }, 'Debit ', make('code', {}, debitId)), history)
  stopFollowing = onEvents(({ id, type, data }) => {
    if (data.transactionId !== debitId) return
    const state = String(data.state ?? type.split('.').at(-1))
    history.append(make('li', {}, `Webhook event #${id} confirms: ${inWords(state).toLowerCase()}`))
    if (tone === 'busy' && state === 'failed') {
      panel.className = 'result bad'
      panel.querySelector('h3')!.textContent = 'Not paid'
      panel.querySelector('p')!.textContent = 'The payment was reversed. It is safe to pay again.'
    }
  })
}
