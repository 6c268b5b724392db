/** `jetpay mcp` as a process, asked by the SDK's own client, against the real platform. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { Client } from '@modelcontextprotocol/sdk/client/index.js'
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js'
import { type Platform, startPlatform } from '../../test/platform.ts'
import { startApi } from '../api.ts'
import { projectFolder } from '../ground/config.ts'
import { freePort } from '../ground/free-port.ts'
import { newId } from '../ground/ids.ts'

let platform: Platform
let agent: Client
const clients: Client[] = []
before(async () => {
  platform = await startPlatform()
  agent = await connect(platform.url)
})
after(async () => {
  for (const client of clients) await client.close()
  await platform?.close()
})

async function connect(url: string, token = platform.demo.api_token): Promise<Client> {
  const client = new Client({ name: 'test', version: '1' })
  clients.push(client)
  const transport = new StdioClientTransport({
    command: process.execPath,
    args: ['src/main.ts', 'mcp', '--url', url],
    cwd: projectFolder,
    env: {
      PATH: process.env.PATH!,
      JETPAY_TOKEN: token,
      JETPAY_DATA: platform.config.dataFolder,
    },
    stderr: 'ignore',
  })
  await client.connect(transport)
  return client
}

const called = new Set<string>()
const textOf = (content: unknown) => (content as { text: string }[]).map(({ text }) => text)

/** The client itself holds the answer against the tool's output schema. */
async function use(name: string, given: Record<string, unknown> = {}): Promise<any> {
  const answer = await agent.callTool({ name, arguments: given })
  assert.ok(!answer.isError, `${name}: ${textOf(answer.content)}`)
  assert.deepEqual(answer.structuredContent, JSON.parse(textOf(answer.content)[0]!), name)
  called.add(name)
  return answer.structuredContent
}
async function refused(name: string, given: Record<string, unknown>, by = agent): Promise<string> {
  const answer = await by.callTool({ name, arguments: given })
  assert.ok(answer.isError, `${name} was taken`)
  return textOf(answer.content).join('\n')
}

test('an agent finds, follows and explains money, and in the demo moves it: every tool is called and answers in its form', async () => {
  const { tools } = await agent.listTools()
  const card = await platform.saveCard()
  const account = platform.demo.bank_account_id
  const charge = {
    contact_id: card.contactId,
    credit_card_id: card.cardId,
    amount: '100.50',
    to_bank_account_id: account,
    statement: 'By an agent',
    idempotency_key: 'agent-1',
  }
  const { debit_id } = await use('charge_saved_card', charge)
  assert.equal((await use('charge_saved_card', charge)).debit_id, debit_id, 'the same key does it once')
  const { data } = await use('search_transactions', {
    contact_id: card.contactId,
    amount: '100.50',
    limit: 5,
  })
  assert.deepEqual(
    data.map((one: any) => one.identifier),
    [debit_id],
  )
  assert.equal((await use('get_transaction', { identifier: debit_id })).amount, 100.5)
  await use('get_transaction_timeline', { identifier: debit_id })
  await use('explain_amount', { identifier: debit_id })
  await use('search', { q: debit_id })
  const contact = await use('create_contact', {
    email: 'agent@example.com',
    name: 'Agnes',
    metadata: { order: '1' },
  })
  const found = await use('list_contacts', { metadata: { order: '1' } })
  assert.deepEqual(
    found.data.map((one: any) => one.identifier),
    [contact.identifier],
  )
  await use('get_contact', { contact_id: contact.identifier })
  const link = await use('create_payment_link', {
    contact_id: contact.identifier,
    amount: 5,
    statement: 'Invoice 7',
    to_bank_account: account,
  })
  assert.match(link.link, /\/payment\/pay\//)
  await use('refund_debit', { debit_id, amount: '0.50' })
  const saved = await use('list_saved_cards', { contact_id: card.contactId })
  assert.equal(saved.data[0].last4, '4242')
  for (const name of ['get_company', 'list_bank_accounts', 'get_balance', 'list_payouts']) await use(name)
  for (const name of ['get_next_payouts', 'list_webhooks', 'list_disputes']) await use(name)
  await use('explain_balance', { currency: 'CAD' })
  const event = await use('trigger_event', { type: 'contacts.created' })
  assert.ok(event)
  const log = await use('list_events', { after: 0, type: 'transactions.debits.paid' })
  await use('get_event', { event_id: log.data[0].id })
  const hook = { callback_url: 'http://127.0.0.1:9/agent' }
  const { identifier } = (await platform.call('POST', '/webhooks', hook)).body
  await use('list_webhook_deliveries', { identifier })
  assert.match((await use('explain_problem', { code: 'card_declined' })).guide, /retry/)
  await use('advance_clock', { advance: '30m' })
  // What names an object that this company does not have yet: the API's own words come back.
  for (const [name, field] of Object.entries({
    get_payout: 'identifier',
    explain_payout: 'identifier',
    get_dispute: 'dispute_id',
    explain_dispute: 'dispute_id',
  })) {
    assert.match(await refused(name, { [field]: newId() }), /\(404 not_found\)/)
    called.add(name)
  }
  assert.deepEqual([...called].sort(), tools.map(({ name }) => name).sort())
})

test('each tool says what it does to money, in what shape it is asked, and refuses what it does not know', async () => {
  const { tools } = await agent.listTools()
  const writes = tools.filter(({ annotations }) => !annotations?.readOnlyHint).map(({ name }) => name)
  assert.deepEqual(writes.sort(), [
    'advance_clock',
    'charge_saved_card',
    'create_contact',
    'create_payment_link',
    'refund_debit',
    'trigger_event',
  ])
  const destructive = tools.filter(({ annotations }) => annotations?.destructiveHint).map(({ name }) => name)
  assert.deepEqual(destructive.sort(), [
    'advance_clock',
    'charge_saved_card',
    'refund_debit',
    'trigger_event',
  ])
  for (const tool of tools) {
    assert.ok(tool.description!.length > 40 && tool.outputSchema, tool.name)
    assert.equal((tool.inputSchema as any).additionalProperties, false, tool.name)
    for (const [name, { description }] of Object.entries(tool.inputSchema.properties as Record<string, any>))
      assert.match(description ?? '', /^[A-Z`].{8,}/, `${tool.name}: ${name}`)
    assert.equal('idempotency_key' in tool.inputSchema.properties!, writes.includes(tool.name), tool.name)
    assert.match(
      await refused(tool.name, { nonsense: 1 }),
      /There is no argument "nonsense"\. There are: .*Nothing was sent/s,
    )
  }
  const astray = await refused('get_contact', { contact_id: '../company' })
  assert.match(
    await refused('get_contact', { contact_id: null }),
    /`contact_id` is required\. Nothing was sent/,
  )
  assert.match(await refused('get_contact', { contact_id: true }), /`contact_id` must be .* Nothing was sent/)
  assert.match(astray, /`contact_id` must be an identifier, as the API answers it\. Nothing was sent/)
  const key = { email: 'ada@example.com', name: 'Ada', idempotency_key: 'a\nb' }
  assert.match(await refused('create_contact', key), /`idempotency_key` must be .*Nothing was sent/)
  assert.match(await refused('list_contacts', { limitt: 3 }), /Did you mean limit\?/)
  assert.match(await refused('list_events', { wait: 30 }), /no argument "wait"/)
  assert.match(await refused('no_such_tool', {}), /There is no tool/)
})

test('each tool names the argument that is missing or wrong, and nothing is done', async () => {
  const { tools } = await agent.listTools()
  let tried = 0
  for (const { name, inputSchema } of tools) {
    const { required = [], properties = {} } = inputSchema
    if (required.length > 0) {
      const missing = await refused(name, {})
      assert.ok(
        required.some((field) => missing.includes(field)),
        `${name}: ${missing}`,
      )
      assert.match(missing, /` is required.*Nothing was sent/s)
    }
    for (const field of Object.keys(properties)) {
      const ids = Object.fromEntries(required.map((needed) => [needed, newId()]))
      const wrong = await refused(name, { ...ids, [field]: { nonsense: [[1]] } })
      assert.match(wrong, /Nothing was sent|422 validation_failed|`code` must be/, `${name} ${field}`)
      assert.ok(wrong.includes(field), `${name} ${field}: ${wrong}`)
      tried++
    }
  }
  assert.ok(tried > 80, String(tried))
})

test('an answer that is larger than a model can read is refused with what to do, and a smaller one is given', async () => {
  const metadata = Object.fromEntries(Array.from({ length: 20 }, (_, at) => [`key ${at}`, 'x'.repeat(490)]))
  for (let made = 0; made < 45; made++)
    await platform.good('PUT', '/contact', { email: 'big@example.com', name: 'Big', tags: ['big'], metadata })
  assert.match(
    await refused('list_contacts', { tag: 'big', limit: 100 }),
    /over 400000 bytes; ask for less, by `limit` or a filter/,
  )
  assert.equal((await use('list_contacts', { tag: 'big', limit: 20 })).data.length, 20)
})

test('an agent whose token has few scopes is told which one a tool needs, and does with the others what it may', async () => {
  const { body } = await platform.call('POST', '/api_token', { name: 'agent', scopes: ['contacts:read'] })
  const limited = await connect(platform.url, body.token)
  const listed = await limited.callTool({ name: 'list_contacts', arguments: {} })
  assert.ok(!listed.isError)
  const contact = { email: 'few@example.com', name: 'Few' }
  for (const [name, given, scope] of [
    ['get_balance', {}, /company:read/],
    ['list_events', {}, /events:read/],
    ['search_transactions', {}, /debits:read/],
    ['create_contact', contact, /contacts:write/],
  ] as const) {
    const told = await refused(name, given, limited)
    assert.match(told, /\(403 forbidden\)/)
    assert.match(told, scope, name)
  }
  const found = await use('list_contacts', { email: contact.email })
  assert.deepEqual(found.data, [])
})

test('a card number passes nowhere: not as text, grouped, as a number or as a name', async () => {
  const contact = { email: 'a@example.com', name: 'Ada' }
  for (const given of [
    { ...contact, name: 'Ada 4242424242424242' },
    { ...contact, metadata: { card: '4242 4242 4242 4242' } },
    { ...contact, metadata: { '4242-4242-4242-4242': 'x' } },
    { ...contact, tags: [4242424242424242] },
    { ...contact, idempotency_key: '4242424242424242' },
  ])
    assert.match(await refused('create_contact', given), /looks like a card number/)
  for (const q of ['4242424242424242', '4242\n4242\r\n4242\t4242'])
    assert.match(await refused('search', { q }), /looks like a card number/)
})

test('a decline and a bad field come back in the API’s own words', async () => {
  const card = await platform.saveCard('4000000000009995')
  const charge = {
    contact_id: card.contactId,
    credit_card_id: card.cardId,
    amount: 1,
    to_bank_account_id: platform.demo.bank_account_id,
    statement: 'x',
  }
  const declined = await refused('charge_saved_card', charge)
  assert.match(declined, /\(402 card_declined\)/)
  assert.match(declined, /"fail_reason":"insufficient_funds"/)
  const refusal = await refused('create_contact', { email: 'nobody', name: 'Ada', language: 'fe' })
  assert.match(refusal, /^Correct these fields: email, language\. \(422 validation_failed\)$/m)
  assert.match(refusal, /^`email` must be an e-mail address\.$/m)
  assert.match(refusal, /^`language` must be one of: en, fr\.$/m)
  const type = await refused('trigger_event', { type: 'transactions.debit.paid' })
  assert.match(type, /`type` must be one of the \d+ .* the nearest is transactions\.debits\.paid\./)
})

test('what a problem says can be done from here: pages stand at the API, and headers have the names of arguments', async () => {
  assert.match(await refused('explain_problem', { code: 'card_decline' }), /the nearest is card_declined/)
  const { tools } = await agent.listTools()
  const codes = (tools.find(({ name }) => name === 'explain_problem')!.inputSchema.properties as any).code
    .enum
  for (const code of codes) {
    const { guide } = await use('explain_problem', { code })
    assert.doesNotMatch(guide, /docs\/[\w-]+\.md|Idempotency-Key|Authorization|(?<!\d)\/docs\//, code)
    for (const [page] of guide.matchAll(/http:\/\/[^\s`)]+/g))
      assert.equal((await fetch(page)).status, 200, page)
  }
  const { guide } = await use('explain_problem', { code: 'card_declined' })
  assert.ok(guide.includes(`${platform.url}/docs/guide/fail-reasons`))
  assert.doesNotMatch(JSON.stringify(tools), /docs\/[\w-]+\.md|[\s(`]\/docs\/guide/)
})

test('a live installation offers what reads, and nothing that writes', async () => {
  const apiPort = await freePort('127.0.0.1')
  const config = { ...platform.config, apiPort, environment: 'live' as const }
  const live = await startApi({ ...platform.context, config })
  try {
    const careful = await connect(`http://127.0.0.1:${apiPort}`)
    const { tools } = await careful.listTools()
    assert.ok(tools.length > 20)
    assert.deepEqual(
      tools.filter(({ annotations }) => !annotations?.readOnlyHint),
      [],
    )
    for (const { name, annotations } of (await agent.listTools()).tools)
      if (!annotations?.readOnlyHint) assert.match(await refused(name, {}, careful), /There is no tool/, name)
    await careful.close()
  } finally {
    await live.close()
  }
})
