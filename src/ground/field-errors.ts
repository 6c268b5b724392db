/** What is wrong with what came in, field by field, in one voice: at the public doors and at the vault's. */
import { z } from 'zod'
import { type FieldError, Problem } from './errors.ts'
import { fieldMessage } from './field-messages.ts'
import { shownKey } from './text.ts'

// Each finding says what to do. Schemas give their own message where these are too general.
z.config({ customError: fieldMessage })

/** Zod's findings as the contract's `errors: [{path, message}]`, one for each bad or unknown field. */
export function fieldErrors(error: z.ZodError): FieldError[] {
  const ofAnotherType = new Set(
    error.issues.flatMap(({ code, path }) => (code === 'invalid_type' ? [pathOf(path)] : [])),
  )
  return error.issues.flatMap((issue) => {
    const at = pathOf(issue.path)
    if (issue.code === 'unrecognized_keys') {
      const messages = issue.message.split('\n')
      return issue.keys.map((key, nth) => ({ path: pathOf([...issue.path, key]), message: messages[nth]! }))
    }
    // A text where a list is wanted is not also too long for a list.
    if (/^too_/.test(issue.code) && ofAnotherType.has(at)) return []
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
