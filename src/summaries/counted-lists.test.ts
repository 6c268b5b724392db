/** What a summary counts of payouts and disputes are the rows of their lists, to the moment. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { anotherCompany } from '../../test/another-company.ts'
import { insertOwed } from '../../test/owed-rows.ts'
import { type Platform, startPlatform } from '../../test/platform.ts'
import { sql } from '../db/sql.ts'
import { newId } from '../ground/ids.ts'

let platform: Platform
let companyId: string
let headers: Record<string, string>
let owed: Awaited<ReturnType<typeof insertOwed>>
/**
 * Moments around the beginning and the end of days of Toronto, in November and where it has a day of 25
 * hours.
 */
const moments = [
  '2026-10-31T03:59:59.999999Z',
  '2026-10-31T04:00:00Z',
  '2026-11-01T03:59:59.999999Z',
  '2026-11-01T04:00:00Z',
  '2026-11-02T04:59:59.999999Z',
  '2026-11-02T05:00:00Z',
  '2026-11-03T12:00:00Z',
]
before(async () => {
  platform = await startPlatform()
  await platform.stopWorker()
  ;({ companyId, headers } = await anotherCompany(platform))
  owed = await insertOwed(platform.db, companyId)
  for (const [number, at] of moments.entries())
    for (const currency of ['CAD', 'USD', 'CAD'].slice(0, 1 + (number % 3))) await happen(at, currency)
})
after(() => platform?.close())

/** A payout that was made then, and a dispute that was opened then. */
async function happen(at: string, currency: string): Promise<void> {
  await platform.db.run(sql`
    insert into payouts (company_id, payout_id, bank_account_id, state, amount, amount_owed, currency, created_at, updated_at)
    values (${companyId}, ${newId()}, ${owed.account}, 'requested', 100, 100, ${currency}, ${at}, ${at})`)
  await platform.db.run(sql`
    insert into disputes (company_id, dispute_id, debit_id, state, amount, amount_taken, currency, reason, respond_by, opened_at, updated_at)
    values (${companyId}, ${newId()}, ${owed.debit}, 'needs_response', 0, 100, ${currency}, '0301', ${at}, ${at}, ${at})`)
}

const get = async (path: string) => {
  const { status, body, text } = await platform.call('GET', path, undefined, headers)
  assert.equal(status, 200, text)
  return body
}
const rowsOf = async (path: string, query: Record<string, string>) => {
  const { data } = await get(`${path}?${new URLSearchParams({ ...query, limit: '100' })}`)
  return (data as unknown[]).length
}
/** The last moment before a day of Toronto, and its first. */
const lastBefore = (at: string) => new Date(Date.parse(at) - 1).toISOString().replace('Z', '999Z')

test('as many payouts and disputes as the lists of the same days have, in each currency, also while sums are behind', async () => {
  for (const [from, to, begins, ends] of [
    ['2026-10-31', '2026-10-31', '2026-10-31T04:00:00Z', '2026-11-01T04:00:00Z'],
    ['2026-11-01', '2026-11-01', '2026-11-01T04:00:00Z', '2026-11-02T05:00:00Z'],
    ['2026-10-31', '2026-11-02', '2026-10-31T04:00:00Z', '2026-11-03T05:00:00Z'],
  ] as const) {
    const { currencies } = await get(`/company/summary?from=${from}&to=${to}`)
    assert.equal(currencies.length > 0, true)
    for (const { currency, payouts, disputes } of currencies) {
      const counted = [payouts.made, disputes.opened]
      const listed = [
        await rowsOf('/payout', { currency, created_after: lastBefore(begins), created_before: ends }),
        await rowsOf('/dispute', { currency, opened_after: lastBefore(begins), opened_before: ends }),
      ]
      assert.deepEqual(counted, listed, `${currency}, ${from} to ${to}`)
      assert.ok(counted.every((count) => count > 0))
    }
  }
})
