/** A company moves between two real cells while it charges: nothing is lost, doubled or changed. */
import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { after, before, test } from 'node:test'
import { startTwoCells, type TwoCells } from '../../test/two-cells.ts'
import { verifiesClean } from '../../test/verifies-clean.ts'
import { sql } from '../db/sql.ts'
import { projectFolder } from '../ground/config.ts'

let cells: TwoCells
before(async () => {
  cells = await startTwoCells({ oneNetwork: true })
})
after(() => cells.close())

/** A command with the directory's settings. */
const jetpay = (...words: string[]) =>
  new Promise<{ code: number; out: string; err: string }>((resolve) => {
    const env = { ...process.env, ...cells.environment(), NO_COLOR: '1' }
    execFile(process.execPath, ['src/main.ts', ...words], { cwd: projectFolder, env }, (error, out, err) =>
      resolve({ code: error ? Number(error.code) : 0, out, err }),
    )
  })

test('a company moves', async () => {
  const { a, b } = cells
  const { company_id: company } = a.demo
  const card = await a.saveCard()
  const charged = await a.charge(card)
  assert.equal(charged.status, 200, charged.text)
  const moved = await jetpay('company', 'move', company, '--to', 'b', '--settings', cells.settings(), '--json')
  console.log(moved)
  assert.equal(moved.code, 0)
  const again = await a.charge(card)
  assert.equal(again.status, 200, again.text)
  for (const cell of [a, b]) await verifiesClean(cell)
  assert.ok(await b.db.first(sql`select from companies where company_id = ${company}`))
})
