/** The form: one card, sent once, and what becomes of it. */
import { brands, isBrand } from '../../ground/card-number.ts'
import { solve } from '../../ground/proof-of-work.ts'
import type { CardFields } from './card-fields.ts'
import { startFields } from './form-fields.ts'
import type { CardPageConfig, PageMessage } from './page-config.ts'
import { framed } from './parent-page.ts'
import { type Answer, type Proof, submitCard } from './submit-card.ts'
import { declineText, fill } from './wording.ts'

const byId = <T extends HTMLElement>(id: string) => document.getElementById(id) as T

/** A return link is for a page that stands alone; inside a frame the platform's own page is all around. */
export function showReturnLinks(): void {
  for (const link of document.querySelectorAll<HTMLElement>('[data-return]')) link.hidden = framed
}

/** Looked for while the card is typed; a page asks for few in its life, each for one challenge. */
const solved = async (challenge: string): Promise<Proof> => ({ challenge, answer: await solve(challenge) })
/** A card is sent again with what was asked for; a vault that asks on and on is not answered. */
const PROOFS_MAX = 3

type Ending = Extract<Answer, { kind: 'succeeded' | 'failed' | 'used' | 'expired' | 'invalid' }>

function endingMessage(answer: Ending): PageMessage {
  if (answer.kind === 'succeeded') return { type: 'succeeded', brand: answer.brand, last4: answer.last4 }
  if (answer.kind === 'failed') return { type: 'failed', fail_reason: answer.failReason }
  return { type: 'failed', fail_reason: `tokenization_url_${answer.kind}` }
}

/** Starts the form. `send` tells the parent page. */
export function startForm(config: CardPageConfig, send: (message: PageMessage) => void): void {
  const { texts } = config
  const form = byId<HTMLFormElement>('form')
  const fieldset = byId<HTMLFieldSetElement>('fields')
  const button = byId<HTMLButtonElement>('submit')
  const buttonText = byId('submit-text')
  const idleText = buttonText.textContent
  const alert = byId('alert')
  const proving = byId('proving')
  /** The alert counts the marked fields, and is to say what is true of them. One alone speaks for itself. */
  let counting = false
  const count = (marked: number) => {
    if (!counting) return
    alert.textContent = marked > 1 ? fill(texts.manyErrors, { count: String(marked) }) : ''
  }
  const say = (text: string) => {
    counting = false
    alert.textContent = text
  }
  const fields = startFields(config, count)
  let sending = false
  let proof = config.challenge === undefined ? undefined : solved(config.challenge)

  const setSending = (now: boolean) => {
    sending = now
    fieldset.disabled = now
    form.setAttribute('aria-busy', String(now))
    buttonText.textContent = now ? texts.sending : idleText
    proving.textContent = ''
  }

  /**
   * Puts the outcome in the place of the form, which leaves the document and its card with it (PCI DSS
   * 3.3.1).
   */
  const end = (answer: Ending) => {
    fields.clear()
    const template = byId<HTMLTemplateElement>(`outcome-${answer.kind}`)
    byId('panel').replaceChildren(template.content.cloneNode(true))
    const message = document.querySelector('#panel .message')!
    if (answer.kind === 'failed') message.textContent = declineText(texts.declines, answer.failReason)
    if (answer.kind === 'succeeded' && isBrand(answer.brand)) {
      message.textContent = fill(texts.savedCard, {
        brand: brands[answer.brand].name,
        last4: answer.last4,
      })
    }
    showReturnLinks()
    // `preventScroll` is left off: on a phone the form was higher than its outcome.
    byId('outcome-heading').focus()
    document.title = byId('outcome-heading').textContent
    send(endingMessage(answer))
  }

  const finish = (answer: Answer) => {
    switch (answer.kind) {
      case 'errors':
        setSending(false)
        return fields.show(answer.errors)
      case 'unavailable':
      case 'too_many':
        setSending(false)
        say(answer.kind === 'too_many' ? texts.tooMany : texts.unavailable)
        return button.focus()
      case 'unknown':
        // Sending again could only confuse: reloading tells whether this one arrived.
        fields.clear()
        fieldset.hidden = true
        form.removeAttribute('aria-busy')
        say(texts.unknown)
        byId('reload').hidden = false
        return byId('reload').focus()
      case 'prove':
        return
      default:
        return end(answer)
    }
  }

  /**
   * Sends the card with the work that is asked for, which the browser does by itself (WCAG 2.2, 3.3.8: there
   * is nothing to solve); what it does is said, and heard.
   */
  const submitProven = async (card: CardFields): Promise<Answer> => {
    for (let asked = 0; ; asked++) {
      if (proof) proving.textContent = texts.proving
      const done = await proof
      proving.textContent = ''
      const answer = await submitCard(config.submitPath, card, done)
      if (answer.kind !== 'prove') return answer
      if (asked === PROOFS_MAX) return { kind: 'unavailable' }
      proof = solved(answer.challenge)
    }
  }

  form.addEventListener('submit', async (event) => {
    event.preventDefault()
    if (sending) return
    say('')
    const errors = fields.check()
    fields.show(errors)
    counting = true
    count(errors.length)
    if (errors.length > 0) return
    const card = fields.values()
    setSending(true)
    send({ type: 'submitted' })
    finish(await submitProven(card))
  })
  // Pressing the button must not take the focus from a field first: the error that its leaving may show would
  // move the button from under the finger, and the press would be lost.
  button.addEventListener('mousedown', (event) => event.preventDefault())
  form.addEventListener('input', () => {
    // The alert of the last try is out of date once something else is typed.
    if (!form.querySelector('[aria-invalid]')) alert.textContent = ''
  })
  byId('reload').addEventListener('click', () => location.reload())
  button.disabled = false
}
