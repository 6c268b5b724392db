/** What is wrong with what came in, field by field, in one voice: at the public doors and at the vault's. */
import { z } from 'zod'
import { type FieldError, Problem } from './errors.ts'
import { FIELDS_TOLD, fieldMessage } from './field-messages.ts'
import { shownKey } from './text.ts'

// Each finding says what to do. Schemas give their own message where these are too general.
z.config({ customError: fieldMessage })

/**
 * Zod's findings as the contract's `errors: [{path, message}]`, one for each bad or unknown field. Of very
 * many the first: one more than is told, so that it is known that there are more.
 */
export const fieldErrors = (error: z.ZodError): FieldError[] => [
  ...eachFieldError(error).take(FIELDS_TOLD + 1),
]

function* eachFieldError(error: z.ZodError): Generator<FieldError> {
  const ofAnotherType = new Set(
    error.issues.flatMap(({ code, path }) => (code === 'invalid_type' ? [pathOf(path)] : [])),
  )
  for (const issue of error.issues) {
    if (issue.code === 'unrecognized_keys') {
      for (const [nth, message] of issue.message.split('\n').entries())
        yield { path: pathOf([...issue.path, issue.keys[nth]!]), message }
      continue
    }
    const at = pathOf(issue.path)
    // A text where a list is wanted is not also too long for a list.
    if (!/^too_/.test(issue.code) || !ofAnotherType.has(at)) yield { path: at, message: issue.message }
  }
}

/**
 * Where a field is. A key that a client made up is repeated only where it is plain text: it may hold
 * anything, also a card number.
 */
const pathOf = (path: PropertyKey[]) => path.map((part) => shownKey(String(part))).join('.')

/** The problem of input that is not valid: 422, nothing was changed. */
export function invalidFields(found: FieldError[]): Problem {
  const errors = found.slice(0, FIELDS_TOLD)
  const fields = [...new Set(errors.map((error) => error.path || 'body'))].join(', ')
  const more = found.length > FIELDS_TOLD ? `; there are more than these ${FIELDS_TOLD}` : ''
  return new Problem('validation_failed', `Correct these fields: ${fields}${more}.`, { errors })
}
