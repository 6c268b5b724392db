/**
 * A company that has moved on: what the network and the bank of its first cell say later, in its third and at
 * home again.
 */
import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { after, before, test } from 'node:test'
import { eftStage, returnedLate } from '../../test/eft-stage.ts'
import { type Platform, until } from '../../test/platform.ts'
import { startCells } from '../../test/two-cells.ts'
import { verifiesApart, verifiesClean } from '../../test/verifies-clean.ts'
import { sql } from '../db/sql.ts'
import { projectFolder } from '../ground/config.ts'
import { testCards } from '../simulator/test-cards.ts'

let started: Awaited<ReturnType<typeof startCells>>
let a: Platform, b: Platform, c: Platform
before(async () => {
  started = await startCells(['a', 'b', 'c'], { oneNetwork: true })
  ;[a, b, c] = started.cells as [Platform, Platform, Platform]
})
after(() => started?.close())

const jetpay = (...words: string[]) =>
  new Promise<{ code: number; out: string; err: string }>((resolve) => {
    const env = { ...process.env, ...started.environment(), NO_COLOR: '1' }
    execFile(process.execPath, ['src/main.ts', ...words], { cwd: projectFolder, env }, (error, out, err) =>
      resolve({ code: error ? Number(error.code) : 0, out, err }),
    )
  })
async function move(to: string): Promise<void> {
  const words = ['--to', to, '--settings', started.settings()]
  const moved = await jetpay('company', 'move', a.demo.company_id, ...words)
  assert.equal(moved.code, 0, moved.err)
}
async function tell(path: string, body?: object) {
  const answer = await fetch(a.simulatorUrl + path, {
    method: 'POST',
    ...(body && { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
  })
  assert.equal(answer.status, 200)
  return (await answer.json()) as { sequence: number }
}

/** The network cuts its file, which comes to the first cell. */
async function cut(): Promise<void> {
  const { sequence } = await tell('/clearing')
  await until(`file ${sequence}`, () =>
    a.db.first(sql`
      select from clearing_files where network_id = 'JETPAYNET' and sequence = ${sequence} and state = 'checked'`),
  )
}

/** By the directory, wherever the company is. */
const stateOf = async (debitId: string) =>
  (await a.call('GET', `/transaction/${debitId}/status`)).body.state as string
const charge = async (card: { path: string }, amount: string) => {
  const answer = await a.charge(card, { amount })
  assert.equal(answer.status, 200, answer.text)
  return answer.body.debit_id as string
}

/** Each cell by itself, and all. The simulator's books are the first cell's. */
async function isSound(): Promise<void> {
  await verifiesClean(a)
  for (const cell of [b, c]) await verifiesApart(cell)
  await until('all to owe each other the same', async () => {
    const { out } = await jetpay('verify', '--cells', '--json')
    const { over_all } = JSON.parse(out) as { over_all: { name: string; ok: boolean }[] }
    const wrong = over_all.filter(({ name, ok }) => !ok && name !== 'each_cell_is_itself_to_the_bank')
    return (
      wrong.length === 0 ||
      (wrong.some(({ name }) => name !== 'cells_owe_each_other_the_same') && assert.fail(out))
    )
  })
}

test('what a company did in its first cell is cleared, disputed and returned in its third, once, and at home again', async () => {
  const bank = eftStage(a)
  const numberOf = (clearing: string) => testCards.find((card) => card.clearing === clearing)!.number
  const card = await a.saveCard()
  await tell('/bank/late_returns', { hold_seconds: 300 })
  const pulled = await bank.payByBank(returnedLate, { amount: '7.00' })
  await bank.inState(pulled.id, 'completed')
  const first = await charge(card, '20.00')
  const disputed = await charge(await a.saveCard(numberOf('disputed')), '21.00')
  const late = await charge(await a.saveCard(numberOf('late')), '22.00')
  await move('b')
  const second = await charge(card, '30.00')
  // Made for the second cell, and on its way there, while the company goes on to the third.
  await cut()
  await move('c')
  const third = await charge(card, '31.00')
  await until('the third cell to have settled it', async () => (await stateOf(first)) === 'completed')
  await cut()
  await until('the dispute', () =>
    c.db.first(sql`
      select from disputes where company_id = ${a.demo.company_id} and debit_id = ${disputed}`),
  )
  await tell('/bank/late_returns', { hold_seconds: 0 })
  await until('the return', async () => (await bank.get(pulled.id)).returns.length === 1)
  for (const cell of [a, b])
    assert.equal(
      await cell.db.first(sql`select from debits where company_id = ${a.demo.company_id}`),
      undefined,
    )
  assert.deepEqual([await stateOf(second), await stateOf(third)], ['paid', 'paid'])
  await isSound()
  await move('a')
  await until('what comes late', async () => {
    await cut()
    return (await stateOf(late)) === 'completed'
  })
  assert.equal((await bank.get(pulled.id)).returns.length, 1)
  await isSound()
})
