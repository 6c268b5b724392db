/**
 * Values that a schema of the document takes, and some that it does not: its bounds, each of its choices, and
 * text by its pattern. What is asked with them is what a client may send that knows the document only.
 */
import fc from 'fast-check'
import { describeApi } from '../src/api.ts'
import { newId } from '../src/ground/ids.ts'
import type { Endpoint } from '../src/http/endpoint.ts'
import { sampleOf } from '../src/http/openapi-examples.ts'
import type { Components, JsonSchema } from '../src/http/openapi-schema.ts'

/** The document, as it is published. */
export const document = describeApi('https://pay.example.com') as any

/** The body that the document shows, and the schema of its fields. */
export function shownBody({ operationId }: Endpoint): {
  example: Record<string, unknown>
  schema: JsonSchema
} {
  const operations = Object.values(document.paths).flatMap((path: any) => Object.values(path)) as any[]
  const { requestBody } = operations.find((one) => one.operationId === operationId)
  const { schema, example } = requestBody.content['application/json']
  const [name] = String(schema.$ref ?? '').match(/[^/]+$/) ?? []
  return { example, schema: name ? document.components.schemas[name] : schema }
}

/** Of an enumeration, at most; of a pattern, exactly. The same ones in each run. */
const CHOICES_MAX = 6
const OF_PATTERN = { numRuns: 2, seed: 7 }
/** Text is tried up to here only where the document has no bound. */
const LONG = 300

const byFormat: Record<string, () => unknown[]> = {
  uuid: () => [newId(), newId().toUpperCase()],
  'date-time': () => ['2026-01-31T12:00:00Z', '2026-01-31T12:00:00.123456-05:00'],
  date: () => ['2026-01-31', '2028-02-29'],
  'idn-email': () => ['ada@example.com', 'a&b@example.com'],
  email: () => ['ada@example.com'],
  uri: () => ['https://shop.example.com/a?b=c'],
}

const resolved = (schema: JsonSchema, components: Components): JsonSchema =>
  typeof schema.$ref === 'string' ? components[schema.$ref.split('/').at(-1)!]! : schema

/** Values that the schema takes; of an object the one that is shown, or one of its required fields. */
export function takenBy(given: JsonSchema, components: Components, example: unknown): unknown[] {
  const schema = resolved(given, components)
  if ('const' in schema) return [schema.const]
  if (Array.isArray(schema.enum)) return schema.enum.slice(0, CHOICES_MAX)
  const choices = (schema.anyOf ?? schema.oneOf) as JsonSchema[] | undefined
  if (choices) return choices.flatMap((one) => takenBy(one, components, example))
  switch (schema.type) {
    case 'string':
      return textsOf(schema)
    case 'integer':
    case 'number':
      return [schema.minimum, schema.maximum].filter((one) => one !== undefined)
    case 'boolean':
      return [true, false]
    case 'null':
      return [null]
    case 'array': {
      const { minItems = 0, maxItems = 3 } = schema as { minItems?: number; maxItems?: number }
      const items = takenBy(schema.items as JsonSchema, components, [example].flat()[0])
      const of = (length: number) => Array.from({ length }, (_, at) => items[at % items.length])
      return [of(Number(minItems)), of(Math.min(Number(maxItems), items.length))]
    }
    default:
      return [example ?? sampleOf(schema, components)]
  }
}

function textsOf({ format, pattern, minLength = 0, maxLength = LONG }: JsonSchema): unknown[] {
  if (format !== undefined) return byFormat[String(format)]?.() ?? []
  if (typeof pattern === 'string') return fc.sample(fc.stringMatching(new RegExp(pattern)), OF_PATTERN)
  const [min, max] = [Number(minLength), Math.min(Number(maxLength), LONG)]
  return ['é'.repeat(min), `Q${'é'.repeat(max - 1)}`]
}

/** Values that it does not take. */
export function refusedBy(given: JsonSchema, components: Components): unknown[] {
  const schema = resolved(given, components)
  const choices = (schema.anyOf ?? schema.oneOf) as JsonSchema[] | undefined
  // What no choice takes: text that is of none of their forms.
  if (choices) return choices.some(isFreeText) ? [] : ['no such thing']
  if (Array.isArray(schema.enum)) return ['no such thing', '']
  const { type, format, pattern, minLength, maxLength, minimum, maximum } = schema
  const wrong: unknown[] = []
  if (minimum !== undefined) wrong.push(Number(minimum) - 1)
  if (typeof maximum === 'number' && maximum < Number.MAX_SAFE_INTEGER) wrong.push(maximum + 1)
  if (type !== 'string') return wrong
  if (Number(minLength) > 0) wrong.push('')
  if (maxLength !== undefined) wrong.push('Q'.repeat(Number(maxLength) + 1))
  if (format !== undefined || pattern !== undefined) wrong.push('no such thing')
  if (format === 'date' || format === 'date-time') wrong.push('2026-02-30', '2026-13-01T00:00:00Z')
  return [...wrong, 'a\u0000b']
}

const isFreeText = ({ type, format, pattern }: JsonSchema) =>
  type === 'string' && format === undefined && pattern === undefined
