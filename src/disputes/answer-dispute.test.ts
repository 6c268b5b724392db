/** Disputes of the simulator's own making, answered through the API, decided by the simulator. */
import assert from 'node:assert/strict'
import { existsSync, readFileSync, statSync } from 'node:fs'
import { after, before, test } from 'node:test'
import { anotherCompany, tokenFor } from '../../test/another-company.ts'
import { clearingStage } from '../../test/clearing-stage.ts'
import { disputeStage, pdf } from '../../test/dispute-stage.ts'
import { type Platform, startPlatform, until } from '../../test/platform.ts'
import { verifiesClean } from '../../test/verifies-clean.ts'
import { sql } from '../db/sql.ts'
import { newId } from '../ground/ids.ts'
import { FILES_BYTES_MAX } from './evidence.ts'

let platform: Platform
let stage: ReturnType<typeof disputeStage>
let card: { path: string }
before(async () => {
  platform = await startPlatform({ clearingToleranceMs: 0 })
  stage = disputeStage(platform, clearingStage(platform))
  card = await platform.saveCard('4000000000000259')
})
after(async () => {
  try {
    await verifiesClean(platform)
  } finally {
    await platform.close()
  }
})

/** The network ends its day, and the platform has dealt with the file. */
async function clear(): Promise<void> {
  const { sequence } = (await (
    await fetch(`${platform.simulatorUrl}/clearing`, { method: 'POST' })
  ).json()) as {
    sequence: number
  }
  await until('the file to be checked', async () => {
    const file = await platform.db.first<{ state: string }>(
      sql`select state from clearing_files where network_id = 'JETPAYNET' and sequence = ${sequence}`,
    )
    return file?.state === 'checked'
  })
}
/** A charge with the test card, cleared and disputed in the file after. */
async function disputed() {
  const debitId = await stage.charged(card)
  await clear()
  assert.equal(await stage.of(debitId), undefined)
  await clear()
  return { debitId, disputeId: (await until('the dispute', () => stage.of(debitId))).dispute_id as string }
}
const detail = async (disputeId: string) => (await platform.call('GET', `/dispute/${disputeId}`)).body
/** The network has read what was submitted and decided. */
const decided = (debitId: string) =>
  until('the network to decide', async () => {
    const { rrn } = await platform.db.one<{ rrn: string }>(
      sql`select rrn from attempts where debit_id = ${debitId}`,
    )
    return (await platform.books(`?rrn=${rrn}`)).entries[0].dispute.state !== 'open'
  })
const png = Buffer.from('89504e470d0a1a0a0000000d', 'hex')

test('evidence that wins is kept, submitted once, reaches the network, and the file after next pays the amount again', async () => {
  const { debitId, disputeId } = await disputed()
  const key = { 'idempotency-key': newId() }
  const first = { texts: { delivery: 'first' }, files: [stage.file(pdf)] }
  const added = await stage.evidence(disputeId, first, key)
  assert.equal(added.status, 200, added.text)
  assert.equal((await stage.evidence(disputeId, first, key)).headers.get('idempotent-replayed'), 'true')
  await stage.evidence(disputeId, { texts: { delivery: 'Signed. winning_evidence' } })
  await stage.evidence(disputeId, { files: [stage.file(png, 'signature.png')] })
  const { evidence } = await detail(disputeId)
  assert.deepEqual(evidence.texts, { delivery: 'Signed. winning_evidence' })
  assert.deepEqual(
    evidence.files.map(({ name, type, bytes }: any) => [name, type, bytes]),
    [
      ['receipt.pdf', 'application/pdf', pdf.length],
      ['signature.png', 'image/png', png.length],
    ],
  )
  const again = { 'idempotency-key': newId() }
  assert.equal((await stage.submit(disputeId, again)).body.state, 'under_review')
  assert.equal((await stage.submit(disputeId, again)).body.state, 'under_review')
  assert.equal((await stage.submit(disputeId)).status, 409)
  assert.equal((await stage.evidence(disputeId, { texts: { other: 'late' } })).status, 409)
  await decided(debitId)
  const taken = `${platform.config.clearingFolder}/outgoing/done`
  const path = `${taken}/dispute-${disputeId}.json`
  await until('the response to be taken', async () => existsSync(path))
  const sent = JSON.parse(readFileSync(path, 'utf8'))
  const documents = evidence.files.map(({ evidence_id: _, ...file }: any) => ({
    ...file,
    file: `dispute-${disputeId}-${file.sha256}.${file.type.replace(/.*\//, '')}`,
  }))
  assert.deepEqual([sent.amount, sent.currency, sent.documents], ['10000', '124', documents])
  for (const [at, content] of [pdf, png].entries()) {
    const copy = `${taken}/${documents[at].file}`
    assert.deepEqual(readFileSync(copy), content)
    assert.equal(statSync(copy).mode & 0o777, 0o600)
  }
  await clear()
  assert.equal((await detail(disputeId)).state, 'under_review')
  await clear()
  assert.equal((await detail(disputeId)).state, 'won')
  assert.deepEqual(await stage.items(disputeId), { disputed: -10000n, dispute_won: 10000n })
  assert.deepEqual((await stage.eventsOf(debitId)).slice(3), [
    'disputed',
    'dispute_under_review',
    'dispute_won',
  ])
})

test('any other evidence loses, in the file after next', async () => {
  const { debitId, disputeId } = await disputed()
  await stage.evidence(disputeId, { texts: { other: 'It was not us' } })
  await stage.submit(disputeId)
  await decided(debitId)
  await clear()
  await clear()
  const { state, lost_reason } = await detail(disputeId)
  assert.deepEqual([state, lost_reason], ['lost', 'decided'])
})

test('a charge that was cleared is disputed on request, in part too, once', async () => {
  const good = await platform.saveCard()
  const debitId = await stage.charged(good)
  const { rrn } = await platform.db.one<{ rrn: string }>(
    sql`select rrn from attempts where debit_id = ${debitId}`,
  )
  const dispute = (body: object) =>
    fetch(`${platform.simulatorUrl}/disputes`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
  assert.equal((await dispute({ rrn })).status, 409, 'it is not cleared yet')
  await clear()
  assert.equal((await dispute({ rrn, amount: 10001 })).status, 409)
  assert.equal((await dispute({ rrn, amount: 2500 })).status, 200)
  assert.equal((await dispute({ rrn })).status, 409)
  await clear()
  assert.deepEqual(
    [(await stage.of(debitId)).amount, (await stage.of(debitId)).state],
    [25, 'needs_response'],
  )
})

test('evidence is kept sealed: neither a text nor a document is in the database as it was sent', async () => {
  const { disputeId } = await disputed()
  const [secret, document] = ['Ada lives at the lake', Buffer.concat([pdf, Buffer.from('the lake house')])]
  await stage.evidence(disputeId, { texts: { other: secret }, files: [stage.file(document)] })
  const rows = await platform.db.many<{ content_sealed: Buffer }>(
    sql`select content_sealed from dispute_evidence where dispute_id = ${disputeId}`,
  )
  assert.equal(rows.length, 2)
  for (const { content_sealed } of rows)
    for (const plain of [secret, document.toString('base64'), 'the lake'])
      assert.ok(!content_sealed.includes(plain))
})

test('a document is downloaded as it was added, as a file to save, and by its company alone', async () => {
  const { disputeId } = await disputed()
  const name = 'reçu "7"; <script>.pdf'
  await stage.evidence(disputeId, { texts: { other: 'a text' }, files: [stage.file(pdf, name)] })
  const [{ evidence_id }] = (await detail(disputeId)).evidence.files
  const download = (id: string, headers = { authorization: `Bearer ${platform.demo.api_token}` }) =>
    fetch(`${platform.url}/dispute/${disputeId}/evidence/${id}`, { headers })
  const answer = await download(evidence_id)
  assert.deepEqual([answer.status, Buffer.from(await answer.arrayBuffer())], [200, pdf])
  assert.deepEqual(
    ['content-type', 'content-disposition', 'x-content-type-options'].map((header) =>
      answer.headers.get(header),
    ),
    [
      'application/pdf',
      `attachment; filename="re_u _7__ _script_.pdf"; filename*=UTF-8''re%C3%A7u%20%227%22%3B%20%3Cscript%3E.pdf`,
      'nosniff',
    ],
  )
  const { evidence_id: ofText } = await platform.db.one<{ evidence_id: string }>(
    sql`select evidence_id from dispute_evidence where dispute_id = ${disputeId} and field = 'other'`,
  )
  assert.equal((await download(ofText)).status, 404)
  assert.equal((await download(newId())).status, 404)
  const { companyId, headers } = await anotherCompany(platform)
  assert.equal((await download(evidence_id, headers)).status, 404)
  const { headers: blind } = await tokenFor(platform, companyId, ['debits:write'])
  assert.equal((await download(evidence_id, blind)).status, 403)
})

test('what is no PDF, PNG or JPEG by its bytes, too many, too large or nothing is refused, and nothing of it is kept', async () => {
  const { disputeId } = await disputed()
  const large = (bytes: number) => stage.file(Buffer.concat([pdf, Buffer.alloc(bytes)]))
  const refused: [body: unknown, status: number, path: string | null][] = [
    [{ files: [stage.file(Buffer.from('MZ this is a program'), 'receipt.pdf')] }, 422, 'files.0.content'],
    [{ files: [{ name: 'receipt.pdf', content: 'no base64!' }] }, 422, 'files.0.content'],
    [{ files: Array.from({ length: 9 }, () => stage.file(pdf)) }, 422, 'files'],
    [{ files: [large(2 * 1024 * 1024)] }, 422, 'files'],
    [{ files: [large(3 * 1024 * 1024)] }, 413, null],
    [{ texts: { other: 'x'.repeat(5001) } }, 422, 'texts.other'],
    [{ texts: { weather: 'fine' } }, 422, 'texts'],
    [{}, 422, ''],
  ]
  for (const [body, status, path] of refused) {
    const answer = await stage.evidence(disputeId, body)
    assert.equal(answer.status, status, `${path} ${answer.text}`)
    if (path !== null) assert.ok(answer.body.errors[0].path.startsWith(path), answer.text)
  }
  assert.equal((await stage.evidence(disputeId, { files: [large(1_500_000)] })).status, 200)
  assert.equal((await stage.evidence(disputeId, { files: [large(700_000)] })).status, 422)
  assert.equal((await detail(disputeId)).evidence.files.length, 1)
  const left = FILES_BYTES_MAX - (1_500_000 + pdf.length)
  const filled = await stage.evidence(disputeId, { files: [large(left - pdf.length)] })
  assert.equal(filled.status, 200, 'to the last byte')
  assert.equal((await stage.evidence(disputeId, { files: [stage.file(pdf)] })).status, 422)
  const elsewhere = await platform.call('PUT', '/contact', { name: 'y'.repeat(70_000) })
  assert.equal(elsewhere.status, 413)
})

test('nothing can be submitted without evidence, and a dispute that nobody answers is lost at its deadline, not before', async () => {
  const { debitId, disputeId } = await disputed()
  assert.equal((await stage.submit(disputeId)).status, 409)
  await platform.good('POST', '/sandbox/clock', { advance: '19d' })
  await stage.evidence(disputeId, { texts: { other: 'written and never submitted' } })
  assert.equal((await detail(disputeId)).state, 'needs_response')
  await platform.good('POST', '/sandbox/clock', { advance: '2d' })
  await until('it to be lost', async () => (await detail(disputeId)).state === 'lost')
  assert.equal((await detail(disputeId)).lost_reason, 'no_response')
  assert.equal((await stage.evidence(disputeId, { texts: { other: 'late' } })).status, 409)
  assert.equal((await stage.submit(disputeId)).status, 409)
  assert.deepEqual((await stage.eventsOf(debitId)).slice(3), ['disputed', 'dispute_lost'])
})
