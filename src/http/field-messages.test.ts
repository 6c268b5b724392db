/** What a refused field is told: every schema of every endpoint, with values that it does not take. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { z } from 'zod'
import { shownBody } from '../../test/generated-values.ts'
import { endpoints, openEndpoints } from '../endpoints.ts'
import { eventTypes } from '../events/event-types.ts'
import { fieldErrors } from '../ground/field-errors.ts'
import { fieldMessage } from '../ground/field-messages.ts'
import { anyOf } from './list.ts'

/** Of another type, empty, too long, too many, with what no text has. */
const odd: unknown[] = [
  undefined,
  null,
  true,
  -1,
  1.5,
  1e20,
  '',
  'x',
  'x'.repeat(5_000),
  '\0',
  '2020-13-40',
  '4242424242424242',
  [],
  [1],
  new Array(200).fill('x'),
  {},
  { [`key ${'x'.repeat(300)}`]: 1 },
]

/** A value with another one in each of its places, one at a time. */
function* withEach(whole: unknown, value: unknown): Generator<unknown> {
  yield value
  if (typeof whole !== 'object' || whole === null) return
  for (const [key, part] of Object.entries(whole))
    for (const other of withEach(part, value))
      yield Array.isArray(whole) ? whole.with(Number(key), other) : { ...whole, [key]: other }
}

/** The fields that a schema names. */
function fieldsOf(schema: unknown): string[] {
  const { def } = (schema ?? {}) as { def?: Record<string, unknown> }
  if (def === undefined) return []
  return def.shape ? Object.keys(def.shape) : fieldsOf(def.innerType ?? def.in)
}

function* messages(): Generator<[at: string, message: string]> {
  for (const endpoint of [...endpoints, ...openEndpoints])
    for (const place of ['pathSchema', 'querySchema', 'bodySchema'] as const) {
      const schema = endpoint[place] as z.ZodType | undefined
      if (!schema) continue
      const example = place === 'bodySchema' ? shownBody(endpoint).example : {}
      const named = Object.fromEntries(fieldsOf(schema).map((field) => [field, undefined]))
      for (const value of odd)
        for (const tried of withEach({ ...named, ...example }, value)) {
          const read = schema.safeParse(tried)
          for (const { path, message } of read.success ? [] : fieldErrors(read.error))
            yield [`${endpoint.operationId} ${path}`, message]
        }
    }
}

const isForPeople =
  /^(must (be|have|not|name)|is (required|not)|has |send |looks like|takes |does not |the key |give |there |needs )/

test('every message of a refused field says in words what to do, in one line', () => {
  const said = new Map([...messages()].map(([at, message]) => [message, at]))
  assert.ok(said.size > 90, String(said.size))
  for (const [message, at] of said) {
    assert.match(message, isForPeople, at)
    assert.doesNotMatch(
      message,
      /invalid|pattern|expected|\/\^|\bNaN\b|undefined|\n|must (be|have) an? (int|record)\b/i,
      at,
    )
    assert.doesNotMatch(message, /\b1 (characters|items)|have at (most|least) \d+$/, at)
    assert.ok(message.length <= 300, `${at}: ${message}`)
  }
})

const told = (schema: z.ZodType, value: unknown) =>
  fieldErrors(schema.safeParse(value).error!).map(({ path, message }) => `${path} ${message}`.trim())

test('of few values all are named, of many how many there are and the nearest', () => {
  const language = z.strictObject({ language: z.enum(['en', 'fr']) })
  assert.deepEqual(told(language, { language: 'de' }), ['language must be one of: en, fr'])
  assert.deepEqual(told(language, {}), ['language is required: one of: en, fr'])
  const type = z.enum(eventTypes)
  assert.deepEqual(told(type, 'transactions.debit.paid'), [
    `must be one of the ${eventTypes.length} that the reference lists; the nearest is transactions.debits.paid`,
  ])
  assert.match(
    told(type, 4)[0]!,
    /that the reference lists, such as contacts\.created and contacts\.updated$/,
  )
  assert.match(
    told(anyOf(eventTypes), 'contacts.created,payout.completed')[0]!,
    /nearest is payouts\.completed$/,
  )
})

test('a field that there is not is told the nearest, and no key is repeated that may be anything', () => {
  const contact = z.strictObject({ email: z.string().optional(), name: z.string().optional() })
  assert.deepEqual(told(contact, { emial: 'x', nmae: 'y', [`4242 4242 ${'4242 4242'}`]: 1 }), [
    'emial is not a known field; did you mean email?',
    'nmae is not a known field; did you mean name?',
    '… is not a known field; remove it',
  ])
})

test('numbers are at least and at most, lists and texts have so many, and another type is told once', () => {
  const schema = z.strictObject({
    number: z.int().min(1).max(9),
    list: z.array(z.string()).max(1),
    text: z.string().min(2),
  })
  assert.deepEqual(told(schema, { number: 10, list: ['a', 'b'], text: 'a' }), [
    'number must be at most 9',
    'list must have at most 1 item',
    'text must have at least 2 characters',
  ])
  assert.deepEqual(told(schema, { number: 1.5, list: 'many words', text: ['a'] }), [
    'number must be a whole number',
    'list must be an array',
    'text must be a string',
  ])
})

test('for what is not told no work is done: of many unknown fields the nearest is looked for of some', () => {
  let looked = 0
  const keys = Array.from({ length: 6_000 }, (_, nth) => `unknown_${nth}`)
  const counted = new Proxy(keys, {
    get: (all, at) => {
      if (typeof at === 'string' && /^\d+$/.test(at)) looked += 1
      return Reflect.get(all, at)
    },
  })
  const message = fieldMessage({ code: 'unrecognized_keys', keys: counted, input: {}, path: [] } as never)
  assert.equal(message!.split('\n').length, 51)
  assert.ok(looked <= 60, String(looked))
})
