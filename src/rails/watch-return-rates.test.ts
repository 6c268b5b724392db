import assert from 'node:assert/strict'
import { after, before, beforeEach, test } from 'node:test'
import { americanDebits, noAmericanDebits } from '../../test/american-debits.ts'
import { type Platform, startPlatform } from '../../test/platform.ts'
import { closeAlarm, listAlarms } from '../alarms/alarm.ts'
import { sql } from '../db/sql.ts'
import { ratesBeyond } from './return-rates.ts'
import { watchReturnRates } from './watch-return-rates.ts'

let platform: Platform
before(async () => {
  platform = await startPlatform()
})
after(() => platform?.close())
beforeEach(async () => {
  await platform.db.run(noAmericanDebits)
  await platform.db.run(sql`delete from alarms where kind = 'return_rate_high'`)
})

const look = () => watchReturnRates().run(platform.context)
const open = async () => (await listAlarms(platform.db)).filter(({ kind }) => kind === 'return_rate_high')
/** So many debits, the first `returned` of which came back as unauthorized. */
const debits = (count: number, returned: number) =>
  platform.db.run(americanDebits(count, `case when at <= ${returned} then 'R10' end`, "'written'"))

test('one unauthorized return of two hundred debits is let pass, two call a person once, who is told the counts', async () => {
  await debits(200, 1)
  await look()
  assert.deepEqual(await open(), [])
  await platform.db.run(noAmericanDebits)
  await debits(200, 2)
  await look()
  await look()
  const [alarm, ...others] = await open()
  assert.deepEqual(others, [])
  assert.equal(alarm!.company_id, platform.demo.company_id)
  assert.deepEqual(alarm!.details, {
    rates: ['unauthorized'],
    debits: 200,
    returned: 2,
    unauthorized: 2,
    administrative: 0,
    within_days: 60,
  })
})

test('it closes by itself once the rates are below, and one that a person has closed stays so for a month', async () => {
  await debits(100, 1)
  await look()
  await platform.db.run(noAmericanDebits)
  await look()
  assert.deepEqual(await open(), [])
  await platform.db.run(sql`delete from alarms where kind = 'return_rate_high'`)
  await debits(100, 1)
  await look()
  await closeAlarm(platform.db, (await open())[0]!.alarm_id, 'Ada', 'The company was written to')
  await look()
  assert.deepEqual(await open(), [])
  await platform.db.run(sql`
    update alarms set closed_at = closed_at - interval '31 days' where kind = 'return_rate_high'`)
  await look()
  assert.equal((await open()).length, 1)
})

test('rates are judged from a hundred debits on, each at Nacha’s own limit: beyond it, not at it', () => {
  const of = (debits: bigint, counts: Record<string, bigint>) =>
    ratesBeyond({ company_id: '', debits, returned: 0n, unauthorized: 0n, administrative: 0n, ...counts })
  assert.deepEqual(of(99n, { unauthorized: 99n, returned: 99n }), [])
  assert.deepEqual(of(1_000n, { unauthorized: 5n, administrative: 30n, returned: 150n }), [])
  assert.deepEqual(of(1_000n, { unauthorized: 6n }), ['unauthorized'])
  assert.deepEqual(of(1_000n, { administrative: 31n }), ['administrative'])
  assert.deepEqual(of(1_000n, { returned: 151n }), ['returned'])
})
