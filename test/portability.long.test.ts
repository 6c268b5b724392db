/** Cards leave one installation in a sealed file, and arrive in another, which charges them. */
import assert from 'node:assert/strict'
import { mkdtempSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { after, before, test } from 'node:test'
import { sql } from '../src/db/sql.ts'
import {
  addCustodians,
  approved,
  type Custodians,
  jetpay,
  printed,
  publicKeyOf,
  resultRows,
  startBoth,
} from './cards-in-files.ts'
import { type Platform, until } from './platform.ts'

const numbers = ['4242424242424242', '5555555555554444', '378282246310005']

let from: Platform
let to: Platform
let close: () => Promise<void>
let folder: string
let leaving: Custodians
let arriving: Custodians
let saved: Awaited<ReturnType<Platform['saveCard']>>[]
before(async () => {
  ;({ from, to, close } = await startBoth())
  folder = mkdtempSync(`${from.config.dataFolder}/files-`)
  leaving = await addCustodians(from)
  arriving = await addCustodians(to)
  saved = []
  for (const number of numbers) saved.push(await from.saveCard(number))
  await publicKeyOf(to, `${folder}/to.pem`)
})
after(() => close?.())

const company = () => from.demo.company_id
const askExport = () => ['cards', 'export', 'ask', '--key', `${folder}/to.pem`]
const by = (name: string) => ['--by', name]
const asked = ['--note', 'Moves away']
const alarmsOf = async ({ db }: Platform) =>
  (
    await db.many<{ kind: string }>(
      sql`select kind from alarms where kind like 'card_%' and closed_at is null order by kind`,
    )
  ).map(({ kind }) => kind)
const cardsOf = async (platform: Platform) =>
  platform.db.many<{ credit_card_id: string; contact_id: string; last4: string; state: string }>(sql`
    select credit_card_id, contact_id, last4, state from credit_cards where company_id = ${platform.demo.company_id}
    order by last4`)

test('nothing leaves but what one custodian has asked for and another has approved, who knows the recipient’s key', async () => {
  const ask = [...askExport(), '--company', company(), ...asked]
  const stranger = await jetpay(from, [...ask, ...by('Ada')], leaving.Grace)
  assert.deepEqual([stranger.code, stranger.body.code], [1, 'forbidden'])
  const request = await jetpay(from, [...ask, ...by('Ada')], leaving.Ada)
  assert.equal(request.code, 0, request.err)
  const { transfer_id, cards, check, state } = request.body
  assert.deepEqual([cards, state], [3, 'asked'])

  const run = ['cards', 'export', 'run', transfer_id, '--out', `${folder}/early.jwe`]
  assert.equal((await jetpay(from, [...run, ...by('Ada')], leaving.Ada)).body.code, 'wrong_state')
  const approve = ['cards', 'transfer', 'approve', transfer_id]
  for (const [name, secret, told] of [
    ['Ada', leaving.Ada, check],
    ['Grace', leaving.Ada, check],
    ['Grace', leaving.Grace, check.slice(0, 19)],
    ['Grace', leaving.Grace, `${check.slice(0, 30)}${check[30] === '0' ? '1' : '0'}`],
  ]) {
    const refused = await jetpay(from, [...approve, '--check', told, ...by(name)], secret)
    assert.deepEqual([refused.code, refused.body.code], [1, 'forbidden'], `${name} ${told}`)
  }
  assert.deepEqual(
    readdirSync(folder).filter((name) => name.includes('early')),
    [],
  )
  const cancelled = await jetpay(
    from,
    ['cards', 'transfer', 'cancel', transfer_id, ...by('Grace')],
    leaving.Grace,
  )
  assert.equal(cancelled.body.state, 'cancelled', cancelled.err)
  assert.equal((await jetpay(from, [...run, ...by('Ada')], leaving.Ada)).body.code, 'wrong_state')
  await until('the operator to be told', async () => (await alarmsOf(from)).includes('card_transfer_asked'))
})

test('cards arrive as cards of the contacts, are charged as stored credentials, and arrive once', async () => {
  const file = `${folder}/cards.jwe`
  const leave = await approved(from, leaving, ['export', 'ask', '--key', `${folder}/to.pem`])
  const written = await jetpay(
    from,
    ['cards', 'export', 'run', leave, '--out', file, ...by('Grace')],
    leaving.Grace,
  )
  assert.equal(written.code, 0, written.err)
  assert.deepEqual([written.body.cards, written.body.gone, written.body.unreadable], [3, 0, 0])
  assert.equal(statSync(file).mode & 0o777, 0o600)
  const text = readFileSync(file, 'latin1')
  for (const number of numbers) {
    assert.ok(!text.includes(number))
    for (const line of text.split('\n'))
      for (const part of line.split('.'))
        assert.ok(!Buffer.from(part, 'base64url').toString('latin1').includes(number.slice(0, 12)))
  }

  const ask = ['cards', 'import', 'ask', file, '--company', to.demo.company_id, ...by('Ada'), ...asked]
  const early = await jetpay(to, ask, arriving.Ada)
  assert.deepEqual([early.code, early.body.code], [1, 'wrong_state'])
  assert.match(early.body.message, /3 of its cards name a contact that is not there, the first is card 1/)
  assert.deepEqual(await cardsOf(to), [])

  const contacts = new Map<string, string>()
  for (const { contactId } of saved) {
    const body = { email: 'ada@example.com', name: 'Ada', external_reference: contactId }
    contacts.set(contactId, (await to.good('PUT', '/contact', body)).identifier)
  }
  const arrive = await approved(to, arriving, ['import', 'ask', file])
  const result = `${folder}/ids.csv`
  const run = ['cards', 'import', 'run', arrive, '--file', file, '--result', result, ...by('Ada')]
  const done = await jetpay(to, run, arriving.Ada)
  assert.equal(done.code, 0, done.err)
  assert.equal(done.body.landed, 3, done.out)

  const here = await cardsOf(to)
  assert.deepEqual(
    here.map(({ last4, state }) => [last4, state]),
    [
      ['0005', 'active'],
      ['4242', 'active'],
      ['4444', 'active'],
    ],
  )
  for (const [theirs, ours, theirContact, ourContact, outcome] of resultRows(result)) {
    const one = saved.find(({ cardId }) => cardId === theirs)
    assert.equal(theirContact, one?.contactId)
    assert.equal(ourContact, contacts.get(theirContact!))
    assert.equal(outcome, 'landed')
    const path = `/contact/${ourContact}/creditcards/${ours}`
    // The network judges: without the card's original transaction it refuses what the merchant starts.
    const { status, text } = await to.charge({ path }, { initiator: 'merchant', reason: 'recurring' })
    assert.equal(status, 200, text)
  }
  const { violations = {} } = await from.books('?limit=1')
  assert.deepEqual(violations, {})
  const tokenized = () =>
    to.db.many(sql`
      select 1 from events where type = 'contacts.credit_cards.tokenized' and company_id = ${to.demo.company_id}`)
  await until('three events', async () => (await tokenized()).length === 3)
  await until('the operator to be told', async () => (await alarmsOf(to)).includes('card_transfer_done'))

  // The same file again: asked for, approved and run, it makes nothing twice.
  const again = await approved(to, arriving, ['import', 'ask', file])
  const rerun = [
    'cards',
    'import',
    'run',
    again,
    '--file',
    file,
    '--result',
    `${folder}/again.csv`,
    ...by('Ada'),
  ]
  const second = await jetpay(to, rerun, arriving.Ada)
  assert.equal(second.body.known, 3, second.err)
  assert.deepEqual(await cardsOf(to), here)
  assert.equal((await tokenized()).length, 3)
  const ids = (path: string) => resultRows(path).map(([theirs, ours]) => [theirs, ours])
  assert.deepEqual(ids(`${folder}/again.csv`), ids(result))
})

test('both audit logs tell who asked, who approved and each card, are whole, and nothing has a number', async () => {
  for (const platform of [from, to]) {
    const direction = platform === from ? 'export' : 'import'
    const { body } = await jetpay(platform, ['audit', 'list', '--limit', '100'])
    const lines = body.data as Record<string, any>[]
    const commands = lines
      .filter(({ do: act }) => act === 'command')
      .map(({ command, by }) => `${by}: ${command}`)
    for (const line of [`Ada: cards ${direction} ask`, 'Grace: cards transfer approve'])
      assert.ok(commands.includes(line), `${line}: ${commands}`)
    const used = lines.filter(({ do: act, cards }) => act === `card.${direction}` && Array.isArray(cards))
    assert.equal(used[0]?.cards.length, 3)
    assert.equal((await jetpay(platform, ['audit', 'verify'])).code, 0)
  }
  const everything = [
    ...printed,
    ...from.lines,
    ...to.lines,
    ...readdirSync(folder).map((name) => readFileSync(`${folder}/${name}`, 'latin1')),
  ]
  for (const { vaultDb, db } of [from, to]) {
    for (const table of ['card_transfers', 'transfer_cards', 'transfer_contacts', 'audit_rows'])
      everything.push(
        JSON.stringify(await vaultDb.many({ text: `select t::text from ${table} t`, values: [] } as never)),
      )
    everything.push(JSON.stringify(await db.many(sql`select details::text from alarms`)))
  }
  for (const text of everything)
    for (const number of numbers) assert.ok(!text.includes(number), text.slice(0, 200))
})
