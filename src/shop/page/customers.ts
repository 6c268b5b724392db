/**
 * Step 1: who pays. A real shop knows that from the customer's session and keeps the contact's id with the
 * account.
 */
import { ask, explain, newIdempotencyKey } from './ask.ts'
import { byId, make, showProblem } from './elements.ts'

type Contact = { identifier: string; name: string; email: string }

/**
 * Fills the list of customers. `onChoose` is called with the contact that is chosen now, or an empty string.
 */
export async function startCustomers(onChoose: (contactId: string) => void): Promise<void> {
  const select = byId<HTMLSelectElement>('contact')
  const toggle = byId<HTMLButtonElement>('new-contact')
  const form = byId<HTMLFormElement>('contact-form')
  let sending = false
  const option = ({ identifier, name, email }: Contact) =>
    make('option', { value: identifier }, `${name} (${email})`)

  const open = (now: boolean) => {
    form.hidden = !now
    toggle.setAttribute('aria-expanded', String(now))
  }
  toggle.addEventListener('click', () => {
    open(Boolean(form.hidden))
    if (!form.hidden) byId('name').focus()
  })
  select.addEventListener('change', () => onChoose(select.value))

  form.addEventListener('submit', async (event) => {
    event.preventDefault()
    if (sending) return
    sending = true
    const { name, email } = Object.fromEntries(new FormData(form))
    const answer = await ask<Contact>('/api/contacts', {
      method: 'POST',
      body: { name, email },
      idempotencyKey: newIdempotencyKey(),
    })
    sending = false
    if (!answer.ok) return showProblem(explain(answer.body))
    showProblem('')
    if (select.disabled) select.replaceChildren()
    select.disabled = false
    select.prepend(option(answer.body))
    select.value = answer.body.identifier
    form.reset()
    open(false)
    select.focus()
    onChoose(select.value)
  })

  const answer = await ask<{ data: Contact[] }>('/api/contacts')
  if (!answer.ok) {
    select.replaceChildren(make('option', { value: '' }, 'Not available'))
    return showProblem(`The customers cannot be listed. ${explain(answer.body)}`)
  }
  const contacts = answer.body.data
  select.disabled = contacts.length === 0
  select.replaceChildren(
    ...(contacts.length > 0 ? contacts.map(option) : [make('option', { value: '' }, 'No customers yet')]),
  )
  if (contacts.length === 0) open(true)
  onChoose(select.value)
}
