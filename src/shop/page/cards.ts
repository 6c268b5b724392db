/** Step 2: the saved cards of a customer, and adding one. */
import { ask, explain } from './ask.ts'
import { type CardFrame, openCardFrame } from './card-frame.ts'
import { byId, inWords, make, notice, showProblem } from './elements.ts'
import { onEvents, type ShopEvent } from './live-events.ts'

type Card = {
  identifier: string
  brand: string | null
  last4: string | null
  expiry_month: number | null
  expiry_year: number | null
}

const select = byId<HTMLSelectElement>('card')
const add = byId<HTMLButtonElement>('add-card')
const status = byId('card-status')
let contactId = ''
let stopAdding = () => {}

const describe = (card: Card) => {
  const expiry = `${String(card.expiry_month).padStart(2, '0')}/${String(card.expiry_year).slice(-2)}`
  return `${inWords(card.brand ?? 'card')} ···· ${card.last4}, expires ${expiry}`
}

/**
 * Puts the focus here if its place has gone, the frame for instance; not if somebody has moved on meanwhile.
 */
const refocus = (element: HTMLElement) => {
  if (document.activeElement === document.body) element.focus()
}

/** Shows the cards of a contact, or that there are none. `choose` names the one to select. */
async function showCards(choose?: string): Promise<void> {
  const shown = contactId
  const answer = await ask<{ data: Card[] }>(`/api/contacts/${shown}/cards`)
  // Another customer was chosen meanwhile.
  if (shown !== contactId) return
  if (!answer.ok) return showProblem(`The cards cannot be listed. ${explain(answer.body)}`)
  const cards = answer.body.data
  const keep = choose ?? select.value
  select.replaceChildren(...cards.map((card) => make('option', { value: card.identifier }, describe(card))))
  if (cards.some(({ identifier }) => identifier === keep)) select.value = keep
  if (cards.length === 0) select.append(make('option', { value: '' }, 'No saved cards yet'))
  select.disabled = cards.length === 0
  select.dispatchEvent(new Event('change'))
}

/** Switches to another customer's cards; an empty id to none. */
export async function showCardsOf(contact: string): Promise<void> {
  stopAdding()
  notice(status, '')
  contactId = contact
  add.disabled = contact === ''
  select.replaceChildren(make('option', { value: '' }, contact ? 'Loading…' : 'Choose a customer first'))
  select.disabled = true
  select.dispatchEvent(new Event('change'))
  if (contact) await showCards()
}

/** Reads the list again, for instance when events may have been missed. */
export const refreshCards = async (): Promise<void> => {
  if (contactId) await showCards()
}

async function addCard(): Promise<void> {
  stopAdding()
  add.disabled = true
  notice(status, '')
  const answer = await ask<{ url: string; credit_card_id: string }>(`/api/contacts/${contactId}/card-url`, {
    method: 'POST',
  })
  add.disabled = false
  if (!answer.ok) {
    refocus(add)
    return showProblem(explain(answer.body))
  }
  showProblem('')
  const { url, credit_card_id: cardId } = answer.body

  let frame: CardFrame | undefined
  let stopWaiting = () => {}
  const end = () => {
    stopWaiting()
    frame?.close()
    stopAdding = () => {}
  }
  const finish = async ({ type, data }: ShopEvent) => {
    if (data.creditCardId !== cardId) return
    if (type === 'contacts.credit_cards.tokenized') {
      end()
      // Only the signed event makes the card one to pay with. What the frame says is for the eye: a page in a
      // browser can be made to say anything, and it may be gone before it says it.
      await showCards(cardId)
      notice(
        status,
        `${inWords(String(data.brand))} ···· ${data.last4} is saved. The webhook confirmed it.`,
        'good',
      )
      refocus(select)
    } else if (type === 'contacts.credit_cards.tokenization_failed') {
      end()
      notice(status, `The card was not saved: ${inWords(String(data.failReason))}. Try another card.`, 'bad')
      refocus(add)
    }
  }
  frame = openCardFrame(url, {
    onSubmitted: () => notice(status, 'Saving the card. It takes seconds, at times minutes…', 'busy'),
    onSucceeded: () => notice(status, 'The card is entered. Waiting for the signed webhook event…', 'busy'),
    // It may be a page that was used or has expired, of which no event comes; the page itself says what
    // happened.
    onFailed: () => notice(status, ''),
    onCancel: () => {
      end()
      notice(status, '')
      add.focus()
    },
  })
  stopAdding = end
  stopWaiting = onEvents(finish)
}

/**
 * Starts the card step. `onChoose` is called with the contact and the card that are chosen now; both may be
 * empty.
 */
export function startCards(onChoose: (contactId: string, cardId: string) => void): void {
  select.addEventListener('change', () => onChoose(contactId, select.value))
  add.addEventListener('click', addCard)
}
