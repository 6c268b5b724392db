import { z } from 'zod'
import { OperatorError, Problem } from '../ground/errors.ts'
import { invalidFields } from '../ground/field-errors.ts'
import type { Caller } from '../http/authenticate.ts'
import { lines, uuid } from '../http/schema.ts'

/** A company that an operator's write touches stands in its path: the audit log is read by it. */
export const companyPath = z.object({ company_id: uuid })

/** Why it was decided so: it is kept with what was decided. */
export const why = lines(500, 1).meta({
  description: 'Why: what the acquirer, the bank or the company said. It is kept',
  examples: ['The acquirer says that the charge stands, ticket 4711'],
})

/** What the company's own people read of why, where its operator wants them to; the note is not for them. */
export const told = lines(500, 1)
  .optional()
  .meta({
    description:
      'What the company’s own people are told of why (`GET /company`, `company.updated`, on each of their pages); without it, to ask the operator. `note` is not shown to them',
    examples: ['We look into your chargebacks, and write by Friday'],
  })

/** Who decided, as it is kept: the operator's address, or the token that a program of theirs has. */
export const decidedBy = ({ actor, token_id }: Caller): string =>
  actor.kind === 'user' ? actor.email : `operator token ${token_id}`

/**
 * What an operator's command does, done for a request: the same piece of code, whose line for the operator
 * becomes the problem's detail. `field` is the one that is told of where it is not valid; `listed`: the path
 * that lists what it is about, in the place of the command that does.
 */
export const decided = async <T>(field: string, work: Promise<T>, listed?: string): Promise<T> => {
  try {
    return await work
  } catch (error) {
    if (!(error instanceof OperatorError)) throw error
    if (error.fault === 'validation_failed') throw invalidFields([{ path: field, message: error.message }])
    const [what] = error.message.split('; ')
    const detail =
      error.fault === 'not_found' && listed ? `${what}; GET ${listed} lists those there are.` : error.message
    throw new Problem(error.fault, detail)
  }
}
