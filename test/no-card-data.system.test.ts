/**
 * No card number and no CVC outside the vault (PCI DSS 3.3.1, 3.4.1, 3.5.1): the whole path is run with known
 * cards, good and bad, through the real processes; then every log, output, file, table and event is searched.
 */
import assert from 'node:assert/strict'
import { readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { after, before, test } from 'node:test'
import pg from 'pg'
import { until } from './platform.ts'
import { newDataFolder, type System, startSystem } from './system.ts'

const numbers = [
  '4242424242424242',
  '4000000000009995',
  '4000000000000127',
  '4000000000900011',
  '4000000000900060',
  // The network tells another number as it declines it.
  '5555550000930018',
]
/** In no request: the one that replaces the last, and one of a file. */
const untyped = ['5555550000930026', '4000000000930018', '4000000000930026']
/**
 * Four digits that nothing else of this run has; amex-length CVCs are refused for these cards, so three and
 * four.
 */
const cvcs = ['917', '6183']
const holder = 'Persephone Quillfeather'

const folder = newDataFolder()
let system: System
let vaultDatabaseUrl: string
before(async () => {
  system = await startSystem(folder, { JETPAY_LOG_LEVEL: 'debug', JETPAY_NETWORK_TIMEOUT_MS: '500' })
  const passwords = JSON.parse(readFileSync(`${folder}/database.json`, 'utf8'))
  vaultDatabaseUrl = system.databaseUrl
    .replace('jetpay:', 'jetpay_vault:')
    .replace(passwords.mainPassword, passwords.vaultPassword)
    .replace(/\/jetpay$/, '/jetpay_vault')
  await runTheWholePath()
})
after(async () => {
  await system.stop()
  rmSync(folder, { recursive: true, force: true })
})

const answers: string[] = []
async function send(method: string, url: string, body?: unknown): Promise<any> {
  const headers = { authorization: `Bearer ${system.demo.api_token}`, 'content-type': 'application/json' }
  const text = body === undefined ? undefined : typeof body === 'string' ? body : JSON.stringify(body)
  const response = await fetch(url, { method, headers, ...(text === undefined ? {} : { body: text }) })
  const answer = await response.text()
  answers.push(answer)
  return answer.startsWith('{') ? JSON.parse(answer) : {}
}

/** To the api and the vault by mistake, where a log of requests would find it: path, query and headers. */
async function sendAstray(number: string): Promise<void> {
  const headers = {
    authorization: `Bearer ${system.demo.api_token}`,
    'x-request-id': number,
    traceparent: number,
  }
  for (const at of [system.demo.api_url, system.demo.vault_url])
    for (const path of [`/${number}`, `/contact/${number}?cvc=${cvcs[0]}`, `/contact?search=${number}`])
      await (await fetch(at + path, { headers })).text()
}

async function runTheWholePath(): Promise<void> {
  const { api_url: api, vault_url: vault, bank_account_id } = system.demo
  const contact = await send('PUT', `${api}/contact`, { email: 'p@example.com', name: 'Contact' })
  const cards = `${api}/contact/${contact.identifier}/creditcards`
  const [cvc, longCvc] = cvcs
  const card = (number: string) => ({ number, expiry: '12/39', cvc, name: holder, postal_code: 'H2X 1Y4' })
  for (const number of numbers) {
    const { url, credit_card_id } = await send('POST', `${cards}/url`)
    // Bad input first: a CVC too long, JSON that breaks in mid-number, a number where none belongs, a wrong
    // content type.
    await send('POST', url, { ...card(number), cvc: longCvc })
    await send('POST', url, `{"number": "${number}", "cvc": "${cvc}"`)
    await send('POST', `${vault}/tokenize/${number}`, card(number))
    await fetch(url, { method: 'POST', body: new URLSearchParams(card(number) as Record<string, string>) })
    await send('POST', url, card(number))
    const settled = await until('the card to be settled', async () => {
      const { state } = await send('GET', `${cards}/${credit_card_id}`)
      return state !== 'pending' && state
    })
    await send('POST', url, card(number))
    const charge = { amount: 3, to_bank_account_id: bank_account_id, statement: 'Search' }
    await sendAstray(number)
    if (settled === 'active') await send('POST', `${cards}/${credit_card_id}/charge`, charge)
    // To the api by mistake: in a body that breaks, and in a field that there is not.
    await send(
      'POST',
      `${cards}/${credit_card_id}/charge`,
      `{"amount": 3, "card": "${number}", "cvc": "${cvc}`,
    )
    await send('POST', `${cards}/${credit_card_id}/charge`, { ...charge, ...card(number) })
  }
  const debit = async () => (await send('GET', `${api}/events?limit=100`)).data ?? []
  await until('the events to be there', async () => (await debit()).length >= numbers.length)
}

/** The number in any of its usual shapes; the CVC as a value by itself. */
const shapes = [...numbers, ...untyped].flatMap((number) => {
  const groups = number.match(/.{4}/g)!
  return [
    number,
    groups.join(' '),
    groups.join('-'),
    Buffer.from(number).toString('hex'),
    Buffer.from(number).toString('base64').slice(0, 20),
  ]
})
const cvcValue = new RegExp(`(?<![\\w.:+-])(${cvcs.join('|')})(?![\\w.:+-])`)

function assertClean(what: string, text: string, extra: string[] = []): void {
  for (const shape of [...shapes, ...extra])
    assert.ok(!text.includes(shape), `${what} holds ${shape.slice(0, 4)}…`)
}

function filesUnder(path: string): string[] {
  return readdirSync(path, { recursive: true, encoding: 'utf8' })
    .map((name) => `${path}/${name}`)
    .filter((file) => statSync(file).isFile())
}

async function tables(url: string): Promise<[string, string][]> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    const { rows } = await client.query(
      `select tablename from pg_tables where schemaname = 'public' order by 1`,
    )
    const contents: [string, string][] = []
    for (const { tablename } of rows) {
      const all = await client.query(
        // How long something took may be any number, and a CVC is a short one.
        `select coalesce(string_agg((to_jsonb(t) - '{duration_us,took_ms}'::text[])::text, E'\\n'), '') as text from ${tablename} t`,
      )
      contents.push([tablename, all.rows[0].text])
    }
    return contents
  } finally {
    await client.end()
  }
}

test('no process has said a card number, a CVC or a cardholder’s name', () => {
  const logs = filesUnder(`${folder}/logs`).filter((file) => !file.includes('postgres'))
  assert.ok(logs.length >= 5)
  for (const role of ['api', 'vault'])
    assert.match(readFileSync(`${folder}/logs/${role}.log`, 'utf8'), /"route":"[^"]+"[^\n]*"msg":"request"/)
  for (const [what, text] of [
    ['the supervisor', system.output()],
    ...logs.map((file) => [file, readFileSync(file, 'utf8')]),
  ]) {
    assertClean(what!, text!, [holder])
    assert.doesNotMatch(text!, cvcValue, `${what} holds a CVC`)
  }
})

test('no answer to the platform holds a card number or CVC', () => {
  assert.ok(answers.length > 40)
  for (const answer of answers) {
    assertClean('an answer', answer, [holder])
    assert.doesNotMatch(answer, cvcValue)
  }
})

test('no table of the main database, events included, holds a card number, CVC or cardholder’s name', async () => {
  const contents = await tables(system.databaseUrl)
  const filled = contents.filter(([, text]) => text.includes(system.demo.company_id)).map(([name]) => name)
  for (const table of ['credit_cards', 'debits', 'events'])
    assert.ok(filled.includes(table), `${table} was filled`)
  for (const [name, text] of contents) {
    assertClean(name, text, [holder])
    assert.doesNotMatch(text, cvcValue, `${name} holds a CVC`)
  }
})

test('the vault’s own database holds card numbers encrypted only, and no CVC', async () => {
  const contents = await tables(vaultDatabaseUrl)
  assert.match(contents.find(([name]) => name === 'cards')![1], /4242/)
  for (const [name, text] of contents) {
    assertClean(name, text, [holder])
    assert.doesNotMatch(text, cvcValue, `${name} holds a CVC`)
  }
})

test('the main role cannot even connect to the vault’s database, nor the vault’s to the main one', async () => {
  const swapped = [
    system.databaseUrl.replace(/\/jetpay$/, '/jetpay_vault'),
    vaultDatabaseUrl.replace(/_vault$/, ''),
  ]
  for (const url of swapped) {
    const client = new pg.Client({ connectionString: url })
    await assert.rejects(client.connect(), /permission denied for database/)
  }
})

test('no file of the data folder holds a card number in clear, write-ahead log and simulator’s books included', () => {
  const files = filesUnder(folder)
  assert.ok(files.some((file) => file.includes('pg_wal')))
  for (const file of files) assertClean(file, readFileSync(file, 'latin1'))
})
