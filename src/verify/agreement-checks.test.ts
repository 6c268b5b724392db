import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { signed, startLinks } from '../../test/payment-links.ts'
import { type Platform, startPlatform } from '../../test/platform.ts'
import { sql } from '../db/sql.ts'
import { agreementChecks } from './agreement-checks.ts'

let platform: Platform
let debitId: string
before(async () => {
  platform = await startPlatform({ paymentPageRateLimit: 1_000 })
  const links = await startLinks(platform)
  const { id, link } = await links.debit()
  const agreement = await links.shownAgreement(link)
  assert.equal((await links.post(link, 'bank', { ...signed, agreement })).status, 200)
  debitId = id
})
after(() => platform.close())

const violations = async () => {
  const { examples } = await agreementChecks[0]!.run(platform.db, { sentMaxMs: 0, simulatorUrl: null })
  return examples.map(({ debit_id, wrong }) => [debit_id, wrong])
}
const change = (what: ReturnType<typeof sql>) =>
  platform.db.run(sql`update signed_agreements set ${what}
    where company_id = ${platform.demo.company_id} and debit_id = ${debitId}`)

test('a debit agreed to on the page has its agreement; one that is gone or for another account is found', async () => {
  assert.deepEqual(await violations(), [])
  await change(sql`account_number_last4 = '0000'`)
  assert.deepEqual(await violations(), [[debitId, 'signed for another account']])
  await platform.db.run(sql`
    delete from signed_agreements where company_id = ${platform.demo.company_id} and debit_id = ${debitId}`)
  assert.deepEqual(await violations(), [[debitId, 'without an agreement']])
})
