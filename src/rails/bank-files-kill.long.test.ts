import assert from 'node:assert/strict'
import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { after, before, test } from 'node:test'
import { setTimeout as delay } from 'node:timers/promises'
import { type BankJobsStage, startBankJobsStage } from '../../test/bank-jobs-stage.ts'
import { until } from '../../test/platform.ts'
import { systemClock } from '../ground/clock.ts'
import { type Bank, openBank } from '../simulator/bank.ts'
import type { BankItemRow } from './bank-item.ts'

/** Lives of two workers at once; each ends by SIGKILL wherever it is. */
const LIVES = 5

let stage: BankJobsStage
let bank: Bank
const children: ChildProcess[] = []
before(async () => {
  stage = await startBankJobsStage()
  bank = openBank({
    folder: stage.folder,
    dataFolder: `${stage.folder}/books`,
    originatorId: 'JETPAYDEMO',
    profile: 'demo',
    ach: stage.context.config.bank.ach,
    clock: systemClock,
    lookMs: 5,
  })
})
after(async () => {
  for (const child of children) child.kill('SIGKILL')
  await bank?.close()
  await stage?.close()
})

/** The two jobs in a process of their own, without a pause; it says each time that one did something. */
function startWorkerProcess(): ChildProcess {
  const here = (file: string) => JSON.stringify(import.meta.resolve(file))
  const script = `${stage.folder}/worker.mjs`
  writeFileSync(
    script,
    `
    const { openContext } = await import(${here('../process/context.ts')})
    const { recordingSubjects } = await import(${here('../../test/bank-stage.ts')})
    const { openBankConnections } = await import(${here('./bank-connection.ts')})
    const { readBankFiles } = await import(${here('./read-bank-files.ts')})
    const { sendBankFiles } = await import(${here('./send-bank-files.ts')})
    const context = await openContext('worker', ${JSON.stringify(stage.context.config)})
    const [connection] = openBankConnections(context.config.bank)
    const jobs = [sendBankFiles(recordingSubjects, connection), readBankFiles(recordingSubjects, connection)]
    await Promise.all(jobs.map(async (job) => {
      for (;;) {
        const more = await job.run(context)
        if (more) process.send('worked')
        else await new Promise((resolve) => setTimeout(resolve, 1))
      }
    }))`,
  )
  const child = fork(script)
  children.push(child)
  return child
}

test('kill -9 again and again: the bank books each item once, and its subject hears of each outcome once', async () => {
  const returning = await stage.createAccount('9900901')
  const queued: BankItemRow[] = []
  for (let life = 1; life <= LIVES; life++) {
    const workers = [startWorkerProcess(), startWorkerProcess()]
    const worked = Promise.race(workers.map((child) => once(child, 'message')))
    for (let at = 0; at < 15; at++)
      queued.push(
        await (at % 5 === 0
          ? stage.queue({ kind: 'debit', direction: 'debit', bankAccountId: returning })
          : stage.queue()),
      )
    await worked
    // Not for something to happen: to be somewhere else in the work in each life.
    await delay(life * 7)
    const ended = Promise.all(workers.map((child) => once(child, 'exit')))
    for (const child of workers) child.kill('SIGKILL')
    await ended
  }

  await until('the bank to have said all', async () => {
    await stage.runJobs()
    const rows = await Promise.all(queued.map((item) => stage.itemNow(item)))
    return rows.every(({ state }) => state === 'settled' || state === 'returned')
  })
  for (const item of queued) {
    assert.deepEqual(await stage.words(item), ['sent', item.kind === 'debit' ? 'returned' : 'settled'])
    assert.equal(bank.books.findItem(item.trace_number).length, 1)
  }
  assert.equal(bank.books.duplicates(), 0)
  assert.deepEqual(stage.files('rejected'), [])
  const left = stage.files('outgoing')
  assert.deepEqual(left, [], 'no copy with account numbers is left')
})
