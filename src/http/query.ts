import { z } from 'zod'
import { Problem } from '../ground/errors.ts'

/**
 * A whole number of a query, in decimal digits and nothing else: `Number` would take `0x10`, `1e1`, blanks
 * and nothing at all too. `says` is what is told of anything that is not from `min` to `max`.
 */
export const queryInteger = (min: number, max: number, says: string) =>
  z
    .string(says)
    .regex(/^(0|[1-9]\d{0,15})$/, says)
    .transform(Number)
    .refine((number) => number >= min && number <= max, says)
    .meta({ jsonSchema: { type: 'integer', minimum: min, maximum: max } })

/** How many rows a page has at most. */
export const limit = queryInteger(1, 100, 'must be 1 to 100')
  .default(20)
  .meta({
    // The default is of the number that it becomes, so zod does not write it beside the text that is sent.
    jsonSchema: { type: 'integer', minimum: 1, maximum: 100, default: 20 },
    description: 'Rows of a page',
  })

/** Where an operation has no filters: then it takes none. */
export const noQuery = z.strictObject({})

/**
 * Where an operation takes nothing in its body: none, or one that says nothing, as clients send that always
 * send JSON. A client that sends an `amount` where none is taken is told so, and not that it was done.
 */
export const noBody = z
  .strictObject({}, 'takes no body')
  .nullish()
  .transform(() => undefined)

/** 400 where the percent signs of a query do not decode to UTF-8: what they stand for would be a guess. */
export function requireDecodable(url: string): void {
  const [, query = ''] = url.split('?', 2)
  try {
    decodeURIComponent(query)
  } catch {
    throw new Problem('bad_request', 'The query string is not percent-encoded UTF-8 (RFC 3986).')
  }
}
