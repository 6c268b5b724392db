import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import fc from 'fast-check'
import { type Platform, startPlatform } from '../../test/platform.ts'
import { cutToMicros, type Instant } from './instant.ts'
import { sql } from './sql.ts'

let platform: Platform
before(async () => {
  platform = await startPlatform()
})
after(() => platform?.close())

/** Every microsecond from the year 1 to 9999. */
const micros = fc.bigInt({ min: -62_135_596_800_000_000n, max: 253_402_300_799_999_999n })

test('a time of the database is printed as it is stored, and is the same time when it goes back', async () => {
  await fc.assert(
    fc.asyncProperty(micros, async (at) => {
      const row = await platform.db.one<{ at: Instant; text: string }>(sql`
        select at, to_char(at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as text
        from (select timestamptz 'epoch' + ${`${at} microseconds`}::interval as at) stored`)
      assert.equal(JSON.parse(JSON.stringify(row)).at, row.text)
      const { same } = await platform.db.one<{ same: boolean }>(sql`
        select ${row.at}::timestamptz = timestamptz 'epoch' + ${`${at} microseconds`}::interval as same`)
      assert.ok(same, row.text)
    }),
  )
})

test('a time that is finer than microseconds is cut, and says so', () => {
  const cases: [string, string, boolean][] = [
    ['2026-01-31T12:00:00Z', '2026-01-31T12:00:00Z', false],
    ['2026-01-31T12:00:00.123456Z', '2026-01-31T12:00:00.123456Z', false],
    ['2026-01-31T12:00:00.123456000+05:00', '2026-01-31T12:00:00.123456+05:00', false],
    ['2026-01-31T12:00:00.123456789Z', '2026-01-31T12:00:00.123456Z', true],
    ['2026-01-31T12:00:00.9999999Z', '2026-01-31T12:00:00.999999Z', true],
  ]
  for (const [sent, time, cut] of cases) assert.deepEqual(cutToMicros(sent), { time, cut })
})
