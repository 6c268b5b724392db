/** Rotations of a vault that is killed in the middle of them, with charges all the while. */
import assert from 'node:assert/strict'
import { readFileSync, rmSync } from 'node:fs'
import { after, before, test } from 'node:test'
import { fillCards } from '../../../test/fill-cards.ts'
import { until } from '../../../test/platform.ts'
import { newDataFolder, type System, saveCard, startSystem } from '../../../test/system.ts'
import { type Database, openDatabase, sql } from '../../db/sql.ts'
import { readConfig } from '../../ground/config.ts'
import { openCardReader } from '../card.ts'
import { openVaultKeys } from '../data-keys.ts'
import { openKeks } from '../kek/open-keks.ts'
import { askForRotation, findRotation, type VaultRotation } from './rotation.ts'

const CARDS = 20_000
/** Of them so many are opened afterwards, all over the table: one by one takes a millisecond or two. */
const OPENED = 1_000
const folder = newDataFolder()
let system: System
let db: Database
let card: { contactId: string; cardId: string }
const use = { do: 'card.charge', by: 'test', reference: 'T00000000001' } as const
const keysNow = async () => openVaultKeys(db, await openKeks(readConfig({ JETPAY_DATA: folder })))

before(async () => {
  system = await startSystem(folder)
  const { VAULT_DATABASE_URL } = JSON.parse(readFileSync(`${folder}/run.json`, 'utf8'))
  db = openDatabase(VAULT_DATABASE_URL, 4, () => undefined)
  card = await saveCard(system)
  await fillCards(db, await keysNow(), system.demo.company_id, CARDS)
})
after(async () => {
  await db?.close()
  await system?.stop()
  rmSync(folder, { recursive: true, force: true })
})

async function charge() {
  const { api_url, api_token, bank_account_id } = system.demo
  const response = await fetch(`${api_url}/contact/${card.contactId}/creditcards/${card.cardId}/charge`, {
    method: 'POST',
    headers: { authorization: `Bearer ${api_token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ amount: 5, to_bank_account_id: bank_account_id, statement: 'Rotating' }),
  })
  return { status: response.status, body: (await response.json()) as { fail_reason?: string } }
}

for (const what of ['data', 'fingerprint'] as const satisfies VaultRotation[])
  test(`a vault that is killed in the middle of a rotation of ${what} goes on, and no charge fails for its keys`, async () => {
    const asked = await askForRotation(db, what, 'a test')
    const seen = async () => (await findRotation(db, asked))!
    const killed = system.pidOf('jetpay vault')!
    await until('some of it to be done', async () => (await seen()).done >= 1_000n)
    assert.equal((await charge()).status, 200)
    process.kill(killed, 'SIGKILL')
    const { done } = await seen()
    assert.ok(done < CARDS, `${done} were done`)
    const reasons = new Set<string | undefined>()
    let paidMeanwhile = 0
    await until('it to end', async () => {
      const { status, body } = await charge()
      if (status === 200) paidMeanwhile += 1
      else reasons.add(body.fail_reason)
      return (await seen()).state === 'done'
    })
    // While there was no vault nothing was sent; nothing failed for another reason.
    assert.ok(paidMeanwhile > 0)
    for (const reason of reasons) assert.doesNotMatch(reason ?? '', /unreadable|deleted/)
    assert.equal((await charge()).status, 200)

    const keys = await keysNow()
    const read = openCardReader(db, keys, (_why, { card_id }) => assert.fail(`${card_id} does not open`))
    const names = await db.many<{ company_id: string; card_id: string; last4: string }>(
      sql`select company_id, card_id, last4 from cards`,
    )
    assert.ok(names.length > CARDS)
    const every = Math.floor(names.length / OPENED)
    for (const name of names.filter((_, at) => at % every === 0))
      assert.equal((await read(name, use)).card?.number.slice(-4), name.last4)
    const old = await db.many<{ state: string }>(sql`
      select state from data_keys where use = ${what === 'data' ? 'cards' : what} and state <> 'active'`)
    assert.deepEqual(old, [{ state: 'retired' }])
  })
