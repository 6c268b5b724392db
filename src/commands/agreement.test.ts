/** `jetpay agreement show` as a process: what a bank or a court is shown. */
import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { after, before, test } from 'node:test'
import { promisify } from 'node:util'
import { signed, startLinks } from '../../test/payment-links.ts'
import { type Platform, startPlatform } from '../../test/platform.ts'
import { projectFolder } from '../ground/config.ts'
import { newId } from '../ground/ids.ts'

let platform: Platform
let links: Awaited<ReturnType<typeof startLinks>>
before(async () => {
  platform = await startPlatform({ paymentPageRateLimit: 1_000 }, { bankGatherMs: 3_600_000 })
  links = await startLinks(platform)
})
after(() => platform?.close())

const show = async (debitId: string, mainKeyFile = platform.config.mainKeyFile) => {
  const words = ['agreement', 'show', debitId, '--company', platform.demo.company_id]
  const run = promisify(execFile)(process.execPath, ['src/main.ts', ...words], {
    cwd: projectFolder,
    env: {
      ...process.env,
      DATABASE_URL: platform.config.databaseUrl,
      JETPAY_MAIN_KEY_FILE: mainKeyFile,
    },
  })
  return run.then(
    ({ stdout }) => ({ out: JSON.parse(stdout), err: '' }),
    ({ stderr }) => ({ out: null, err: stderr as string }),
  )
}

test('an agreement is shown as it was signed: every paragraph, who signed, with which account, when and where', async () => {
  const { id, link } = await links.debit({ statement: 'Order 3001' })
  const agreement = await links.shownAgreement(link)
  assert.equal((await links.post(link, 'bank', { ...signed, agreement })).status, 200)

  const { out } = await show(id.toUpperCase())
  assert.deepEqual([out.debit_id, out.kind, out.category], [id, 'pad_h1', 'personal'])
  assert.match(out.terms.join('\n'), /certain recourse rights/)
  assert.deepEqual(out.signer.signature, { kind: 'typed', name: 'Ana Tremblay' })
  assert.deepEqual([out.signer.accountNumber, out.signer.ip], ['7654321', '127.0.0.1'])
  assert.ok(Math.abs(Date.now() - Date.parse(out.signed_at)) < 600_000, out.signed_at)

  const { err } = await show(id, `${projectFolder}/package.json`)
  assert.match(err, /package\.json/)
  assert.doesNotMatch(err, /7654321|Tremblay/)
})

test('a debit that nobody signed for, and what is no id, are told in a line', async () => {
  assert.match((await show(newId())).err, /^There is no signed agreement to debit [^\n]+\n$/)
  assert.match((await show('order-1')).err, /^Name the debit's id\. Usage: jetpay agreement show/)
})
