/**
 * What the network says of a company after it has moved. Two platforms of its own: the other test of moves
 * charges as both cells, and one simulated network files for the first alone.
 */
import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { after, before, test } from 'node:test'
import { until } from '../../test/platform.ts'
import { startTwoCells, type TwoCells } from '../../test/two-cells.ts'
import { verifiesApart, verifiesClean } from '../../test/verifies-clean.ts'
import { sql } from '../db/sql.ts'
import { projectFolder } from '../ground/config.ts'
import { testCards } from '../simulator/test-cards.ts'

let cells: TwoCells
before(async () => {
  cells = await startTwoCells({ oneNetwork: true })
})
after(() => cells?.close())

const jetpay = (...words: string[]) =>
  new Promise<{ code: number; out: string; err: string }>((resolve) => {
    const env = { ...process.env, ...cells.environment(), NO_COLOR: '1' }
    execFile(process.execPath, ['src/main.ts', ...words], { cwd: projectFolder, env }, (error, out, err) =>
      resolve({ code: error ? Number(error.code) : 0, out, err }),
    )
  })
async function move(to: string): Promise<void> {
  const words = ['--to', to, '--settings', cells.settings()]
  const moved = await jetpay('company', 'move', cells.a.demo.company_id, ...words)
  assert.equal(moved.code, 0, moved.err)
}

/** The network cuts its file, which comes to the first cell. */
async function cut(): Promise<void> {
  const response = await fetch(`${cells.a.simulatorUrl}/clearing`, { method: 'POST' })
  const { sequence } = (await response.json()) as { sequence: number }
  await until(`file ${sequence}`, () =>
    cells.a.db.first(sql`
      select from clearing_files where network_id = 'JETPAYNET' and sequence = ${sequence} and state = 'checked'`),
  )
}

/** By the directory, wherever the company is. */
const stateOf = async (debitId: string) =>
  (await cells.a.call('GET', `/transaction/${debitId}/status`)).body.state as string

/** Each cell by itself, and both. The bank of the simulator is the first cell's. */
async function isSound(): Promise<void> {
  await verifiesClean(cells.a)
  await verifiesApart(cells.b)
  const { out } = await jetpay('verify', '--cells', '--json')
  const { over_all } = JSON.parse(out) as { over_all: { name: string; ok: boolean }[] }
  // Both send as the same here, each to a folder of its own.
  assert.deepEqual(
    over_all.filter(({ ok }) => !ok).map(({ name }) => name),
    ['each_cell_is_itself_to_the_bank'],
    out,
  )
}

test('what was charged before a move is cleared, disputed and missing in the new cell, and at home again in the old', async () => {
  const { a, b } = cells
  const numberOf = (clearing: string) => testCards.find((card) => card.clearing === clearing)!.number
  const charge = async (number?: string) =>
    (await a.charge(await a.saveCard(number), { amount: '20.00' })).body.debit_id as string
  const settled = await charge()
  await cut()
  await until('the first to be settled', async () => (await stateOf(settled)) === 'completed')
  const right = await charge()
  const disputed = await charge(numberOf('disputed'))
  const short = await charge(numberOf('short'))
  const home = await charge(numberOf('late'))
  await move('b')
  await cut()
  await until('the new cell to have settled it', async () => (await stateOf(right)) === 'completed')
  await cut()
  await until('the dispute', () =>
    b.db.first(sql`
      select from disputes where company_id = ${a.demo.company_id} and debit_id = ${disputed}`),
  )
  assert.equal(await stateOf(short), 'paid', 'an item is open for what is missing of it')
  await isSound()
  await move('a')
  await until('what comes late', async () => {
    await cut()
    return (await stateOf(home)) === 'completed'
  })
  await isSound()
})
