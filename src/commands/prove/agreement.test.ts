/** `jetpay agreement show` in use: what a bank or a court is shown. */
import assert from 'node:assert/strict'
import { readFileSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import { after, before, test } from 'node:test'
import { openCommandLines } from '../../../test/command-lines.ts'
import { signed, startLinks } from '../../../test/payment-links.ts'
import { type Platform, startPlatform } from '../../../test/platform.ts'
import { projectFolder } from '../../ground/config.ts'
import { newId } from '../../ground/ids.ts'

let platform: Platform
let lines: ReturnType<typeof openCommandLines>
let links: Awaited<ReturnType<typeof startLinks>>
before(async () => {
  platform = await startPlatform({ paymentPageRateLimit: 1_000 }, { bankGatherMs: 3_600_000 })
  lines = openCommandLines(platform)
  links = await startLinks(platform)
})
after(async () => {
  lines?.close()
  await platform?.close()
})

const show = async (
  debitId: string,
  mainKeyFile = platform.config.mainKeyFile,
  [verb = 'show', ...options]: string[] = [],
) => {
  const words = ['agreement', verb, debitId, '--company', platform.demo.company_id, ...options, '--json']
  const { out, err } = await lines.run(words, { JETPAY_MAIN_KEY_FILE: mainKeyFile })
  return { out: out && JSON.parse(out), err: err && JSON.parse(err).message }
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

  const file = `${dirname(platform.config.mainKeyFile)}/agreement-${id}.pdf`
  const saved = await show(id, platform.config.mainKeyFile, ['pdf', '--file', file])
  assert.deepEqual([saved.out.debit_id, saved.out.file], [id, file])
  assert.equal(readFileSync(file).subarray(0, 5).toString(), '%PDF-')
  assert.equal(statSync(file).mode & 0o777, 0o600)
  assert.match((await show(id, platform.config.mainKeyFile, ['pdf', '--file', file])).err, /was not written/)

  const { err } = await show(id, `${projectFolder}/package.json`)
  assert.match(err, /package\.json/)
  assert.doesNotMatch(err, /7654321|Tremblay/)
})

test('a debit that nobody signed for, and what is no id, are told in a line', async () => {
  assert.match((await show(newId())).err, /^There is no signed agreement to debit [^\n]+$/)
  assert.match((await show('order-1')).err, /^"order-1" is not an id/)
})
