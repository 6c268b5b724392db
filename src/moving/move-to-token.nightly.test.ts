/** A company moves to a cell whose vault has its key in a token, and back: its cards come under that key. */
import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { after, before, test } from 'node:test'
import { promisify } from 'node:util'
import { makeSoftToken, withoutSoftToken as skip } from '../../test/soft-token.ts'
import { startTwoCells, type TwoCells } from '../../test/two-cells.ts'
import { verifiesApart, verifiesClean } from '../../test/verifies-clean.ts'
import { sql } from '../db/sql.ts'
import { projectFolder } from '../ground/config.ts'

let cells: TwoCells
before(async () => {
  if (skip) return
  cells = await startTwoCells({ oneNetwork: true, second: makeSoftToken('jetpay').settings })
})
after(() => cells?.close())

const move = (to: string) =>
  promisify(execFile)(
    process.execPath,
    ['src/main.ts', 'company', 'move', cells.a.demo.company_id, '--to', to, '--settings', cells.settings()],
    { cwd: projectFolder, env: { ...process.env, ...cells.environment(), NO_COLOR: '1' } },
  )
const providersOf = async ({ vaultDb }: TwoCells['a']) =>
  (
    await vaultDb.many<{ provider: string }>(sql`
      select distinct k.provider from cards c join data_keys d using (data_key_id)
        join key_encryption_keys k on k.kek_id = d.kek_id where c.company_id = ${cells.a.demo.company_id} and c.number_ciphertext is not null`)
  ).map(({ provider }) => provider)

test('a card is charged in a cell with a key file, after a move in one with a token, and at home again', {
  skip,
}, async () => {
  const { a, b } = cells
  const card = await a.saveCard()
  const charge = async () => assert.equal((await a.charge(card)).status, 200)
  await charge()
  assert.deepEqual(await providersOf(a), ['file'])
  await move('b')
  assert.deepEqual([await providersOf(a), await providersOf(b)], [[], ['pkcs11']])
  await charge()
  await move('a')
  assert.deepEqual([await providersOf(a), await providersOf(b)], [['file'], []])
  await charge()
  await verifiesClean(a)
  await verifiesApart(b)
})
