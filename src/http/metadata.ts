/**
 * What a client keeps with an object of ours: a reference of its own system, and pairs that mean something to
 * it.
 */
import { z } from 'zod'
import { empty, sql } from '../db/sql.ts'
import { composed, composedLines } from '../ground/text.ts'
import type { Term } from '../search/terms.ts'
import { text, textMessage } from './schema.ts'

const PAIRS_MAX = 20
const KEY_MAX = 40
const VALUE_MAX = 500
const REFERENCE_MAX = 100

export type Metadata = Record<string, string>
/** As it is stored. */
export type Labels = { external_reference: string | null; metadata: Metadata }
export const noLabels: Labels = { external_reference: null, metadata: {} }

/** Pairs of texts. Read pair by pair, since zod's records drop the key `__proto__` in silence. */
const pairs = z
  .unknown()
  .transform((sent, context): Metadata => {
    const say = (path: string[], message: string) => context.addIssue({ code: 'custom', path, message })
    if (typeof sent !== 'object' || sent === null || Array.isArray(sent)) {
      say([], 'must be an object of strings')
      return z.NEVER
    }
    const entries = Object.entries(sent)
    if (entries.length > PAIRS_MAX) say([], `must have at most ${PAIRS_MAX} keys`)
    const kept = entries.slice(0, PAIRS_MAX).map(([sentKey, value]): [string, string] => {
      const [key, said] = [composed(sentKey), typeof value === 'string' ? composedLines(value) : undefined]
      const badKey = key === '__proto__' ? 'is not taken as a key' : textMessage(key, { max: KEY_MAX })
      if (badKey) say([sentKey], `the key ${badKey}`)
      const fault =
        said === undefined
          ? 'must be a string'
          : said === ''
            ? undefined
            : textMessage(said, { max: VALUE_MAX, lines: true })
      if (fault) say([sentKey], fault)
      return [key, said ?? '']
    })
    if (new Set(kept.map(([key]) => key)).size < kept.length) say([], 'must have each key once')
    return context.issues.length > 0 ? z.NEVER : Object.fromEntries(kept)
  })
  .meta({
    jsonSchema: {
      type: 'object',
      maxProperties: PAIRS_MAX,
      propertyNames: { minLength: 1, maxLength: KEY_MAX },
      additionalProperties: { type: 'string', maxLength: VALUE_MAX },
      description: `Up to ${PAIRS_MAX} pairs of yours: keys of at most ${KEY_MAX} characters, values of at most ${VALUE_MAX}. A change replaces all of them`,
      examples: [{ order: '1001' }],
    },
  })

/** The fields of a body that makes or changes an object; null is none. */
export const labelFields = {
  external_reference: text(REFERENCE_MAX)
    .nullish()
    .meta({ description: 'What this is called in your own system', examples: ['ORDER-1001'] }),
  metadata: pairs.nullish(),
}

/** The same in an answer. */
export const labelAnswers = {
  external_reference: z.string().nullable(),
  metadata: z.record(z.string(), z.string()).meta({ examples: [{ order: '1001' }] }),
}

/** The same in an event's `data`. */
export const labelEventData = {
  externalReference: labelAnswers.external_reference,
  metadata: labelAnswers.metadata,
}

export const labelColumns = sql`external_reference, metadata`

type Sent = { external_reference?: string | null | undefined; metadata?: Metadata | null | undefined }

type Asked = Sent & { metadata_value?: string | undefined }

/** Those of a new object. */
export const labelsOf = ({ external_reference, metadata }: Sent): Labels => ({
  external_reference: external_reference ?? null,
  metadata: metadata ?? {},
})

/** Of a change those that were sent: null clears. */
export const changedLabels = ({ external_reference, metadata }: Sent): Partial<Labels> => ({
  ...(external_reference !== undefined && { external_reference }),
  ...(metadata !== undefined && { metadata: metadata ?? {} }),
})

/** The filters of a list. */
export const labelQuery = {
  external_reference: text(REFERENCE_MAX).optional().meta({ description: 'The whole of it' }),
  metadata: pairs.optional(),
  metadata_value: text(VALUE_MAX).optional().meta({ description: 'The whole of a value, whatever its key' }),
}

/** The filter to them, beginning with `and`. `<> '{}'` is what the index has. */
export const labelledSo = ({ external_reference: reference, metadata, metadata_value: value }: Asked) => sql`
  ${reference ? sql`and external_reference = ${reference}` : empty}
  ${metadata ? sql`and metadata @> ${JSON.stringify(metadata)}::jsonb and metadata <> '{}'` : empty}
  ${value ? sql`and metadata <> '{}' and exists (select from jsonb_each_text(metadata) pair where pair.value = ${value})` : empty}`

/** A query's `metadata[key]=value` as the object that it stands for (OpenAPI: `deepObject`). */
export function nestedQuery(query: unknown): unknown {
  const flat = Object.entries((query ?? {}) as Record<string, unknown>)
  const inside = flat.flatMap(([name, value]) => {
    const [, key] = /^metadata\[(.*)\]$/su.exec(name) ?? []
    return key === undefined ? [] : [[key, value] as const]
  })
  if (inside.length === 0) return query
  const others = flat.filter(([name]) => !/^metadata\[.*\]$/su.test(name))
  return { ...Object.fromEntries(others), metadata: Object.fromEntries(inside) }
}

const valueTerm = (value: string): Term => ['metadataValue', value]

/** What a search by blocks asks for of both (docs/adr/0036). */
export const askedLabels = ({ external_reference, metadata, metadata_value: value }: Asked): Term[] => [
  ...(external_reference ? [['reference', external_reference] as const] : []),
  ...Object.entries(metadata ?? {}).map(([key, value]) => ['metadata', `${key}\n${value}`] as const),
  ...(value === undefined ? [] : [valueTerm(value)]),
]

/** What blocks are told of a row: that, and each value by itself. */
export const labelTerms = (row: Labels): Term[] => [
  ...askedLabels(row),
  ...Object.values(row.metadata).map(valueTerm),
]
