/** What a bank sends by NACHA: what read-bank-files.test.ts says of EFT. */
import assert from 'node:assert/strict'
import { rmSync, writeFileSync } from 'node:fs'
import { after, before, test } from 'node:test'
import { type AchStage, entriesIn, nachaFile, returned, startAchStage } from '../../test/ach-stage.ts'
import { sql } from '../db/sql.ts'
import { readAchFile } from '../simulator/ach-wire.ts'
import { writeNacha } from './nacha/write-nacha.ts'

let stage: AchStage
before(async () => {
  stage = await startAchStage()
})
after(() => stage?.close())

test('a return finds its item by the trace number alone, counts once, and one of another amount is reported', async () => {
  const items = [
    await stage.queueUsd('1234567', { amount: 41_00n }),
    await stage.queueUsd('1234567', { amount: 42_00n }),
  ]
  await stage.runJobs()
  const [name] = stage.sentFiles()
  const path = `${stage.folder}/outgoing/${name}`
  const read = await readAchFile(path)
  rmSync(path)
  const at = items.map((item) => read.items.findIndex(({ reference }) => reference === item.trace_number))
  const chunks: Buffer[] = []
  for await (const chunk of read.returns(
    7_777,
    '2026-11-24',
    at.map((at) => ({ at, code: 'R02' })),
  ))
    chunks.push(chunk)
  const entries = await entriesIn(Buffer.concat(chunks))
  const other = entries.map(({ batch, entry }) => ({
    batch,
    // What some banks do with the field; and a cent too much.
    entry: { ...entry, individualId: '', amount: entry.amount === 42_00n ? 42_01n : entry.amount },
  }))
  const header = {
    immediateDestination: '1123456789',
    immediateOrigin: ' 999999992',
    createdOn: '2026-11-24',
    createdAt: '',
    modifier: 'A',
    destinationName: '',
    originName: '',
    reference: '',
  }
  const drop = async (name: string, lineEnd: string) => {
    const bytes: Buffer[] = []
    for await (const chunk of writeNacha(header, other, lineEnd)) bytes.push(chunk)
    writeFileSync(`${stage.folder}/incoming/${name}`, Buffer.concat(bytes))
  }
  await drop('returns.ach', '\n')
  await drop('again.ach', '\n')
  await stage.runJobs()
  assert.deepEqual(await stage.words(items[0]!), ['sent', 'returned'])
  assert.deepEqual(await stage.words(items[1]!), ['sent'])
  assert.equal((await stage.itemNow(items[0]!)).fail_reason, 'account_closed')
  const { unmatched, count } = await stage.context.db.one<{ unmatched: number; count: bigint }>(sql`
    select max(unmatched)::integer as unmatched, count(*) from bank_answers where number = '2026-11-24  A'`)
  assert.deepEqual([unmatched, count], [1, 1n])
  // The same date and modifier, other bytes.
  await drop('changed.ach', '\r\n')
  await stage.runJobs()
  assert.match(stage.read('rejected/changed.ach.reason').toString(), /was read before, and it was another/)
})

test('a file with no batches is read and means nothing; one of another company or with payments is refused', async () => {
  const file = async (entries: Parameters<typeof nachaFile>[0], modifier: string) => {
    stage.drop(`${modifier}.ach`, await nachaFile(entries, modifier))
    await stage.runJobs()
  }
  await file([], 'E')
  assert.ok(stage.files('done').includes('E.ach'))
  await stage.queueUsd()
  await stage.runJobs()
  const [name] = stage.sentFiles()
  const [payment] = await entriesIn(stage.read(`outgoing/${name}`))
  await stage.bank.look()
  await stage.runJobs()
  await file([payment!], 'P')
  assert.match(stage.read('rejected/P.ach.reason').toString(), /must be a return or a notice of change/)
  const { batch, entry } = returned(payment!)
  await file([{ batch: { ...batch, companyId: '1000000000' }, entry }], 'C')
  assert.match(stage.read('rejected/C.ach.reason').toString(), /is for another originator/)
})

test('a NACHA return that names an item of the other rail changes nothing', async () => {
  const canadian = await stage.queue({ currency: 'USD' })
  await stage.queueUsd()
  await stage.runJobs()
  const ach = stage.sentFiles().find((name) => name.startsWith('ACH'))!
  const [payment] = await entriesIn(stage.read(`outgoing/${ach}`))
  // As the bank would name it: our reference, and a trace that ends in it.
  const { batch, entry } = payment!
  const trace = entry.trace.slice(0, 8) + canadian.trace_number.slice(-7)
  const named = { batch, entry: { ...entry, individualId: canadian.trace_number, trace } }
  stage.drop('N.ach', await nachaFile([returned(named)], 'N'))
  await stage.runJobs()
  assert.deepEqual(await stage.words(canadian), ['sent'])
  const [line] = stage.logged('"N.ach"')
  assert.equal(JSON.parse(line!).problem, 'no item has this cross reference')
})
