/** What is wrong with a field, as a phrase after its name that says what to do; it repeats nothing sent. */

import type { z } from 'zod'
import { counted } from './counted.ts'
import { nearest } from './nearest.ts'

type Issue = z.core.$ZodRawIssue
type Limit = Extract<Issue, { code: 'too_small' | 'too_big' }>

/** More values than these are no sentence; the largest list that is told whole is that of the scopes. */
const VALUES_TOLD = 20

const types: Record<string, string> = {
  int: 'a whole number',
  boolean: 'true or false',
  record: 'an object',
  null: 'null',
}
const typed = (type: string) => types[type] ?? `${/^[aeiou]/.test(type) ? 'an' : 'a'} ${type}`

const formats: Record<string, string> = {
  uuid: 'a UUID',
  guid: 'a UUID',
  date: 'a day such as 2026-01-31',
  datetime: 'an ISO 8601 time such as 2026-01-31T12:00:00Z',
}

/** `at most 10 characters`, `from 1 on`. */
function limited(issue: Limit): string {
  const [limit, most] = issue.code === 'too_big' ? [issue.maximum, 'at most'] : [issue.minimum, 'at least']
  if (issue.origin === 'string') return `must have ${most} ${counted(limit, 'character')}`
  if (issue.origin === 'array') return `must have ${most} ${counted(limit, 'item')}`
  return `must be ${most} ${limit}`
}

/**
 * `one of: CAD, USD`; of many how many there are, and the one that was probably meant. `or`: what it may be
 * besides.
 */
export function oneOf(values: readonly unknown[], given: unknown, or = ''): string {
  const words = values.map(String)
  if (words.length === 1) return words[0]!
  if (words.length <= VALUES_TOLD) return `one of${or}: ${words.join(', ')}`
  const meant = typeof given === 'string' ? nearest(given, words) : undefined
  const which = meant ? `; the nearest is ${meant}` : `, such as ${words.slice(0, 2).join(' and ')}`
  return `one of the ${words.length} that the reference lists${or}${which}`
}

/** More than these are no list that anybody mends by: they are not told, and little work is done for them. */
export const FIELDS_TOLD = 50

/** One line for each key that is told; `fieldErrors` takes them apart. */
const unknownKeys = (keys: readonly string[], known: readonly string[]) =>
  keys
    .slice(0, FIELDS_TOLD + 1)
    .map((key) => {
      const meant = nearest(key, known)
      return `is not a known field; ${meant ? `did you mean ${meant}?` : 'remove it'}`
    })
    .join('\n')

/** Of what zod finds; undefined where it has no words for it, so that a schema must bring its own. */
export function fieldMessage(issue: Issue): string | undefined {
  if (issue.code === 'invalid_type')
    return issue.input === undefined ? 'is required' : `must be ${typed(issue.expected)}`
  if (issue.code === 'too_small' || issue.code === 'too_big') return limited(issue)
  if (issue.code === 'invalid_value')
    return `${issue.input === undefined ? 'is required:' : 'must be'} ${oneOf(issue.values, issue.input)}`
  if (issue.code === 'invalid_format' && formats[issue.format]) return `must be ${formats[issue.format]}`
  if (issue.code === 'unrecognized_keys') {
    const schema = issue.inst as z.ZodObject | undefined
    return unknownKeys(issue.keys, Object.keys(schema?._zod.def.shape ?? {}))
  }
  return undefined
}
