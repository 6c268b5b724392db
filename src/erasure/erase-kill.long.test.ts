/** Whoever dies while it erases, or comes second, does no harm. */
import assert from 'node:assert/strict'
import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { after, before, test } from 'node:test'
import { setTimeout as delay } from 'node:timers/promises'
import {
  ADA,
  type ArchivedErasures,
  archivedErasures,
  RETENTION_DAYS,
  SEALED,
} from '../../test/archived-erasures.ts'
import { dyingAt } from '../../test/dying-process.ts'
import { closeBlocks, failingChecks } from '../../test/event-log.ts'
import { type Platform, startPlatform } from '../../test/platform.ts'
import { projectFolder } from '../ground/config.ts'
import { eraseContactNow } from './erase-contacts.ts'

let platform: Platform
let stage: ArchivedErasures
before(async () => {
  platform = await startPlatform({ eventRetentionDays: RETENTION_DAYS })
  await platform.stopWorker()
  stage = archivedErasures(platform)
})
after(() => platform?.close())

async function isErasedOnce({
  stateOf,
  exported,
  files,
}: Pick<Awaited<ReturnType<ArchivedErasures['companyOfTwo']>>, 'stateOf' | 'exported' | 'files'>) {
  assert.equal(await stateOf(), 'erased')
  assert.deepEqual(Object.keys(files()), [SEALED])
  const log = (await exported()).map((line) => JSON.parse(line))
  assert.equal(log.filter(({ type }) => type === 'contacts.erased').length, 1)
  assert.ok(!JSON.stringify(log).includes(ADA))
}

test('a worker that dies at any step is followed by one that ends it, and the end is told once', async () => {
  for (const after of [false, true])
    for (let step = 1; ; step++) {
      const { companyId, ada, ask, exported, files, stateOf } = await stage.companyOfTwo()
      await stage.archivePlain(companyId)
      await ask()
      const { database } = dyingAt(step, after)
      const { context } = platform
      const whole = await eraseContactNow({ ...context, db: database(context.db) }, companyId, ada).then(
        () => true,
        (error: Error) => {
          assert.equal(error.message, 'dead')
          return false
        },
      )
      await stage.work()
      await stage.sequence()
      assert.equal(await stateOf(), 'erased')
      assert.deepEqual(Object.keys(files()), [SEALED])
      const log = (await exported()).map((line) => JSON.parse(line))
      assert.ok(!JSON.stringify(log).includes(ADA))
      assert.equal(log.filter(({ type }) => type === 'contacts.erased').length, 1)
      if (whole) {
        assert.ok(step > 10, `${step} steps`)
        break
      }
    }
  await closeBlocks(platform)
  assert.deepEqual(await failingChecks(platform), [])
})

/** A process that does nothing but erase, and says when it begins. */
function startEraser(): ChildProcess {
  const script = `${platform.config.dataFolder}/eraser.mjs`
  const of = (file: string) => JSON.stringify(`${projectFolder}/src/${file}`)
  writeFileSync(
    script,
    `import { readFileSync } from 'node:fs'
    const { openContext } = await import(${of('process/context.ts')})
    const { eraseContacts } = await import(${of('erasure/erase-contacts.ts')})
    const config = JSON.parse(readFileSync(${JSON.stringify(`${script}.json`)}, 'utf8'))
    const context = await openContext('worker', config, { write: () => undefined })
    process.send('ready')
    for (;;) {
      await eraseContacts.run(context)
      await new Promise((resolve) => setTimeout(resolve, 1))
    }`,
  )
  writeFileSync(`${script}.json`, JSON.stringify(platform.config))
  return fork(script)
}

test('kill -9 again and again: what was asked for is erased in the end, each once', async () => {
  const asked: Awaited<ReturnType<typeof stage.companyOfTwo>>[] = []
  for (let life = 0; life < 4; life++) {
    const eraser = startEraser()
    await once(eraser, 'message')
    for (let at = 0; at < 2; at++) {
      const one = await stage.companyOfTwo()
      await stage.archivePlain(one.companyId)
      await one.ask()
      asked.push(one)
    }
    // Not for something to happen: to be somewhere else in the work in each life.
    await delay(life * 7)
    const ended = once(eraser, 'exit')
    eraser.kill('SIGKILL')
    await ended
  }
  await stage.work()
  await stage.sequence()
  for (const { stateOf, exported, files } of asked) {
    await isErasedOnce({ stateOf, exported, files })
  }
  await closeBlocks(platform)
  assert.deepEqual(await failingChecks(platform), [])
})

test('what a worker that was killed has left of a file goes when the file is written', async () => {
  const { companyId, ask, exported, files, stateOf } = await stage.companyOfTwo()
  await stage.archivePlain(companyId)
  writeFileSync(`${platform.config.eventArchiveFolder}/${companyId}/${SEALED}.of-the-dead.draft`, '')
  await ask()
  await stage.work()
  await stage.sequence()
  await isErasedOnce({ stateOf, exported, files })
})

test('two workers at once, and an archive that is written meanwhile, leave one erasure and one file', async () => {
  for (let round = 0; round < 5; round++) {
    const { ask, exported, files, stateOf } = await stage.companyOfTwo()
    await ask()
    await Promise.all([stage.work(), stage.archive(), stage.work(), stage.archive(), stage.work()])
    for (let again = 0; again < 3; again++) {
      await stage.archive()
      await stage.work()
    }
    await stage.sequence()
    await isErasedOnce({ stateOf, exported, files })
  }
  await closeBlocks(platform)
  assert.deepEqual(await failingChecks(platform), [])
})
