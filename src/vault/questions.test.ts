/** What the vault's door takes: each question as it is declared, and nothing else. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { type Platform, startPlatform } from '../../test/platform.ts'
import { connectToDoor } from '../../test/vault-door.ts'
import { newId } from '../ground/ids.ts'
import { currencies } from '../ground/money.ts'
import { told } from '../ground/vault-frames.ts'
import { type Asked, LOG_ENTRIES_MAX, type QuestionName, questions } from '../ground/vault-protocol.ts'

const company_id = newId()
const card = { company_id, card_id: newId() }
const listed = { card_id: newId(), contact_id: newId() }
const reference = { id: '633200000001', sequence: '000001', sent_at: '2026-11-28T12:00:00.000Z' }
const money = { amount: '10050', currency: 'CAD' } as const

/** One of each that the vault takes. */
const asked: { [Name in QuestionName]: Asked<Name> } = {
  openCardPage: {
    ...card,
    company_name: 'Maple Cycles',
    language: null,
    fallback_language: 'en',
    allowed_origins: ['https://shop.example.com'],
    return_url: null,
    payment: { amount: '100', currency: 'USD' },
    in_payment_page: false,
  },
  charge: {
    ...card,
    reference,
    ...money,
    kind: 'charge',
    statement: 'Order 1001',
    company_name: 'Maple Cycles',
    use: { initiator: 'customer', reason: 'unscheduled' },
    send_before: { vault: newId(), ms: 1.5 },
  },
  reverse: { ...card, reference, ...money, kind: 'authorization', repeat: true },
  capture: {
    reference: { ...reference, sequence: '000002' },
    authorization: { reference, amount: '10050', authorization_code: '000001' },
    ...money,
    repeat: false,
  },
  shred: { cards: [card] },
  moveClock: { ahead_ms: 0 },
  readLog: { after: '0' },
  ready: {},
  anchorAudit: { main_seal: { seq: '1', hash: 'ab'.repeat(32) }, known: null },
  readTransfers: {},
  doneTransfer: { done: { do: 'list', transfer_id: newId(), step: '0', cards: [listed], last: true } },
}
const names = Object.keys(questions) as QuestionName[]

let platform: Platform
let door: Awaited<ReturnType<typeof connectToDoor>>
before(async () => {
  platform = await startPlatform()
  door = await connectToDoor(platform.config.vaultSocket)
})
after(async () => {
  door.socket.destroy()
  await platform.close()
})

const ask = (name: QuestionName, question: object | string) => door.ask(questions[name].kind, question)

/** The vault's answers to it have said what is wrong, and of which field. */
async function refuses(name: QuestionName, question: object, path: string, message?: string) {
  const { what, body } = await ask(name, question)
  assert.equal(what, told.refused, `${name}: ${path} ${JSON.stringify(body)}`)
  assert.equal(body.code, 'validation_failed')
  const found = body.errors.find((error: { path: string }) => error.path === path)
  assert.ok(found, `${name}: ${JSON.stringify(body.errors)} has no ${path}`)
  if (message) assert.equal(found.message, message)
}

test('each question as it is declared is answered as it is declared', async () => {
  for (const name of names) {
    const { what, body } = await ask(name, asked[name])
    assert.equal(what, told.answered, `${name}: ${JSON.stringify(body)}`)
    questions[name].answer.parse(body)
  }
})

test('a member that is unknown, missing or of another kind is refused, and the answer names it', async () => {
  for (const name of names) {
    const whole: Record<string, unknown> = asked[name]
    await refuses(name, { ...whole, sundyr: 'x' }, 'sundyr', 'is not a known field; remove it')
    for (const member of Object.keys(whole)) {
      const { [member]: value, ...without } = whole
      const other = typeof value === 'boolean' ? 'x' : true
      // How a credential is used a main side of the version before does not say.
      if (member !== 'use') await refuses(name, without, member)
      await refuses(name, { ...whole, [member]: other }, member)
    }
  }
  for (const [name, member] of [
    ['charge', 'send_before'],
    ['charge', 'reference'],
    ['reverse', 'reference'],
    ['capture', 'reference'],
    ['capture', 'authorization'],
    ['openCardPage', 'payment'],
  ] as const) {
    const inner = (asked[name] as Record<string, unknown>)[member] as object
    await refuses(name, { ...asked[name], [member]: { ...inner, more: 1 } }, `${member}.more`)
  }
})

test('what is no object, no JSON or no question is refused, and the connection goes on', async () => {
  for (const text of ['', '{', '[]', 'null', '"x"']) {
    const { what } = await ask('charge', text)
    assert.equal(what, told.refused, text)
  }
  const { what, body } = await door.ask(63, {})
  assert.deepEqual([what, body.code], [told.refused, 'not_found'])
  assert.equal((await ask('ready', {})).what, told.answered)
})

test('every string, number and list has an end', async () => {
  const long = 'x'.repeat(2_001)
  for (const name of ['openCardPage', 'charge', 'reverse', 'capture'] as const)
    for (const [member, value] of Object.entries(asked[name]))
      if (typeof value === 'string') await refuses(name, { ...asked[name], [member]: long }, member)
  await refuses('openCardPage', { ...asked.openCardPage, return_url: long }, 'return_url')
  await refuses(
    'openCardPage',
    { ...asked.openCardPage, allowed_origins: Array(11).fill('x') },
    'allowed_origins',
  )
  await refuses('shred', { cards: Array(101).fill(card) }, 'cards')
  await refuses('moveClock', { ahead_ms: -1 }, 'ahead_ms')
  await refuses('readLog', { after: '1'.repeat(16) }, 'after')
})

test('amounts, references and times are what the network can be told, or nothing is sent', async () => {
  for (const amount of ['0', '-1', '1.5', '1e3', '01', '1234567890123', ''])
    await refuses('charge', { ...asked.charge, amount }, 'amount')
  const known = (as: object) => ({ ...asked.charge, reference: { ...reference, ...as } })
  for (const sequence of ['1', '0000001', '00000a'])
    await refuses('charge', known({ sequence }), 'reference.sequence')
  await refuses('charge', known({ id: '63320000000x' }), 'reference.id')
  for (const sent_at of ['2026-11-28', '2026-13-28T12:00:00Z', '2026-11-28T12:00:00+01:00'])
    await refuses('charge', known({ sent_at }), 'reference.sent_at')
  await refuses(
    'charge',
    { ...asked.charge, currency: 'XTS' },
    'currency',
    `must be one of: ${currencies.join(', ')}`,
  )
  await refuses('charge', { ...asked.charge, kind: 'sale' }, 'kind')
  assert.deepEqual((await platform.books()).entries, [])
})

test('what is refused is told in the vault’s log, with the question and its fields', async () => {
  await ask('reverse', { ...asked.reverse, forgotten: true })
  const told = platform.lines.filter((line) => line.includes('a question of the main side was refused'))
  assert.ok(told.some((line) => JSON.parse(line).level === 40))
  assert.ok(told.some((line) => line.includes('"question"')))
})

test('a charge that the vault refuses is unsent: the main side’s books say so, and no card is charged', async () => {
  const { vault } = platform.context
  const { send_before: _, ...charge } = asked.charge
  const outcome = await vault.charge({ ...charge, amount: '0' }, performance.now())
  assert.deepEqual(outcome, { outcome: 'unsent', reason: 'vault_refused' })
  const { repeat } = asked.reverse
  const reversed = await vault.reverse({ ...asked.reverse, amount: '0', repeat })
  assert.deepEqual(reversed, { outcome: 'unacknowledged', reason: 'vault_refused' })
})

test('the log is read in answers of a bounded size', () => {
  assert.equal(questions.readLog.answer.safeParse(Array(LOG_ENTRIES_MAX + 1).fill({})).success, false)
})
