/** The form that takes a bank account, with or without a signature. */

import type { AccountCountry } from '../../bank-accounts/account-country.ts'
import { tidyName } from '../../ground/text.ts'
import {
  type BankFields,
  bankFieldNames,
  branchFields,
  checkBankFields,
  type FormError,
  type FormFieldName,
  formFieldNames,
  nameFault,
  readBankFields,
} from './bank-fields.ts'
import type { OpenConfig } from './page-config.ts'
import { reload, send } from './send.ts'
import { INK_MIN } from './signature.ts'
import { startPad } from './signature-pad.ts'

const byId = <T extends HTMLElement>(id: string) => document.getElementById(id) as T
const chosen = (name: string) =>
  document.querySelector<HTMLInputElement>(`input[name="${name}"]:checked`)?.value ?? ''

/** Starts the form. `entered`: it is being sent, so nothing else can be chosen. */
export function startBankForm(
  config: OpenConfig,
  country: AccountCountry,
  entered: (now: boolean) => void,
): void {
  const { texts } = config
  const signs = config.kind === 'debit'
  const form = byId<HTMLFormElement>('bank-form')
  const fieldset = byId<HTMLFieldSetElement>('fields')
  const button = byId<HTMLButtonElement>('submit')
  const buttonText = byId('submit-text')
  const idleText = buttonText.textContent
  const alert = byId('alert')
  const consent = byId<HTMLInputElement>('field-consent')
  const pad = signs
    ? startSigning(
        () => recheck('signature'),
        () => showError('signature', undefined),
      )
    : null
  const shown = new Set<FormFieldName>()
  /** The alert counts the marked places, and is to say what is true of them. One alone speaks for itself. */
  let counting = false
  const count = () => {
    if (!counting) return
    alert.textContent = shown.size > 1 ? texts.manyErrors.replace('{count}', String(shown.size)) : ''
  }
  const say = (text: string) => {
    counting = false
    alert.textContent = text
  }
  let sending = false

  const values = (): BankFields => {
    const typed = bankFieldNames
      .filter((name) => document.getElementById(`field-${name}`) instanceof HTMLInputElement)
      .map((name) => [name, byId<HTMLInputElement>(`field-${name}`).value])
    return readBankFields({ ...Object.fromEntries(typed), account_type: chosen('account_type') })
  }
  const check = (): FormError[] => {
    const errors = checkBankFields(values(), country)
    if (pad && chosen('category') === '') errors.push({ field: 'category', code: 'category.required' })
    const signature = pad?.check()
    if (signature) errors.push({ field: 'signature', code: signature })
    if (!consent.checked) errors.push({ field: 'consent', code: 'consent.required' })
    return errors
  }
  /** What of a field is marked, and takes the focus: the input itself, or the first that its group has. */
  const controls = (field: FormFieldName): HTMLElement[] => {
    if (field === 'signature') return [pad!.control()]
    const element = byId(`field-${field}`)
    return element instanceof HTMLInputElement ? [element] : [...element.querySelectorAll('input')]
  }
  /** In words, at the field, and marked for assistive technology (WCAG 2.2, 3.3.1). */
  const showError = (field: FormFieldName, error: FormError | undefined) => {
    byId(`error-${field}`).textContent = error ? texts.errors[error.code] : ''
    for (const control of controls(field)) {
      if (error) control.setAttribute('aria-invalid', 'true')
      else control.removeAttribute('aria-invalid')
    }
    if (error) shown.add(field)
    else shown.delete(field)
    count()
  }
  const recheck = (field: FormFieldName) =>
    showError(
      field,
      check().find((error) => error.field === field),
    )
  const show = (errors: FormError[]) => {
    for (const field of formFieldNames) {
      if (!document.getElementById(`error-${field}`)) continue
      showError(
        field,
        errors.find((error) => error.field === field),
      )
    }
    counting = true
    count()
    const first = formFieldNames.find((field) => shown.has(field))
    if (first) controls(first)[0]!.focus()
  }
  const setSending = (now: boolean) => {
    sending = now
    fieldset.disabled = now
    form.setAttribute('aria-busy', String(now))
    buttonText.textContent = now ? texts.sending : idleText
    entered(now)
  }

  for (const field of ['holder_name', ...branchFields[country], 'account_number'] as const) {
    const input = byId<HTMLInputElement>(`field-${field}`)
    // An error goes as soon as it is mended; a new one waits until the field is left, and an empty one until
    // all is sent.
    input.addEventListener('input', () => shown.has(field) && recheck(field))
    input.addEventListener('blur', () => input.value.trim() !== '' && recheck(field))
  }
  form.addEventListener('change', ({ target }) => {
    const { name, id } = target as HTMLInputElement
    if (name === 'account_type' || name === 'category') recheck(name)
    if (name === 'category') showTerms(chosen('category'))
    if (id === 'field-consent' && shown.has('consent')) recheck('consent')
  })
  form.addEventListener('input', () => {
    if (!form.querySelector('[aria-invalid]')) alert.textContent = ''
  })
  form.addEventListener('submit', async (event) => {
    event.preventDefault()
    if (sending) return
    say('')
    const errors = check()
    show(errors)
    if (errors.length > 0) return
    const signing = pad && {
      category: chosen('category'),
      signature: pad.signature(),
      agreement: config.agreement,
    }
    const body = { ...values(), ...signing, consent: consent.checked }
    setSending(true)
    const answer = await send(`${config.path}/${signs ? 'bank' : 'account'}`, body)
    if (answer.kind === 'done' || (answer.kind === 'moved' && answer.state !== 'changed')) return reload()
    if (answer.kind === 'lost' || answer.kind === 'moved') {
      // Sending again could only confuse: reloading tells whether this one arrived.
      fieldset.hidden = true
      form.removeAttribute('aria-busy')
      byId('reload').before(alert)
      say(answer.kind === 'lost' ? texts.lost : texts.changed)
      byId('reload').hidden = false
      return byId('reload').focus()
    }
    setSending(false)
    if (answer.kind === 'errors') return show(answer.errors)
    say(answer.kind === 'too_many' ? texts.tooMany : texts.busy)
    button.focus()
  })
  // Pressing the button must not take the focus from a field first: the error that its leaving may show would
  // move the button from under the finger, and the press would be lost.
  button.addEventListener('mousedown', (event) => event.preventDefault())
  byId('reload').addEventListener('click', reload)
  button.disabled = false
}

function showTerms(category: string): void {
  for (const terms of document.querySelectorAll<HTMLElement>('[data-category]'))
    terms.hidden = terms.dataset.category !== category
}

/**
 * Typed or drawn. `changed`: an error that is shown may be mended; `other`: it was about the kind that is not
 * chosen any more.
 */
function startSigning(changed: () => void, other: () => void) {
  const name = byId<HTMLInputElement>('signature-name')
  const canvas = byId<HTMLCanvasElement>('signature-pad')
  const pad = startPad(canvas, changed)
  const isDrawn = () => chosen('signing') === 'drawn'
  const showKind = () => {
    byId('signature-typed').hidden = isDrawn()
    byId('signature-drawn').hidden = !isDrawn()
  }
  for (const radio of document.querySelectorAll('input[name="signing"]'))
    radio.addEventListener('change', () => {
      showKind()
      for (const control of [name, ...document.querySelectorAll('input[name="signing"]')])
        control.removeAttribute('aria-invalid')
      other()
    })
  // A browser may remember the second choice of a page that was left.
  showKind()
  byId('signature-clear').addEventListener('click', () => pad.clear())
  name.addEventListener('input', () => name.hasAttribute('aria-invalid') && changed())
  return {
    control: (): HTMLElement =>
      isDrawn() ? document.querySelector<HTMLElement>('input[name="signing"]:checked')! : name,
    check(): FormError['code'] | undefined {
      if (isDrawn()) return pad.ink() < INK_MIN ? 'signature.required' : undefined
      const fault = nameFault(tidyName(name.value))
      return fault && `signature.${fault}`
    },
    signature: () =>
      isDrawn() ? { kind: 'drawn', strokes: pad.strokes() } : { kind: 'typed', name: name.value.trim() },
  }
}
