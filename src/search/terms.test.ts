import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { createDatabases } from '../../test/platform.ts'
import { type Database, openDatabase, sql } from '../db/sql.ts'
import { withoutAccents } from '../ground/without-accents.ts'
import {
  amountTerms,
  askedAmounts,
  askedFacets,
  askedText,
  askedTimes,
  facetTerms,
  folded,
  hashFor,
  textTerms,
  timeTerms,
} from './terms.ts'

let databases: Awaited<ReturnType<typeof createDatabases>>
let db: Database
before(async () => {
  databases = await createDatabases()
  db = openDatabase(databases.databaseUrl, 1, console.error)
})
after(async () => {
  await db?.close()
  await databases?.drop()
})

const hash = hashFor('0199aaaa-0000-7000-8000-000000000000')
const below = (most: number) => Math.floor(Math.random() * most)

test('letters that the database takes for the same are the same to a block, all that there are', async () => {
  const letters = Array.from({ length: 0x11_0000 }, (_, at) => at).filter(
    (at) => at > 0 && (at < 0xd800 || at > 0xdfff),
  )
  const pairs = await db.many<{ letter: string; low: string }>(sql`
    select letter, lower(letter) as low
    from (select chr(at) as letter from unnest(${letters}::integer[]) at) letters where lower(letter) <> letter`)
  assert.ok(pairs.length > 1_000)
  const differ = pairs.filter(({ letter, low }) => folded(letter).join() !== folded(low).join())
  assert.deepEqual(differ, [])
})

test('a block that has a text is found by each of its parts, and by no text that shares no part with it', () => {
  const text = 'Réf. Straße 77/ÅB-1234567'
  const terms = new Set(textTerms(hash, text))
  const letters = [...text]
  for (let from = 0; from < letters.length; from++)
    for (let to = from + 1; to <= letters.length; to++) {
      const part = letters.slice(from, to).join('')
      for (const asked of [part, part.toLowerCase()])
        assert.ok(
          askedText(hash, asked).every((term) => terms.has(term)),
          asked,
        )
    }
  // Each letter is in a part that is asked for, so that one that differs is missed; each part costs.
  const whole = askedText(hash, text)
  assert.ok(
    whole.length <= Math.ceil(letters.length / 3),
    'neighbours that share most letters are not all asked',
  )
  for (let at = 0; at < letters.length; at++) {
    const other = askedText(hash, [...letters.slice(0, at), '#', ...letters.slice(at + 1)].join(''))
    assert.ok(!other.every((term) => terms.has(term)), `letter ${at} is another`)
  }
  for (const other of ['q', 'xy', '998', '76543', 'order'])
    assert.ok(!askedText(hash, other).every((term) => terms.has(term)), other)
})

test('a block that has an amount is found by each range that has it, and by no other', () => {
  for (let round = 0; round < 2_000; round++) {
    const amount = BigInt(below(10 ** (1 + below(12)))) + (round === 0 ? 0n : 1n)
    const terms = new Set(amountTerms(hash, amount))
    const [less, more] = [BigInt(below(10 ** below(12))), BigInt(below(10 ** below(12)))]
    const has = (from: bigint, to: bigint) => askedAmounts(hash, from, to).some((term) => terms.has(term))
    assert.ok(has(amount, amount))
    assert.ok(has(amount - less, amount + more), `${amount - less} to ${amount + more} has ${amount}`)
    assert.ok(has(0n, 2n ** 63n - 1n))
    for (const [from, to] of [
      [amount + 1n, amount + 1n + more],
      [amount + 1n + less, 2n ** 63n],
      [0n, amount - 1n],
    ] as const)
      assert.ok(!has(from, to), `${from} to ${to} has not ${amount}`)
    assert.ok(askedAmounts(hash, amount - less, amount + more).length < 800)
  }
  assert.ok(!askedAmounts(hash, 5n, 6n).some((term) => new Set(amountTerms(hash, 7n)).has(term)))
})

test('of blocks whose largest amount is known an amount is found as it is without it, by fewer questions', () => {
  for (let round = 0; round < 2_000; round++) {
    const largest = BigInt(below(10 ** (1 + below(12))))
    const amount = (largest * BigInt(below(1_001))) / 1_000n
    const terms = new Set(amountTerms(hash, amount))
    const asks = (from: bigint, to: bigint) => {
      const asked = askedAmounts(hash, from, to, largest)
      assert.ok(asked.length <= askedAmounts(hash, from, to).length, 'no end of it costs more')
      return asked.some((term) => terms.has(term))
    }
    const [less, more] = [BigInt(below(10 ** below(12))), BigInt(below(10 ** below(12)))]
    for (const to of [2n ** 63n - 1n, amount + more, amount])
      for (const from of [0n, amount - less, amount]) assert.ok(asks(from, to), `${from} to ${to}: ${amount}`)
    assert.ok(!asks(amount + 1n, 2n ** 63n - 1n), `${amount}, largest ${largest}`)
  }
  assert.deepEqual(askedAmounts(hash, 5_001n, 2n ** 63n - 1n, 5_000n), [], 'beyond the largest nothing')
  // Up to 5,000.00 four widths, of 31 ranges beside each other at most.
  for (let from = 1n; from < 500_000n; from += 997n)
    assert.ok(askedAmounts(hash, from, 2n ** 63n - 1n, 500_000n).length <= 3 * 31 + 15)
})

test('of times with an open end no more is asked than from the first to the last that there are, and all that there are are found', () => {
  const DAY_MS = 86_400_000
  /** 32 minutes: what a time with an end is moved out to. */
  const HALF_HOUR_MS = 32 * 60_000
  const timeFrom = new Date('2024-03-07T11:13:17Z')
  const timeTo = new Date('2026-11-29T23:59:59Z')
  const span = timeTo.getTime() - timeFrom.getTime()
  for (let round = 0; round < 1_000; round++) {
    const time = new Date(timeFrom.getTime() + below(span))
    const terms = new Set(timeTerms(hash, time))
    const has = (from?: Date, to?: Date) => {
      const asked = askedTimes(hash, from, to, { timeFrom, timeTo })
      assert.ok(asked.length <= 3 * 31 + 31, `${asked.length} from ${from} to ${to}`)
      return asked.some((term) => terms.has(term))
    }
    const [before, later] = [
      new Date(time.getTime() - below(DAY_MS)),
      new Date(time.getTime() + below(DAY_MS)),
    ]
    assert.ok(has(before) && has(undefined, later) && has(before, later) && has(time, time))
    assert.ok(has(new Date(0)) && has(undefined, new Date('2100-01-01T00:00:00Z')))
    const [after, earlier] = [time.getTime() + HALF_HOUR_MS, time.getTime() - HALF_HOUR_MS]
    assert.ok(!has(new Date(after)) && !has(undefined, new Date(earlier)))
  }
  assert.deepEqual(askedTimes(hash, new Date('2099-01-01T00:00:00Z'), undefined, { timeFrom, timeTo }), [])
})

test('columns that are asked for together are found where one row has them all', () => {
  const terms = new Set([
    ...facetTerms(hash, { state: 'paid', currency: 'CAD', reason: null }),
    ...facetTerms(hash, { state: 'failed', currency: 'USD', reason: 'lost_card' }),
  ])
  const has = (wanted: Record<string, string[]>) => askedFacets(hash, wanted).some((term) => terms.has(term))
  assert.ok(has({ state: ['paid'] }) && has({ currency: ['USD'] }) && has({ state: ['cancelled', 'failed'] }))
  assert.ok(has({ currency: ['USD'], state: ['paid', 'failed'], reason: ['lost_card'] }))
  assert.ok(!has({ currency: ['USD'], state: ['paid'] }) && !has({ state: ['paid'], reason: ['lost_card'] }))
  const others = hashFor('0199bbbb-0000-7000-8000-000000000000')
  assert.ok(!askedFacets(others, { state: ['paid'] }).some((term) => terms.has(term)), 'of another company')
})

test('a text without its accents is the same to the database and to a block, letter by letter', async () => {
  const letters = Array.from({ length: 0x2_0000 }, (_, at) => at).filter(
    (at) => at > 0 && (at < 0xd800 || at > 0xdfff),
  )
  const known = await db.many<{ letter: string; bare: string }>(sql`
    select letter, without_accents(lower(letter)) as bare
    from (select chr(at) as letter from unnest(${letters}::integer[]) at) letters
    where without_accents(lower(letter)) <> lower(letter)`)
  assert.ok(known.length > 500)
  const differ = known.filter(
    ({ letter, bare }) => folded(withoutAccents(letter)).join('') !== folded(bare).join(''),
  )
  assert.deepEqual(differ, [])
  const terms = new Set(textTerms(hash, 'Joséphine Lévesque'))
  for (const asked of ['josephine', 'Joséphine', 'levesque', 'éphi'])
    assert.ok(
      askedText(hash, asked).every((term) => terms.has(term)),
      asked,
    )
})
