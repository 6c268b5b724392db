import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { clearingNetwork } from '../../test/clearing-network.ts'
import { until } from '../../test/platform.ts'
import { systemClock } from '../ground/clock.ts'
import { newId } from '../ground/ids.ts'
import { openDisputes } from './disputes.ts'

const at = '2030-01-02T12:00:00.000Z'
type Network = Awaited<ReturnType<typeof clearingNetwork>>

/** Kind, reason and amount of each record of the next file. */
async function next(network: Network) {
  const { sequence } = (await network.cut())!
  const { records } = (await network.files()).get(sequence)!
  return records.map(({ kind, reason, amount }) => [kind, reason, amount])
}

test('a dispute and its decision survive the network’s end, and each is in one file', async (t) => {
  const network = await clearingNetwork(t)
  const [won, lost] = [network.charge('disputed'), network.charge('disputed')]
  assert.equal((await next(network)).length, 2)
  await network.restart()
  assert.deepEqual(await next(network), [
    ['adjustment', '0301', -1050n],
    ['adjustment', '0301', -1050n],
  ])
  await network.restart()
  for (const entry of [won, lost])
    network.books().answerDispute(network.books().find(entry)!, entry === won, at)
  network.books().answerDispute(network.books().find(won)!, false, at)
  await network.restart()
  assert.deepEqual(await next(network), [], 'it decides in the file after next')
  assert.deepEqual(await next(network), [
    ['adjustment', '0302', 1050n],
    ['reject', '0303', 0n],
  ])
  assert.deepEqual(await next(network), [])
})

test('a charge that is reversed after it was cleared is taken back once, whether or not it was disputed by then', async (t) => {
  const network = await clearingNetwork(t)
  const [before, after] = [network.charge('disputed'), network.charge('disputed')]
  assert.equal((await next(network)).length, 2)
  network.reverse(before)
  assert.deepEqual(await next(network), [
    ['adjustment', '0301', -1050n],
    ['reversal', null, -1050n],
  ])
  network.reverse(after)
  await network.restart()
  assert.deepEqual(await next(network), [])
})

async function responding(t: TestContext) {
  const network = await clearingNetwork(t)
  const entry = network.charge('disputed')
  await network.cut()
  const outgoing = join(network.clearingFolder, 'outgoing')
  await mkdir(outgoing)
  const settings = { books: network.books(), clock: systemClock, folder: network.clearingFolder }
  const disputes = openDisputes({ ...settings, log: undefined })
  t.after(() => disputes.close())
  const put = (name: string, content: string | Buffer) => writeFile(join(outgoing, name), content)
  /** Puts a response there, whole at once, and answers the folder that it is moved to. */
  async function respond(response: unknown, id = newId()): Promise<string> {
    const name = `dispute-${id}.json`
    await put(`.${name}`, typeof response === 'string' ? response : JSON.stringify(response))
    await rename(join(outgoing, `.${name}`), join(outgoing, name))
    await until('the response to be gone', async () => !(await readdir(outgoing)).includes(name))
    return until('the response to be taken', async () => {
      for (const inner of ['refused', 'done'])
        if ((await readdir(join(outgoing, inner)).catch((): string[] => [])).includes(name)) return inner
      return undefined
    })
  }
  const reference = { rrn: entry.rrn, stan: entry.stan, transmission: entry.transmission }
  const stateNow = () => network.books().find(entry)!.dispute?.state
  return {
    put,
    outgoing,
    respond,
    response: { version: 1, ...reference, texts: {}, documents: [] },
    stateNow,
  }
}

/** A document of the dispute, as the response names it. */
function documentOf(id: string, content: Buffer) {
  const sha256 = createHash('sha256').update(content).digest('hex')
  return { file: `dispute-${id}-${sha256}.pdf`, bytes: content.length, sha256 }
}

test('the first response decides; a second one, and one about another charge, change nothing', async (t) => {
  const { respond, response, stateNow } = await responding(t)
  const winning = { ...response, texts: { other: 'with winning_evidence in it' } }
  assert.equal(await respond({ ...winning, stan: '999999' }), 'done')
  assert.equal(stateNow(), 'open')
  assert.equal(await respond(winning), 'done')
  assert.equal(stateNow(), 'won')
  assert.equal(await respond(response), 'done')
  assert.equal(stateNow(), 'won')
})

test('what is no response is put aside', async (t) => {
  const { respond, response, stateNow } = await responding(t)
  for (const bad of ['{', '[]', { ...response, version: 2 }, { ...response, texts: 'all' }])
    assert.equal(await respond(bad), 'refused')
  assert.equal(stateNow(), 'open')
})

test('a response is taken with its documents; without one of them, or with other content, it is refused and decides nothing', async (t) => {
  const { put, outgoing, respond, response, stateNow } = await responding(t)
  const winning = { ...response, texts: { other: 'winning_evidence' } }
  const receipt = Buffer.from('%PDF-1.7 receipt')
  const refused: [why: string, of: (id: string) => object, there: (id: string) => [string, Buffer][]][] = [
    ['has no document', (id) => documentOf(id, receipt), () => []],
    [
      'has another document',
      (id) => documentOf(id, receipt),
      (id) => [[documentOf(id, receipt).file, Buffer.from('%PDF-1.7 RECEIPT')]],
    ],
    ['of another dispute', () => documentOf(newId(), receipt), () => []],
    ['is no response', (id) => ({ ...documentOf(id, receipt), file: '../../secret.pdf' }), () => []],
  ]
  for (const [why, of, there] of refused) {
    const id = newId()
    for (const [name, content] of there(id)) await put(name, content)
    assert.equal(await respond({ ...winning, documents: [of(id)] }, id), 'refused', why)
    const reason = await readFile(join(outgoing, 'refused', `dispute-${id}.json.reason`), 'utf8')
    assert.ok(reason.includes(why), reason)
  }
  assert.equal(stateNow(), 'open')
  const id = newId()
  const document = documentOf(id, receipt)
  await put(document.file, receipt)
  assert.equal(await respond({ ...winning, documents: [document] }, id), 'done')
  assert.equal(stateNow(), 'won')
  assert.deepEqual(await readFile(join(outgoing, 'done', document.file)), receipt)
  assert.equal((await readdir(outgoing)).filter((name) => name.endsWith('.pdf')).length, 0)
})

test('a response that comes a second time is refused', async (t) => {
  const { respond, response } = await responding(t)
  const id = newId()
  assert.equal(await respond(response, id), 'done')
  assert.equal(await respond(response, id), 'refused')
})
