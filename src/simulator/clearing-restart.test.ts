import assert from 'node:assert/strict'
import { appendFile, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { captured, clearingNetwork } from '../../test/clearing-network.ts'
import { until } from '../../test/platform.ts'
import { clearingFileName, writeClearingFile } from '../clearing/clearing-file.ts'

test('a cut that is journaled and not on disk is written at the next start, byte for byte', async (t) => {
  const network = await clearingNetwork(t)
  const charge = network.charge()
  network.charge('twice')
  const at = new Date('2030-01-02T12:00:00.000Z')
  const header = { networkId: 'JETPAYNET', acquirerId: '400555', sequence: 1, businessDate: '2030-01-02' }
  const cut = network.books().cut({ ...header, cutoffAt: at, createdAt: at })
  const expected = [...writeClearingFile(cut.header, cut.records)].join('')
  network.reverse(charge)
  await mkdir(network.clearingFolder)
  await writeFile(join(network.clearingFolder, '.clearing-000000001.txt.unfinished'), expected.slice(0, 150))
  await network.restart()
  assert.deepEqual(await readdir(network.clearingFolder), ['clearing-000000001.txt'])
  assert.equal(await readFile(join(network.clearingFolder, clearingFileName(1)), 'latin1'), expected)
  assert.deepEqual(network.settlements, [{ sequence: 1, currency: 'CAD', amount: 3150 }])
})

test('a file that the reader took away does not come back, however the network ended', async (t) => {
  const network = await clearingNetwork(t)
  for (const taken of ['done', 'refused']) {
    const folder = join(network.clearingFolder, taken)
    await mkdir(folder, { recursive: true })
    const sequence = (network.books().lastCut()?.sequence ?? 0) + 1
    const at = new Date('2030-01-02T12:00:00.000Z')
    network.books().cut({
      networkId: 'JETPAYNET',
      acquirerId: '400555',
      sequence,
      businessDate: '2030-01-02',
      cutoffAt: at,
      createdAt: at,
    })
    await writeFile(join(folder, clearingFileName(sequence)), 'as the reader left it')
    await network.restart()
    assert.deepEqual([...(await network.files()).keys()], [])
    assert.equal(network.books().unfinishedCut(), undefined)
  }
  network.charge()
  const { file } = (await network.cut())!
  await rm(file)
  await network.restart()
  assert.deepEqual([...(await network.files()).keys()], [])
})

test('what a file comes to is reported once per currency, and again only if that was not noted', async (t) => {
  const network = await clearingNetwork(t)
  const charge = network.charge()
  network.charge(null, { currency: 'USD', amount: 200, amount_captured: 200 })
  await network.cut()
  await network.restart()
  const first = [
    { sequence: 1, currency: 'CAD', amount: 1050 },
    { sequence: 1, currency: 'USD', amount: 200 },
  ]
  assert.deepEqual(network.settlements, first)
  network.reverse(charge)
  await network.cut()
  await network.cut()
  assert.deepEqual(network.settlements, [...first, { sequence: 2, currency: 'CAD', amount: -1050 }])
})

test('a file that cannot be written is tried again, and nothing is cut before it is there', async (t) => {
  const network = await clearingNetwork(t)
  await writeFile(network.clearingFolder, 'a file where the folder should be')
  network.charge()
  await assert.rejects(network.cut())
  const journal = await readFile(join(network.folder, 'card-network.jsonl'), 'utf8')
  assert.ok(journal.includes('{"event":"cut","header":'), 'a cut is on disk before its file is begun')
  await assert.rejects(network.cut())
  await network.look()
  assert.ok(network.failures.length > 0)
  assert.deepEqual([network.books().lastCut()!.sequence, network.settlements], [1, []])
  await rename(network.clearingFolder, `${network.clearingFolder}.away`)
  await until('the file that could not be written', async () => network.settlements.length === 1)
  assert.deepEqual([...(await network.files()).keys()], [1])
})

test('charges from before there was clearing are in the first file', async (t) => {
  const network = await clearingNetwork(t)
  const { clearing, ...entry } = captured(7)
  const line = JSON.stringify({ event: 'entry', entry: { seq: 1, ...entry } })
  await appendFile(join(network.folder, 'card-network.jsonl'), `${line}\n`)
  network.setClock('2030-01-02T12:00:00.000Z')
  await network.restart()
  await network.cut()
  assert.deepEqual(await network.clearedAs(captured(7)), ['1 sale 1050'])
})
