/** What becomes of saved cards when the network says that the account behind them has changed. */
import assert from 'node:assert/strict'
import { existsSync, mkdirSync, readdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs'
import { after, before, test } from 'node:test'
import { accountUpdates, newNumber } from '../../../test/account-update-stage.ts'
import { temporaryFolder } from '../../../test/network.ts'
import { type Platform, startPlatform, until } from '../../../test/platform.ts'
import { type Database, sql } from '../../db/sql.ts'
import { torontoTime } from '../../rails/banking-calendar.ts'
import type { AccountUpdate } from '../card-network.ts'
import { openVaultKeys } from '../data-keys.ts'
import { openKeks } from '../kek/open-keks.ts'
import { startTakingUpdates } from './take-update-files.ts'
import { printUpdateFile, updateFileName } from './update-file.ts'
import { openUpdateFolder } from './update-folder.ts'

const REPLACED = '5555550000930018'
const FILED = '4000000000930018'

let platform: Platform
before(async () => {
  platform = await startPlatform()
})
after(() => platform.close())

const { show, updated, eventsOf, ofVault, auditOf, fileFor } = accountUpdates(() => platform)
const folder = () => platform.config.accountUpdateFolder
const takenIn = (name: string) => until('the file to be gone', async () => !existsSync(`${folder()}/${name}`))

test('a declined charge of a replaced card brings its new number, and the next one is paid with it', async () => {
  const card = await platform.saveCard(REPLACED)
  const saved = await ofVault(card)
  const declined = await platform.charge(card)
  assert.deepEqual(
    [declined.status, declined.body.fail_reason, declined.body.retry, declined.body.advice_code],
    [402, 'invalid_card_number', 'after_fix', '01'],
  )
  const { shown, told } = await updated(card)
  assert.deepEqual(
    [
      shown.state,
      shown.brand,
      shown.last4,
      shown.expiry_month,
      shown.expiry_year,
      shown.account_update.reason,
    ],
    ['active', 'mastercard', '0026', 12, 2049, 'new_number'],
  )
  assert.deepEqual(
    [told[0]?.data.reason, told[0]?.data.last4, told[0]?.data.state],
    ['new_number', '0026', 'active'],
  )
  const now = await ofVault(card)
  assert.notDeepEqual(now.number_ciphertext, saved.number_ciphertext)
  assert.notEqual(now.fingerprint, saved.fingerprint)
  assert.equal(now.network_transaction_id, saved.network_transaction_id)
  assert.equal(shown.fingerprint, now.fingerprint)
  // The network judges: with the id of the verification of the number before.
  const paid = await platform.charge(card)
  assert.equal(paid.status, 200)
  // A payment shows the card that was charged for it.
  const list = await platform.good('GET', '/transaction?limit=100')
  for (const [id, last4] of [
    [declined.body.debit_id, '0018'],
    [paid.body.debit_id, '0026'],
  ]) {
    assert.equal((await platform.good('GET', `/transaction/${id}`)).card.last4, last4)
    const listed = list.data.find(({ identifier }: { identifier: string }) => identifier === id)
    assert.equal(listed.card.last4, last4)
  }
  assert.equal((await platform.charge(card, { initiator: 'merchant', reason: 'recurring' })).status, 200)
  const [line] = (await auditOf('"card.update"')).filter(({ card_id }) => card_id === card.cardId)
  assert.deepEqual([line?.by, line?.reason, typeof line?.reference], ['network', 'new_number', 'string'])
})

test('a new date alone is taken over, and one that is not later than the card’s is not', async () => {
  const card = await platform.saveCard('5555550000930034')
  assert.equal((await platform.charge(card)).body.fail_reason, 'expired_card')
  const { shown } = await updated(card)
  assert.deepEqual(
    [shown.last4, shown.expiry_month, shown.expiry_year, shown.account_update.reason],
    ['0034', 12, 2049, 'new_expiry'],
  )
  assert.equal((await platform.charge(card)).status, 200)
  await takenIn(await fileFor({ number: '5555550000930034' }))
  assert.equal((await eventsOf(card.cardId)).length, 1)
})

test('a closed account closes the card: no charge of it is sent any more', async () => {
  const card = await platform.saveCard('5555550000930042')
  const declined = await platform.charge(card)
  assert.deepEqual([declined.body.fail_reason, declined.body.retry], ['closed_account', 'never'])
  const { shown } = await updated(card)
  assert.deepEqual([shown.state, shown.account_update.reason, shown.fail_reason], ['closed', 'closed', null])
  const entries = (await platform.books('?limit=1000')).entries.length
  const refused = await platform.charge(card)
  assert.deepEqual([refused.status, refused.body.code], [409, 'wrong_state'])
  assert.equal((await platform.books('?limit=1000')).entries.length, entries)
  // Nobody hears of it twice.
  await takenIn(await fileFor({ number: '5555550000930042', reason: 'closed' }))
  assert.equal((await eventsOf(card.cardId)).length, 1)
})

test('a file updates every card of the number, is wiped, and is nowhere after', async () => {
  const cards = [await platform.saveCard(FILED), await platform.saveCard(FILED)]
  const other = await platform.saveCard('4000000000930026', cards[0]?.contactId)
  const before = (await show(other)).fingerprint
  const name = await fileFor({ number: FILED }, { number: '378282246310005', reason: 'closed' })
  await takenIn(name)
  for (const card of cards) {
    const { shown } = await updated(card)
    assert.deepEqual([shown.last4, shown.account_update.reason], ['0026', 'new_number'])
    // As if it had been entered twice: the contact has two cards of one number.
    assert.equal(shown.fingerprint, before)
    assert.equal((await platform.charge(card)).status, 200)
  }
  assert.equal((await eventsOf(other.cardId)).length, 0)
  assert.deepEqual(readdirSync(folder()), [])
  const [read] = await auditOf(name)
  assert.deepEqual([read?.do, read?.by], ['updates.read', 'vault'])
})

/** A file of our own making, as a network puts it. */
let sequence = 1_000
function put(updates: AccountUpdate[], change = (text: string) => text): { name: string; sequence: number } {
  sequence += 1
  const header = { networkId: 'ANOTHERNET', acquirerId: '400555', sequence, createdAt: new Date() }
  const name = updateFileName(sequence)
  const text = change(printUpdateFile(header, updates).toString('latin1'))
  writeFileSync(`${folder()}/${name}`, text, { mode: 0o600, encoding: 'latin1' })
  return { name, sequence }
}
test('a deleted card and a card of nobody are passed over; a chain in one file goes to its end', async () => {
  const deleted = await platform.saveCard('4000001240000000')
  await platform.good('DELETE', deleted.path)
  await until('the card to be shredded', async () => (await ofVault(deleted)).shredded_at !== null)
  const card = await platform.saveCard('2223003122003222')
  const chain = [
    newNumber('4000001240000000', FILED),
    newNumber('2223003122003222', '5200828282828210'),
    newNumber('4111111111111111', FILED),
    newNumber('5200828282828210', '5105105105105100'),
  ]
  const { name } = put(chain)
  await takenIn(name)
  const { shown, told } = await updated(card, 2)
  assert.deepEqual([shown.last4, told.length], ['5100', 2])
  assert.equal((await ofVault(deleted)).number_ciphertext, null)
  assert.equal((await eventsOf(deleted.cardId)).length, 0)
})

test('a card that had expired can be charged again with its new date, and what rested rests no more', async () => {
  const card = await platform.saveCard('6011111111111117')
  const { company_id } = platform.demo
  await platform.db.run(sql`
    update credit_cards set state = 'expired', expiring_told_at = jetpay_now(), expired_at = jetpay_now(),
      charge_after = 'infinity', declined_reason = 'expired_card', declined_code = '33'
    where company_id = ${company_id} and credit_card_id = ${card.cardId}`)
  const { name } = put([
    { reason: 'new_expiry', number: '6011111111111117', expiryMonth: 1, expiryYear: 2045 },
  ])
  await takenIn(name)
  const { shown } = await updated(card)
  assert.deepEqual([shown.state, shown.expiry_year, shown.rests], ['active', 2045, null])
  assert.equal((await platform.charge(card)).status, 200)
})

test('a file that cannot be read is refused whole, with a reason and a shape that have no digit of it', async () => {
  const card = await platform.saveCard('5200828282828210')
  const { name, sequence } = put([newNumber('5200828282828210', FILED)], (text) =>
    text.replace('4000', '4001'),
  )
  await rested(name)
  const rejected = `${folder()}/rejected`
  const shape = readFileSync(`${rejected}/${name}`, 'latin1')
  const reason = readFileSync(`${rejected}/${name}.reason`, 'utf8')
  assert.doesNotMatch(shape, /[0-9]/)
  assert.equal(shape.length, 303)
  assert.equal(
    reason,
    `${name} line 2, new number: must be another number, of a brand that is taken, with its check digit\n`,
  )
  assert.equal((await show(card)).last4, '8210')
  const alarm = () =>
    platform.db.first<{ details: { reason: string }; closed_at: Date | null }>(
      sql`select details, closed_at from alarms where kind = 'account_update_file_refused' and subject = ${name}`,
    )
  const raised = await until('the alarm', alarm)
  assert.equal(`${name} ${raised.details.reason}\n`, reason)

  // What comes after it is held until the network has sent it again; then the alarms close.
  const held = put([])
  const missing = () =>
    platform.db.first<{ closed_at: Date | null }>(
      sql`select closed_at from alarms where kind = 'account_update_file_missing' and subject = ${`ANOTHERNET ${sequence}`}`,
    )
  await until('the alarm that one is missing', missing)
  assert.ok(existsSync(`${folder()}/${held.name}`))
  const again = { networkId: 'ANOTHERNET', acquirerId: '400555', sequence, createdAt: new Date() }
  writeFileSync(`${folder()}/${name}`, printUpdateFile(again, []), { mode: 0o600 })
  await takenIn(name)
  await takenIn(held.name)
  await until(
    'both alarms to be closed',
    async () => (await alarm())?.closed_at && (await missing())?.closed_at,
  )

  // Another under a number that has come is refused; the same once more is wiped.
  writeFileSync(`${folder()}/${name}`, printUpdateFile(again, []), { mode: 0o600 })
  await takenIn(name)
  const other = printUpdateFile(again, [newNumber('5200828282828210', FILED)])
  writeFileSync(`${folder()}/${name}`, other, { mode: 0o600 })
  await rested(name)
  assert.equal((await show(card)).last4, '8210')
})

test('another acquirer’s files have numbers of their own', async (t) => {
  const card = await platform.saveCard('4000056655665556')
  const path = `${await temporaryFolder(t)}/updates`
  mkdirSync(path, { mode: 0o700 })
  const name = updateFileName(sequence)
  const header = { networkId: 'ANOTHERNET', acquirerId: '400556', sequence, createdAt: new Date() }
  const updates = [newNumber('4000056655665556', '4242424242424242')]
  writeFileSync(`${path}/${name}`, printUpdateFile(header, updates), { mode: 0o600 })
  const db = platform.vaultDb as Database
  const keys = await openVaultKeys(db, await openKeks(platform.config))
  const taking = { db, keys, folder: openUpdateFolder(path), log: platform.context.log, acquirerId: '400556' }
  const taker = startTakingUpdates(taking)
  t.after(() => taker.stop())
  await until('the file to be gone', async () => !existsSync(`${path}/${name}`))
  assert.deepEqual(readdirSync(path), [])
  assert.equal((await updated(card)).shown.last4, '4242')
})

/**
 * A file that cannot be read is refused once it has not changed for some time: this one has not for a year.
 */
async function rested(name: string): Promise<void> {
  const past = new Date(Date.now() - 365 * 86_400_000)
  utimesSync(`${folder()}/${name}`, past, past)
  await takenIn(name)
}

test('a schedule goes on with the number that the network told as it declined', async () => {
  const card = await platform.saveCard(REPLACED)
  const { now } = await platform.good('GET', '/sandbox/clock')
  const schedule = await platform.good('PUT', '/schedule', {
    kind: 'card_debit',
    contact_id: card.contactId,
    from_credit_card_id: card.cardId,
    to_bank_account: platform.demo.bank_account_id,
    amount: '12.00',
    statement: 'Monthly',
    frequency: 'monthly',
    // Its day, which in the night of UTC is still the one before.
    start: torontoTime(new Date(now)).day,
  })
  await updated(card)
  await platform.good('POST', '/sandbox/clock', { advance: '2m' })
  await until('the occurrence to be made', async () => {
    const { data } = await platform.good('GET', `/schedule/${schedule.identifier}/occurrences`)
    return data.some(({ state }: { state: string }) => state === 'made')
  })
})

test('no log says a number of any of it', () => {
  const said = platform.lines.join('\n')
  for (const number of [REPLACED, '5555550000930026', FILED, '4000000000930026', '5105105105105100'])
    assert.ok(!said.includes(number), number.slice(-4))
})
