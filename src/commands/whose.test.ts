/** What is named by its id alone, of whichever company it is; and in whose audit log stands what was done. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { anotherCompany } from '../../test/another-company.ts'
import { openCommandLines } from '../../test/command-lines.ts'
import { type Platform, startPlatform } from '../../test/platform.ts'
import { sql } from '../db/sql.ts'
import { newId } from '../ground/ids.ts'
import { queueMail } from '../mail/mail.ts'

let platform: Platform
let lines: ReturnType<typeof openCommandLines>
/** There are two companies, so that none is the only one. */
let other: Awaited<ReturnType<typeof anotherCompany>>
before(async () => {
  platform = await startPlatform()
  other = await anotherCompany(platform)
  lines = openCommandLines(platform)
})
after(async () => {
  lines?.close()
  await platform?.close()
})

async function jetpay(...words: string[]) {
  const { code, out, err } = await lines.run([...words, '--json'])
  assert.equal(code, 0, err)
  return JSON.parse(out)
}
const logged = (companyId: string, operation: string) =>
  platform.db.many(sql`
    select 1 from audit_log where company_id = ${companyId} and operation = ${operation} and outcome = 'done'`)

test('a debit is shown by its id alone, of whichever company it is', async () => {
  const { body } = await platform.charge(await platform.saveCard())
  assert.equal((await jetpay('transaction', 'show', body.debit_id)).identifier, body.debit_id)
  // As it had to be called before.
  await jetpay('transaction', 'show', body.debit_id, '--company', platform.demo.company_id)
  for (const words of ['transaction show', 'payout show', 'mail retry', 'agreement show']) {
    const { code, err } = await lines.run([...words.split(' '), newId()])
    assert.deepEqual([code, /^There is no /.test(err)], [1, true], err)
  }
})

test('a mail is sent again and a token ended by id alone, and both stand in their company’s log', async () => {
  const mail = { companyId: other.companyId, to: 'ada@example.com', subject: 'Hello', text: 'Hello' }
  assert.deepEqual(await jetpay('mail', 'retry', await queueMail(platform.db, mail)), { ok: true })
  assert.equal((await logged(other.companyId, 'jetpay mail retry')).length, 1)
  await jetpay('token', 'revoke', other.tokenId)
  assert.equal((await logged(other.companyId, 'jetpay token revoke')).length, 1)
})

test('lists without an endpoint have the form of those that have one', async () => {
  await jetpay('operator', 'token', 'create', '--name', 'first', '--scopes', 'all')
  for (const words of ['operator list', 'operator token list', 'dispute list', 'company list'])
    assert.deepEqual(Object.keys(await jetpay(...words.split(' '))), ['data', 'next_cursor'], words)
  const [token] = (await jetpay('operator', 'token', 'list')).data
  assert.deepEqual([token.name, token.state], ['first', 'active'])
})
