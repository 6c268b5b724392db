import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import fc from 'fast-check'
import { type Platform, startPlatform } from '../../test/platform.ts'
import { arrayText } from './array-parameter.ts'
import { sql } from './sql.ts'

let platform: Platform
before(async () => {
  platform = await startPlatform()
})
after(() => platform?.close())

/** What no text of PostgreSQL holds is left out. */
const texts = fc.string({ unit: 'grapheme', maxLength: 12 }).filter((text) => !text.includes('\0'))
const awkward = fc.constantFrom('', 'NULL', 'null', '"', '\\', '\\"', '{}', '{a,b}', ' , ', '\n', "'")
const many = <T>(one: fc.Arbitrary<T>) => fc.array(fc.option(one, { nil: null }), { maxLength: 8 })

test('arrays of texts, numbers, booleans and bytes are in the database what they were here', async () => {
  await fc.assert(
    fc.asyncProperty(
      many(fc.oneof(texts, awkward)),
      many(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n })),
      many(fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 })),
      many(fc.boolean()),
      many(fc.uint8Array({ maxLength: 8 }).map((bytes) => Buffer.from(bytes))),
      async (words, wholes, integers, flags, bytes) => {
        const row = await platform.db.one(sql`
          select ${words}::text[] as words, ${wholes}::bigint[] as wholes, ${integers}::integer[] as integers,
            ${flags}::boolean[] as flags, ${bytes}::bytea[] as bytes`)
        const same = { words, wholes: wholes.map((one) => one?.toString() ?? null), integers, flags, bytes }
        assert.deepEqual({ ...(row as object) }, same)
      },
    ),
    { numRuns: 60 },
  )
})

test('what else there is in an array is left to the driver', async () => {
  const at = new Date('2026-01-31T12:00:00.123Z')
  assert.equal(arrayText([at]), undefined)
  assert.equal(arrayText([['a'], ['b']]), undefined)
  const row = await platform.db.one<{ same: boolean; nested: string[][] }>(sql`
    select ${[at]}::timestamptz[] = array[timestamptz '2026-01-31 12:00:00.123Z'] as same,
      ${[['a', 'b'], ['c', '"']]}::text[] as nested`)
  assert.deepEqual(
    { ...row },
    {
      same: true,
      nested: [
        ['a', 'b'],
        ['c', '"'],
      ],
    },
  )
})
