/**
 * How a field's text and caret change while somebody types, pastes, deletes or autofills. Pure; it runs in
 * the browser.
 */

import { groupNumber, maxNumberLength, normalizeDigits } from '../../ground/card-number.ts'
import { parseExpiry } from './card-fields.ts'

export type Edit = {
  /** The field's text before and after the edit, and the caret after it. */
  before: string
  value: string
  caret: number
  /** The `inputType` of the input event; autofill has none. */
  inputType?: string | undefined
}

export type Typed = { value: string; caret: number }

/**
 * The digits after an edit and how many of them lie before the caret. Deleting a separator deletes the digit
 * beyond it: otherwise the separator would come straight back and the key would seem dead.
 */
function digitsOf({ before, value, caret, inputType }: Edit): { digits: string; ahead: number } {
  const digits = normalizeDigits(value)
  const ahead = normalizeDigits(value.slice(0, caret)).length
  const onlySeparator = value.length < before.length && digits === normalizeDigits(before)
  if (onlySeparator && inputType === 'deleteContentBackward' && ahead > 0) {
    return { digits: digits.slice(0, ahead - 1) + digits.slice(ahead), ahead: ahead - 1 }
  }
  if (onlySeparator && inputType === 'deleteContentForward') {
    return { digits: digits.slice(0, ahead) + digits.slice(ahead + 1), ahead }
  }
  return { digits, ahead }
}

/** The place in a formatted text just after its n-th digit. */
function placeAfter(text: string, n: number): number {
  let seen = 0
  for (let i = 0; i < text.length; i++) {
    if (seen === n) return i
    if (/[0-9]/.test(text[i]!)) seen++
  }
  return text.length
}

/**
 * A card number, grouped as on the card, cut at the brand's greatest length; the caret stays at its digit.
 */
export function typeNumber(edit: Edit): Typed {
  const { digits, ahead } = digitsOf(edit)
  const value = groupNumber(digits.slice(0, maxNumberLength(digits)))
  return { value, caret: placeAfter(value, ahead) }
}

/** A security code: digits, at most `length`. */
export function typeCvc(edit: Edit, length: number): Typed {
  const { digits, ahead } = digitsOf(edit)
  const value = digits.slice(0, length)
  return { value, caret: Math.min(ahead, value.length) }
}

const twoDigits = (n: number) => String(n).padStart(2, '0')

/** A year of this century, as what is filled in or pasted year first begins, with what stands behind it. */
const YEAR_AHEAD = /^\s*20\d{2}\s*[/.-]/

/**
 * An expiry date as `MM / YY`: `5` becomes `05 / `, `1/` becomes `01 / `, `12/2030` and `2030-12` become `12
 * / 30`. A date that begins with a year and a separator is left as it is until it is whole: nobody's month is
 * 20.
 */
export function typeExpiry(edit: Edit): Typed {
  const deleting = edit.inputType?.startsWith('delete') ?? false
  const whole = parseExpiry(edit.value)
  if (whole && !deleting && edit.caret >= edit.value.length && Math.floor(whole.year / 100) === 20) {
    const shown = `${twoDigits(whole.month)} / ${twoDigits(whole.year % 100)}`
    // A `20` alone may be the start of a four-digit year.
    const complete = whole.year !== 2020 || normalizeDigits(edit.value).length > 4
    if (complete) return { value: shown, caret: shown.length }
  }
  if (!deleting && YEAR_AHEAD.test(edit.value)) return { value: edit.value, caret: edit.caret }
  let { digits, ahead } = digitsOf(edit)
  const oneDigitMonth =
    /^\s*\d\s*[/.-]/.test(edit.value) || /^[2-9]/.test(digits) || (digits.length === 2 && digits > '12')
  if (!deleting && oneDigitMonth && ahead === digits.length) {
    digits = `0${digits}`
    ahead++
  }
  const year = digits.slice(2, digits.startsWith('20', 2) ? 6 : 4)
  // The slash comes by itself while typing on, and stays away while deleting back.
  const slash = year !== '' || (digits.length === 2 && !deleting)
  const value = digits.slice(0, 2) + (slash ? ` / ${year}` : '')
  const onToYear = ahead === 2 && slash && !deleting
  return { value, caret: onToYear ? '12 / '.length : placeAfter(value, ahead) }
}
