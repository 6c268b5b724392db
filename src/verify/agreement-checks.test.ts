import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { signed, signedAmerican, startLinks } from '../../test/payment-links.ts'
import { type Platform, startPlatform } from '../../test/platform.ts'
import { sql } from '../db/sql.ts'
import { agreementChecks } from './agreement-checks.ts'
import { nothingProven } from './proven.ts'

let platform: Platform
let canadian: string
let american: string
before(async () => {
  platform = await startPlatform({ paymentPageRateLimit: 1_000 })
  const links = await startLinks(platform)
  // Nothing is sent meanwhile, so that a debit can be cancelled.
  await platform.stopWorker()
  const sign = async ({ id, link }: { id: string; link: string }, body: object) => {
    const agreement = await links.shownAgreement(link)
    assert.equal((await links.post(link, 'bank', { ...body, agreement })).status, 200)
    return id
  }
  canadian = await sign(await links.debit(), signed)
  american = await sign(await links.debitInUsd(), { ...signedAmerican, category: 'business' })
})
after(() => platform.close())

const [areSigned, goAsSigned] = agreementChecks
const violations = async (check = areSigned!) =>
  (await check.run(platform.db, { sentMaxMs: 0, simulatorUrl: null }, nothingProven)).examples
const wrong = async () => (await violations()).map(({ debit_id, wrong }) => [debit_id, wrong])
const change = (id: string, what: ReturnType<typeof sql>) =>
  platform.db.run(sql`update signed_agreements set ${what}
    where company_id = ${platform.demo.company_id} and debit_id = ${id}`)

test('a debit agreed to on the page has its agreement; one that is for another account or country is found', async () => {
  assert.deepEqual(await wrong(), [])
  await change(american, sql`kind = 'pad_h1'`)
  assert.deepEqual(await wrong(), [[american, 'signed by the rules of another country']])
  await change(american, sql`kind = 'ach_web', account_number_last4 = '0000'`)
  assert.deepEqual(await wrong(), [[american, 'signed for another account']])
  await change(american, sql`account_number_last4 = '4321'`)
  assert.deepEqual(await wrong(), [])
})

test('a debit that goes to the bank as a person’s and was signed for a business is found', async () => {
  assert.deepEqual(await violations(goAsSigned), [])
  for (const [id, category, agreed] of [
    [american, 'personal', 'web_business'],
    [canadian, 'business', 'web'],
  ] as const) {
    await change(id, sql`category = ${category}`)
    const [found, ...others] = await violations(goAsSigned)
    assert.deepEqual(others, [])
    assert.deepEqual([found!.debit_id, found!.category, found!.agreed], [id, category, agreed])
    await change(id, sql`category = ${category === 'personal' ? 'business' : 'personal'}`)
  }
})

test('an agreement that is gone is missed for 12 months after its debit, one by ACH for 24', async () => {
  for (const id of [canadian, american])
    assert.equal((await platform.call('DELETE', `/transaction/${id}`)).status, 200)
  await platform.db.run(sql`delete from signed_agreements where company_id = ${platform.demo.company_id}`)
  const missedAfter = async (months: number) => {
    await platform.db.run(sql`
      update debits set updated_at = jetpay_now() - make_interval(months => ${months}::integer) + interval '1 hour'
      where company_id = ${platform.demo.company_id} and debit_id = any(${[canadian, american]}::uuid[])`)
    return (await wrong()).sort()
  }
  const missing = (id: string) => [id, 'without an agreement']
  assert.deepEqual(await missedAfter(12), [missing(canadian), missing(american)].sort())
  assert.deepEqual(await missedAfter(13), [missing(american)])
  assert.deepEqual(await missedAfter(24), [missing(american)])
  assert.deepEqual(await missedAfter(25), [])
})
