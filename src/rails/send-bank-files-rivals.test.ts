/** Workers that sleep, race and die while files are sent. */
import assert from 'node:assert/strict'
import { rmSync } from 'node:fs'
import { after, before, beforeEach, test } from 'node:test'
import { type BankJobsStage, startBankJobsStage } from '../../test/bank-jobs-stage.ts'
import { itemsIn } from '../../test/bank-stage.ts'
import { dyingAt } from '../../test/dying-process.ts'
import { until } from '../../test/platform.ts'
import { sql } from '../db/sql.ts'
import type { Context } from '../process/context.ts'
import type { BankConnection } from './bank-connection.ts'
import type { BankTransport } from './bank-transport.ts'
import { discardLeftovers } from './hand-over-bank-file.ts'
import { openBankFile } from './open-bank-file.ts'
import { railsOf } from './rail.ts'
import { sendBankFiles } from './send-bank-files.ts'

let stage: BankJobsStage
before(async () => {
  stage = await startBankJobsStage()
})
after(() => stage?.close())
beforeEach(async () => {
  await stage.sendFiles()
  stage.emptyFolders()
  await stage.context.db.run(sql`delete from told`)
})

/** A point that everybody who comes to it waits at, until it is opened. */
function gate() {
  const { promise, resolve } = Promise.withResolvers<void>()
  let waiting = 0
  return {
    pass: async () => {
      waiting++
      await promise
    },
    waiting: () => waiting,
    open: resolve,
  }
}

test('a worker that slept while another sent the file does not give it to the bank again', async () => {
  const item = await stage.queue()
  const asleep = gate()
  const { transport } = stage.connection
  const slow = sendBankFiles(stage.subjects, {
    ...stage.connection,
    transport: {
      ...transport,
      async stage(name, claim, chunks) {
        await asleep.pass()
        await transport.stage(name, claim, chunks)
      },
    },
  })
  await slow.run(stage.context)
  const sleeper = slow.run(stage.context)
  await until('the slow worker to be about to write', async () => asleep.waiting() === 1)
  await stage.sendFiles()
  rmSync(`${stage.folder}/outgoing/${stage.sentFile()}`)
  asleep.open()
  await sleeper
  assert.deepEqual(stage.files('outgoing'), [])
  assert.deepEqual(await stage.words(item), ['sent'])
})

test('two workers that record the same file at once tell of each item once', async () => {
  const items = await Promise.all(Array.from({ length: 30 }, () => stage.queue()))
  const released = gate()
  const { transport } = stage.connection
  const job = sendBankFiles(stage.subjects, {
    ...stage.connection,
    transport: {
      ...transport,
      async release(name, claim) {
        const first = await transport.release(name, claim)
        await released.pass()
        return first
      },
    },
  })
  await job.run(stage.context)
  const workers = [job.run(stage.context), job.run(stage.context), job.run(stage.context)]
  await until('all to have handed it over', async () => released.waiting() === 3)
  released.open()
  await Promise.all(workers)
  for (const { subject_id } of items) assert.deepEqual(await stage.words({ subject_id }), ['sent'])
})

test('a file that is being opened keeps its number: a rival waits for it and takes the next', async () => {
  await stage.queue()
  // An item that no file can carry, so that opening stops at its subject.
  await stage.queue({ amount: 10_000_000_000n })
  const opening = gate()
  const { payout } = stage.subjects
  const subjects = { ...stage.subjects, payout: { ...payout, rejected: () => opening.pass() } }
  const first = sendBankFiles(subjects, stage.connection).run(stage.context)
  await until('the first file to be opening', async () => opening.waiting() === 1)
  await stage.queue()
  let done = false
  const second = openBankFile(stage.context, stage.subjects, railsOf(stage.context.config.bank)[0]!).then(
    () => {
      done = true
    },
  )
  await until('the rival to wait for the number, or to have gone past it', async () => {
    const waiting = await stage.context.db.first(sql`
      select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`)
    return done || waiting !== undefined
  })
  opening.open()
  await Promise.all([first, second])
  await stage.sendFiles()
  const files = stage.files('outgoing')
  assert.equal(files.length, 2, files.join(' '))
})

/** The job's process, which dies at its nth step: each call of the transport is one. */
function dying(step: number, after: boolean): { context: Context; connection: BankConnection } {
  const { guard, database } = dyingAt(step, after)
  const { stage: write, release, discard, staged, pull } = stage.connection.transport
  const transport: BankTransport = {
    stage: guard(write),
    release: guard(release),
    discard: guard(discard),
    staged: guard(staged),
    pull: guard(pull),
  }
  return {
    context: { ...stage.context, db: database(stage.context.db) },
    connection: { ...stage.connection, transport },
  }
}

test('a process may die between any two steps: the bank gets each file once, and subjects hear of it once', async () => {
  let deaths = 0
  for (let step = 1; ; step++) {
    let died = false
    // The bank may have taken the file away before anyone recovers.
    for (const [after, bankTakes] of [
      [false, false],
      [true, false],
      [false, true],
      [true, true],
    ] as const) {
      const items = [await stage.queue(), await stage.queue({ kind: 'debit', direction: 'debit' })]
      const taken: Buffer[] = []
      const take = () => {
        for (const name of stage.files('outgoing').filter((file) => !file.startsWith('.'))) {
          taken.push(stage.read(`outgoing/${name}`))
          rmSync(`${stage.folder}/outgoing/${name}`)
        }
      }
      const victim = dying(step, after)
      const job = sendBankFiles(stage.subjects, victim.connection)
      try {
        while (await job.run(victim.context));
      } catch (error) {
        assert.equal((error as Error).message, 'dead')
        died = true
        deaths++
      }
      if (bankTakes) take()
      await stage.sendFiles()
      take()
      const about = `step ${step}${after ? ', answer lost' : ''}${bankTakes ? ', file taken' : ''}`
      assert.equal(taken.length, 1, about)
      assert.deepEqual(
        (await itemsIn(taken[0]!)).map(({ crossReference }) => crossReference).sort(),
        items.map(({ trace_number }) => trace_number).sort(),
        about,
      )
      for (const { subject_id } of items) assert.deepEqual(await stage.words({ subject_id }), ['sent'], about)
      assert.deepEqual(stage.files('outgoing'), [], about)
    }
    if (!died) break
  }
  assert.ok(deaths > 30, `${deaths} deaths`)
})

test('a copy that a dead worker left of a file that was sent is removed, and none of a file that is under way', async () => {
  await stage.queue()
  const { transport } = stage.connection
  const dying = sendBankFiles(stage.subjects, {
    ...stage.connection,
    transport: {
      ...transport,
      async release() {
        throw new Error('dead')
      },
    },
  })
  await dying.run(stage.context)
  await assert.rejects(dying.run(stage.context), /dead/)
  await discardLeftovers(stage.context, transport)
  assert.equal((await transport.staged()).length, 1, 'the copy that is about to leave')
  await stage.sendFiles()
  const name = stage.sentFile()
  async function* half() {
    yield Buffer.from('A000000001')
  }
  await transport.stage(name, 'late', half())
  await stage.sendFiles()
  assert.deepEqual(await transport.staged(), [])
  assert.deepEqual(stage.files('outgoing'), [name])
})
