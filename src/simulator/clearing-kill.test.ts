import assert from 'node:assert/strict'
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { clearingFiles } from '../../test/clearing-network.ts'
import { temporaryFolder } from '../../test/network.ts'
import { openBooks } from './books.ts'
import { openClearing, type Settlement } from './clearing.ts'

/** Lives of the network in this test; each ends by SIGKILL wherever it is. */
const LIVES = 6

test('kill -9 again and again: files have no gap, each charge is in one, and none comes twice', async (t) => {
  const folder = await temporaryFolder(t)
  const clearingFolder = join(folder, 'clearing')
  const done = join(clearingFolder, 'done')
  await mkdir(done, { recursive: true })
  const script = join(folder, 'network.mjs')
  const here = (file: string) => JSON.stringify(import.meta.resolve(file))
  await writeFile(
    script,
    `
    const { openBooks } = await import(${here('./books.ts')})
    const { openClearing } = await import(${here('./clearing.ts')})
    const { captured } = await import(${here('../../test/clearing-network.ts')})
    const clock = { now: () => new Date('2030-01-02T12:00:00.000Z') }
    const books = openBooks(${JSON.stringify(folder)})
    const clearing = openClearing({
      books, clock, folder: ${JSON.stringify(clearingFolder)}, acquirerId: '400555',
      onSettled: (settlement) => process.send({ settlement }), onFailure: (error) => { throw error },
    })
    await clearing.look()
    for (let n = books.nextSeq(); ; ) {
      for (let i = 0; i < 20; i++) books.enter(captured(n++))
      books.flush()
      const { sequence } = await clearing.cutNow()
      process.send({ sequence })
    }`,
  )
  const settled = new Map<number, number>()
  const taken = new Map<string, string>()
  const note = ({ settlement }: { settlement?: Settlement }) => {
    if (!settlement) return
    assert.equal(settled.get(settlement.sequence) ?? settlement.amount, settlement.amount)
    settled.set(settlement.sequence, settlement.amount)
  }
  /** What the reader does: reads a file once and moves it away. */
  async function takeAway(): Promise<void> {
    for (const name of (await readdir(clearingFolder)).filter((name) => name.startsWith('clearing-'))) {
      assert.ok(!taken.has(name), `${name} came twice`)
      taken.set(name, await readFile(join(clearingFolder, name), 'latin1'))
      await rename(join(clearingFolder, name), join(done, name))
    }
  }

  let last = 0
  for (let life = 1; life <= LIVES; life++) {
    const child = fork(script)
    t.after(() => child.kill('SIGKILL'))
    const ended = Promise.all([once(child, 'exit'), once(child, 'disconnect')])
    child.on('message', note)
    const until = last + 3 + life
    while (last < until) {
      const [{ sequence }] = (await once(child, 'message')) as [{ sequence?: number }]
      last = sequence ?? last
      if (life % 2 === 0) await takeAway()
    }
    child.kill('SIGKILL')
    assert.deepEqual((await ended)[0], [null, 'SIGKILL'])
    await takeAway()
  }

  const books = openBooks(folder)
  t.after(() => books.close())
  const now = new Date('2030-01-02T12:00:00.000Z')
  const clearing = openClearing({
    books,
    clock: { now: () => now },
    folder: clearingFolder,
    acquirerId: '400555',
    onSettled: (settlement) => note({ settlement }),
    onFailure: (error) => assert.fail(String(error)),
  })
  await clearing.look()
  await clearing.cutNow()
  await clearing.close()
  await takeAway()
  const files = await clearingFiles(done)
  assert.deepEqual(
    [...files.keys()],
    Array.from(files, (_, i) => i + 1),
  )
  assert.equal(files.size, books.lastCut()!.sequence)
  assert.ok(files.size > last)
  const cleared = [...files.values()].flatMap(({ records }) => records.map(({ rrn }) => rrn))
  assert.equal(new Set(cleared).size, cleared.length)
  assert.equal(cleared.length, books.nextSeq() - 1)
  for (const [sequence, { records }] of files) {
    const amount = records.reduce((sum, { amount }) => sum + Number(amount), 0)
    assert.equal(settled.get(sequence) ?? 0, amount, `file ${sequence}`)
  }
})
