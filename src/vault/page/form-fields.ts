/** The five inputs: how they react to typing, and how they show what is wrong. */

import { brands, cvcLength, detectBrand, normalizeDigits } from '../../ground/card-number.ts'
import {
  type CardFieldError,
  type CardFields,
  checkCard,
  type FieldName,
  fieldNames,
  tidyPostalCode,
} from './card-fields.ts'
import type { CardPageConfig } from './page-config.ts'
import { type Edit, type Typed, typeCvc, typeExpiry, typeNumber } from './typing.ts'

const byId = (id: string) => document.getElementById(id)!

/**
 * Starts the inputs and returns what the form needs of them. `marked` hears how many fields are wrong, after
 * each change of that.
 */
export function startFields({ texts, now }: CardPageConfig, marked: (count: number) => void) {
  const input = (field: FieldName) => byId(`field-${field}`) as HTMLInputElement
  const values = () =>
    Object.fromEntries(fieldNames.map((field) => [field, input(field).value])) as CardFields
  const brand = () => detectBrand(normalizeDigits(input('number').value))
  const typists: Partial<Record<FieldName, (edit: Edit) => Typed>> = {
    number: typeNumber,
    expiry: typeExpiry,
    cvc: (edit) => {
      const known = brand()
      return typeCvc(edit, known ? cvcLength(known) : 4)
    },
  }
  const typed: Partial<Record<FieldName, string>> = {}
  const shown = new Set<FieldName>()

  /** What is wrong now, as the vault would say it. */
  const check = (): CardFieldError[] =>
    checkCard(values(), now === undefined ? new Date() : new Date(now)).errors ?? []

  /**
   * Shows or takes away a field's error (WCAG 2.2, 3.3.1: in words, at the field, and marked for assistive
   * technology).
   */
  const showError = (field: FieldName, error: CardFieldError | undefined) => {
    byId(`error-${field}`).textContent = error ? texts.errors[error.code] : ''
    if (error) input(field).setAttribute('aria-invalid', 'true')
    else input(field).removeAttribute('aria-invalid')
    if (error) shown.add(field)
    else shown.delete(field)
    marked(shown.size)
  }
  const recheck = (field: FieldName) =>
    showError(
      field,
      check().find((error) => error.field === field),
    )

  const showBrand = () => {
    const known = brand()
    byId('brand').dataset.brand = known ?? 'none'
    byId('brand-badge').textContent = known ? brands[known].badge : ''
    const name = known ? brands[known].name : ''
    if (byId('brand-name').textContent !== name) byId('brand-name').textContent = name
    byId('hint-cvc').textContent = cvcLength(known) === 4 ? texts.cvcHint4 : texts.cvcHint3
    input('cvc').placeholder = cvcLength(known) === 4 ? '1234' : '123'
  }

  const format = (field: FieldName, inputType?: string) => {
    const element = input(field)
    const typist = typists[field]
    if (typist) {
      const caret = element.selectionStart ?? element.value.length
      const next = typist({ before: typed[field] ?? '', value: element.value, caret, inputType })
      // Writing an unchanged value would lose the browser's undo history for nothing.
      if (next.value !== element.value) {
        element.value = next.value
        if (document.activeElement === element) element.setSelectionRange(next.caret, next.caret)
      }
      typed[field] = next.value
    }
    if (field === 'number') showBrand()
  }

  for (const field of fieldNames) {
    const element = input(field)
    element.addEventListener('input', (event) => {
      // A keyboard that composes (Japanese digits, some Android ones) must not have its text changed
      // meanwhile.
      if ((event as InputEvent).isComposing) return
      format(field, (event as InputEvent).inputType)
      // An error goes as soon as it is mended; a new one waits until the field is left.
      if (shown.has(field)) recheck(field)
      if (field === 'number' && shown.has('cvc')) recheck('cvc')
    })
    element.addEventListener('compositionend', () => format(field))
    element.addEventListener('blur', () => {
      if (field === 'postal_code') element.value = tidyPostalCode(element.value)
      // Leaving a field empty on the way through is no mistake yet; leaving a wrong CVC for another brand is.
      if (element.value.trim() !== '') recheck(field)
      if (field === 'number' && input('cvc').value !== '') recheck('cvc')
    })
    // What was typed or filled in before the script ran.
    format(field)
  }

  return {
    values,
    check,
    /** Shows these errors and no others; the first bad field takes the focus. */
    show(errors: CardFieldError[]) {
      for (const field of fieldNames) {
        showError(
          field,
          errors.find((error) => error.field === field),
        )
      }
      const first = fieldNames.find((field) => shown.has(field))
      if (first) input(first).focus()
    },
    /** Takes the card out of the page. */
    clear() {
      for (const field of fieldNames) {
        input(field).value = ''
        typed[field] = ''
      }
    },
  }
}
