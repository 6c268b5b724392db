/** What is wrong with what came in, field by field, in one voice: at the public doors and at the vault's. */
import { z } from 'zod'
import { type FieldError, Problem } from './errors.ts'
import { shownKey } from './text.ts'

// Each finding says what to do. Schemas give their own message where these are too general.
z.config({
  customError: (issue) => {
    if (issue.code === 'invalid_type') {
      return issue.input === undefined ? 'is required' : `must be ${article(issue.expected)}`
    }
    if (issue.code === 'too_small')
      return `must have at least ${issue.minimum}${issue.origin === 'string' ? ' characters' : ''}`
    if (issue.code === 'too_big')
      return `must have at most ${issue.maximum}${issue.origin === 'string' ? ' characters' : ''}`
    if (issue.code === 'invalid_value') return `must be one of: ${issue.values.join(', ')}`
    return undefined
  },
})
const article = (type: string) => (/^[aeiou]/.test(type) ? `an ${type}` : `a ${type}`)

/** Zod's findings as the contract's `errors: [{path, message}]`, one for each bad or unknown field. */
export function fieldErrors(error: z.ZodError): FieldError[] {
  return error.issues.flatMap((issue) => {
    const at = pathOf(issue.path)
    if (issue.code === 'unrecognized_keys') {
      return issue.keys.map((key) => ({
        path: pathOf([...issue.path, key]),
        message: 'is not a known field; remove it',
      }))
    }
    return [{ path: at, message: issue.message }]
  })
}

/**
 * Where a field is. A key that a client made up is repeated only where it is plain text: it may hold
 * anything, also a card number.
 */
const pathOf = (path: PropertyKey[]) => path.map((part) => shownKey(String(part))).join('.')

/** The problem of input that is not valid: 422, nothing was changed. */
export function invalidFields(errors: FieldError[]): Problem {
  const fields = [...new Set(errors.map((error) => error.path || 'body'))].join(', ')
  return new Problem('validation_failed', `Correct these fields: ${fields}.`, { errors })
}
