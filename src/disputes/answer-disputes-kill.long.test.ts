/** The worker is killed while it hands responses to disputes over; the real network reads them. */
import assert from 'node:assert/strict'
import { type ChildProcess, fork } from 'node:child_process'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { after, before, test } from 'node:test'
import { setTimeout as delay } from 'node:timers/promises'
import { type ClearingStage, clearingStage } from '../../test/clearing-stage.ts'
import { disputeStage, pdf } from '../../test/dispute-stage.ts'
import { type Platform, startPlatform, until } from '../../test/platform.ts'
import { resolveDispute } from '../clearing/resolve-dispute.ts'
import { sql } from '../db/sql.ts'
import { openBankFolder } from '../rails/bank-folder.ts'
import type { BankTransport } from '../rails/bank-transport.ts'
import { answerDisputes } from './answer-disputes.ts'
import { listUnsent } from './dispute-response.ts'
import { sweepEvidence } from './evidence.ts'
import { handOverResponse } from './hand-over-response.ts'

/** Lives of two workers at once; each ends by SIGKILL wherever it is. */
const LIVES = 5
const DISPUTES_PER_LIFE = 3
/** Disputes of the tests that end a worker at one certain step. */
const STEPS = 11

let platform: Platform
let network: ClearingStage
let stage: ReturnType<typeof disputeStage>
let folder: string
const waiting: string[] = []
const children: ChildProcess[] = []
before(async () => {
  platform = await startPlatform({ clearingToleranceMs: 0 })
  network = clearingStage(platform)
  stage = disputeStage(platform, network)
  folder = `${platform.config.clearingFolder}/outgoing`
  const card = await platform.saveCard()
  const debits: string[] = []
  for (let at = 0; at < LIVES * DISPUTES_PER_LIFE + STEPS; at++)
    debits.push(await stage.charged(card, '10.00'))
  await network.clear(...(await Promise.all(debits.map((debitId) => network.recordOf(debitId)))))
  await network.clear(...(await Promise.all(debits.map((debitId) => stage.record(debitId, '0301', -1000n)))))
  for (const debitId of debits) waiting.push((await stage.of(debitId)).dispute_id)
  // From here on the tests run the job themselves.
  await platform.stopWorker()
})
after(async () => {
  for (const child of children) child.kill('SIGKILL')
  await platform.close()
})

/** Submits the next dispute, with a text and two documents of its own. */
async function submit(): Promise<string> {
  const disputeId = waiting.pop()!
  const contents = [1, 2].map((at) => Buffer.concat([pdf, Buffer.from(`${at} of ${disputeId}`)]))
  await stage.evidence(disputeId, {
    texts: { other: 'Delivered.' },
    files: contents.map((content) => stage.file(content)),
  })
  assert.equal((await stage.submit(disputeId)).status, 200)
  return disputeId
}

const filesIn = (inner = '') => {
  try {
    return readdirSync(`${folder}/${inner}`, { withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map(({ name }) => name)
  } catch {
    return []
  }
}

/** The network has taken each response once, whole, and nothing is left of it in the folder. */
async function eachCameOnce(disputeIds: string[]): Promise<void> {
  await until('the network to have taken all', async () =>
    disputeIds.every((id) => filesIn('done').includes(`dispute-${id}.json`)),
  )
  assert.deepEqual(filesIn('refused'), [], 'a response came twice, or without its documents')
  assert.deepEqual(filesIn(), [], 'no copy of what a company showed is left')
  for (const id of disputeIds) {
    const { dispute, documents } = JSON.parse(readFileSync(`${folder}/done/dispute-${id}.json`, 'utf8'))
    assert.deepEqual([dispute, documents.length], [id, 2])
    for (const { file, sha256 } of documents) {
      const content = readFileSync(`${folder}/done/${file}`)
      assert.equal(createHash('sha256').update(content).digest('hex'), sha256)
      assert.ok(content.includes(id))
    }
  }
}

/** The job in a process of its own, without a pause; it says each time that it handed something over. */
function startWorkerProcess(): ChildProcess {
  const here = (file: string) => JSON.stringify(import.meta.resolve(file))
  const script = `${platform.config.dataFolder}/answer-disputes.mjs`
  writeFileSync(
    script,
    `
    const { openContext } = await import(${here('../process/context.ts')})
    const { answerDisputes } = await import(${here('./answer-disputes.ts')})
    const context = await openContext('worker', ${JSON.stringify(platform.config)})
    const job = answerDisputes(context.config)
    process.send('ready')
    for (;;) {
      if (await job.run(context)) process.send('worked')
      else await new Promise((resolve) => setTimeout(resolve, 1))
    }`,
  )
  const child = fork(script)
  children.push(child)
  return child
}

test('kill -9 again and again: the network gets each response once, with its documents, and no copy is left', async () => {
  const submitted: string[] = []
  for (let life = 1; life <= LIVES; life++) {
    const workers = [startWorkerProcess(), startWorkerProcess()]
    await Promise.all(workers.map((child) => once(child, 'message')))
    for (let at = 0; at < DISPUTES_PER_LIFE; at++) submitted.push(await submit())
    // Not for something to happen: to be somewhere else in the work in each life.
    await delay(life * 3)
    const ended = Promise.all(workers.map((child) => once(child, 'exit')))
    for (const child of workers) child.kill('SIGKILL')
    await ended
  }
  const job = answerDisputes(platform.config)
  while (await job.run(platform.context));
  await eachCameOnce(submitted)
})

class Died extends Error {}
const steps = ['stage', 'stage', 'stage', 'release', 'release', 'release', 'discard'] as const

for (const [at, step] of steps.entries())
  test(`a worker that dies before its ${step} (step ${at + 1}) leaves a response that the next one sends, once`, async () => {
    const disputeId = await submit()
    const real = openBankFolder(platform.config.clearingFolder)
    let done = 0
    const dies =
      <Arguments extends unknown[], Answer>(work: (...given: Arguments) => Promise<Answer>) =>
      async (...given: Arguments): Promise<Answer> => {
        if (done++ === at) throw new Died()
        return work(...given)
      }
    const mortal: BankTransport = {
      ...real,
      stage: dies(real.stage),
      release: dies(real.release),
      discard: dies(real.discard),
    }
    const [dispute] = await listUnsent(platform.db)
    assert.equal(dispute!.dispute_id, disputeId)
    await assert.rejects(handOverResponse(platform.context, mortal, dispute!), Died)
    const job = answerDisputes(platform.config)
    while (await job.run(platform.context));
    await eachCameOnce([disputeId])
  })

const taken = (disputeId: string) =>
  until('the network to have taken it', async () => filesIn('done').includes(`dispute-${disputeId}.json`))

test('a worker that dies when the network has the response, and before that is recorded, leaves nothing to send again', async () => {
  const disputeId = await submit()
  const [dispute] = await listUnsent(platform.db)
  const real = openBankFolder(platform.config.clearingFolder)
  const mortal: BankTransport = {
    ...real,
    async release(name, claim) {
      await real.release(name, claim)
      if (!name.endsWith('.json')) return true
      await taken(disputeId)
      throw new Died()
    },
  }
  await assert.rejects(handOverResponse(platform.context, mortal, dispute!), Died)
  const job = answerDisputes(platform.config)
  while (await job.run(platform.context));
  await eachCameOnce([disputeId])
})

test('a worker that is late with its own copy of what another has sent sends nothing', async () => {
  const disputeId = await submit()
  const [dispute] = await listUnsent(platform.db)
  const real = openBankFolder(platform.config.clearingFolder)
  const { promise: first, resolve: firstIsDone } = Promise.withResolvers<void>()
  const slow: BankTransport = {
    ...real,
    async stage(name, claim, chunks) {
      await first
      await real.stage(name, claim, chunks)
    },
  }
  const late = handOverResponse(platform.context, slow, dispute!)
  const job = answerDisputes(platform.config)
  while (await job.run(platform.context));
  await taken(disputeId)
  firstIsDone()
  await late
  await eachCameOnce([disputeId])
})

test('what was not handed over yet is kept when its dispute has ended long ago, and goes out whole', async () => {
  const disputeId = await submit()
  await resolveDispute(platform.db, disputeId, 'lost', { by: 'Ada', note: 'by letter' })
  await platform.db.run(sql`
    update disputes set updated_at = jetpay_now() - interval '10 years' where dispute_id = ${disputeId}`)
  await sweepEvidence(platform.db, 24)
  const job = answerDisputes(platform.config)
  while (await job.run(platform.context));
  await eachCameOnce([disputeId])
})

test('a document is written for this user alone, under a hidden name, and its response is the last to be seen', async () => {
  const disputeId = await submit()
  const [dispute] = await listUnsent(platform.db)
  const real = openBankFolder(platform.config.clearingFolder)
  const seen: string[][] = []
  const watched: BankTransport = {
    ...real,
    async release(name, claim) {
      for (const file of filesIn().filter((file) => file.startsWith('.')))
        assert.equal(statSync(`${folder}/${file}`).mode & 0o777, 0o600)
      seen.push(filesIn().filter((file) => !file.startsWith('.')))
      return real.release(name, claim)
    },
  }
  await handOverResponse(platform.context, watched, dispute!)
  assert.deepEqual(
    seen.map((files) => files.map((file) => file.endsWith('.pdf'))),
    [[], [true], [true, true]],
  )
  await eachCameOnce([disputeId])
})
