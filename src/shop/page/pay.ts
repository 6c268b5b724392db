/** Step 3: the payment. */
import { type Answer, ask, newIdempotencyKey } from './ask.ts'
import { byId } from './elements.ts'
import { clearResult, type Payment, showResult } from './pay-result.ts'

/**
 * One press of the button. Repeating it repeats the same request, key and all, and so never charges twice.
 */
type Attempt = {
  path: string
  body: { amount: string; note: string }
  idempotencyKey: string
}

const form = byId<HTMLFormElement>('pay-form')
const amount = byId<HTMLInputElement>('amount')
const button = byId<HTMLButtonElement>('pay')
let chosen = { contactId: '', cardId: '' }
let paying = false

const dollars = new Intl.NumberFormat('en-CA', {
  style: 'currency',
  currency: 'CAD',
  currencyDisplay: 'narrowSymbol',
})
const priceText = () => (amount.validity.valid ? `Pay ${dollars.format(Number(amount.value))}` : 'Pay')

function refresh(): void {
  // Not disabled while paying: it would lose the focus. A second press then does nothing.
  button.disabled = chosen.cardId === ''
  button.setAttribute('aria-disabled', String(paying))
  button.textContent = paying ? 'Paying…' : priceText()
  form.setAttribute('aria-busy', String(paying))
}

/** The card to pay with; an empty id: none. */
export function payWith(contactId: string, cardId: string): void {
  chosen = { contactId, cardId }
  refresh()
}

async function attemptPayment(attempt: Attempt): Promise<void> {
  if (paying) return
  paying = true
  clearResult()
  refresh()
  const { path, body, idempotencyKey } = attempt
  const answer: Answer<Payment> = await ask(path, { method: 'POST', body, idempotencyKey })
  paying = false
  refresh()
  showResult(answer, () => attemptPayment(attempt))
}

/** Starts the payment step. */
export function startPay(): void {
  for (const good of form.querySelectorAll<HTMLInputElement>('[name=good]')) {
    good.addEventListener('change', () => {
      amount.value = good.dataset.amount ?? ''
      refresh()
    })
  }
  amount.addEventListener('input', refresh)
  form.addEventListener('submit', (event) => {
    event.preventDefault()
    const note = String(new FormData(form).get('good') ?? '')
    attemptPayment({
      path: `/api/contacts/${chosen.contactId}/cards/${chosen.cardId}/pay`,
      body: { amount: amount.value, note },
      idempotencyKey: newIdempotencyKey(),
    })
  })
  refresh()
}
