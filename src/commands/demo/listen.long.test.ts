/**
 * `jetpay listen` as a process, against the real platform: killed, stopped, cut off, and refused by its
 * receiver.
 */
import assert from 'node:assert/strict'
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { type AddressInfo, connect, createServer as createTcpServer, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { after, afterEach, before, beforeEach, test } from 'node:test'
import { Webhook as StandardWebhook } from 'standardwebhooks'
import { verifyDelivery } from '../../../sdk/webhooks/webhooks.ts'
import { type Platform, startPlatform, until } from '../../../test/platform.ts'
import { createWebhook, makeEvents, newestEventId, startReceiver } from '../../../test/receiver.ts'
import { projectFolder } from '../../ground/config.ts'

let platform: Platform
let folder: string
let hook: Awaited<ReturnType<typeof openHook>>
const running = new Set<ChildProcess>()
before(async () => {
  platform = await startPlatform()
})
after(() => platform.close())
beforeEach(async () => {
  folder = mkdtempSync(`${tmpdir()}/jetpay-listen-`)
  const { api_token } = platform.demo
  writeFileSync(`${folder}/demo.json`, JSON.stringify({ api_url: platform.url, api_token }))
  hook = await openHook()
})
afterEach(() => {
  for (const child of running) child.kill('SIGKILL')
  hook.close()
  rmSync(folder, { recursive: true, force: true })
})

type Taken = { headers: Record<string, string>; text: string; events: { id: number; type: string }[] }

/** A receiver on this machine. It answers what `status` says, and keeps what it confirmed. */
async function openHook() {
  const seen = { taken: [] as Taken[], refused: 0, status: 200 }
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk)
    const text = Buffer.concat(chunks).toString()
    if (seen.status >= 300) seen.refused += 1
    else seen.taken.push({ headers: request.headers as any, text, events: JSON.parse(text).events })
    response.writeHead(seen.status).end()
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    seen,
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`,
    ids: () => seen.taken.flatMap(({ events }) => events.map((event) => event.id)),
    close() {
      server.close()
      server.closeAllConnections()
    },
  }
}

function listen(...args: string[]) {
  const child = spawn(process.execPath, ['src/main.ts', 'listen', ...args], {
    cwd: projectFolder,
    env: { ...process.env, JETPAY_DATA: folder, no_proxy: '127.0.0.1' },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const said = { out: '', err: '' }
  child.stdout.on('data', (chunk) => (said.out += chunk))
  child.stderr.on('data', (chunk) => (said.err += chunk))
  running.add(child)
  const ended = once(child, 'close').then(() => child.exitCode ?? child.signalCode)
  return {
    child,
    said,
    ended,
    started: () => until('it to listen', async () => said.err.includes('Listening to')),
    lines: () => said.out.split('\n').filter(Boolean),
  }
}

const took = (id: number) => until(`event ${id} to be forwarded`, async () => hook.ids().includes(id))
const setting = (text: string, name: string) => new RegExp(`${name} +(\\S+)`).exec(text)![1]!

test('it forwards what a webhook delivers, amounts to the digit, and the same code verifies it', async (t) => {
  const receiver = await startReceiver(platform.url)
  t.after(() => receiver.close())
  const webhook = await createWebhook(platform, receiver, '/compare')
  const { said, started, lines } = listen('--forward-to', hook.url)
  await started()
  const card = await platform.saveCard()
  const { body: charge } = await platform.charge(card, { amount: '100.50' })
  const newest = await until('the paid event', async () => {
    const paid = webhook.inbox.received
      .flatMap(({ body }) => body.events)
      .find(({ type }) => type.endsWith('.paid'))
    return paid?.id
  })
  await took(newest)
  // Spaces between tokens are nobody's promise; the digits of numbers are.
  const exact = (text: string) => text.replaceAll(/"(?:[^"\\]|\\.)*"|\s+/g, (part) => part.trim())
  const eventsOf = (texts: string[]) =>
    texts.map((text) => exact(text).replace(/^{"webhookId":\d+,"events":\[|\]}$/g, '')).join(',')
  const forwarded = eventsOf(hook.seen.taken.map(({ text }) => text))
  assert.equal(forwarded, eventsOf(webhook.inbox.received.map(({ text }) => text)))
  assert.match(forwarded, /"amount":100\.50[,}]/)

  const jwksUrl = setting(said.err, 'JWKS URL')
  const audience = setting(said.err, 'webhook identifier')
  for (const { headers, text } of hook.seen.taken) {
    const delivery = await verifyDelivery({ headers, rawBody: text }, { jwksUrl, audience })
    assert.equal(delivery.webhookId, 0)
    new StandardWebhook(setting(said.err, 'signing secret')).verify(text, headers)
  }
  const line = await until('the line', async () => lines().find((one) => one.includes('debits.paid')))
  assert.match(
    line,
    new RegExp(
      `^\\d{4}-\\d\\d-\\d\\dT[\\d:]+Z {2}${newest} {2}transactions.debits.paid {2}transactionId=${charge.debit_id} .*state=paid {2}→ 200 \\(\\d+ ms\\)$`,
    ),
  )
  await platform.good('DELETE', `/webhooks/${webhook.identifier}`)
})

test('killed and started again it goes on where it was, with the same keys for its receiver', async () => {
  const first = listen('--forward-to', hook.url)
  await first.started()
  const before = await makeEvents(platform, 3)
  await took(before.at(-1)!)
  first.child.kill('SIGKILL')
  await first.ended
  const meanwhile = await makeEvents(platform, 12)
  const second = listen('--forward-to', hook.url)
  await took(meanwhile.at(-1)!)
  const ids = hook.ids()
  assert.deepEqual([...new Set(ids)], [...before, ...meanwhile])
  assert.ok(ids.length <= before.length + meanwhile.length + 10, 'at most the batch under way comes again')
  for (const name of ['webhook identifier', 'signing secret'])
    assert.equal(setting(first.said.err, name), setting(second.said.err, name))
})

test('stopped in its tracks and continued, it has missed nothing', async () => {
  const { child, started } = listen('--forward-to', hook.url)
  await started()
  const before = await makeEvents(platform, 1)
  await took(before[0]!)
  child.kill('SIGSTOP')
  const meanwhile = await makeEvents(platform, 25)
  child.kill('SIGCONT')
  await took(meanwhile.at(-1)!)
  assert.deepEqual(hook.ids(), [...before, ...meanwhile])
})

test('an API that goes away and comes back loses nothing', async () => {
  const sockets = new Set<Socket>()
  const open = async (port: number) => {
    const server = createTcpServer((inner) => {
      const outer = connect(platform.config.apiPort, '127.0.0.1')
      inner.pipe(outer).pipe(inner)
      for (const socket of [inner, outer]) sockets.add(socket.on('error', () => socket.destroy()))
    }).listen(port, '127.0.0.1')
    await once(server, 'listening')
    return server
  }
  const network = await open(0)
  const { port } = network.address() as AddressInfo
  const token = platform.demo.api_token
  const { said, started } = listen(
    '--api',
    `http://127.0.0.1:${port}`,
    '--token',
    token,
    '--forward-to',
    hook.url,
  )
  await started()
  const before = await makeEvents(platform, 2)
  await took(before.at(-1)!)
  network.close()
  for (const socket of sockets) socket.destroy()
  await until('it to say so', async () => / is lost \(/.test(said.err))
  const meanwhile = await makeEvents(platform, 12)
  const again = await open(port)
  await took(meanwhile.at(-1)!)
  assert.match(said.err, /The API is back/)
  assert.deepEqual(hook.ids(), [...before, ...meanwhile])
  again.close()
  for (const socket of sockets) socket.destroy()
})

test('what its receiver refuses comes again, and nothing overtakes it', async () => {
  const { started, said, lines } = listen('--forward-to', hook.url, '--batch', '2')
  await started()
  hook.seen.status = 500
  const ids = await makeEvents(platform, 5)
  await until('some refusals', async () => hook.seen.refused >= 2)
  assert.deepEqual(hook.ids(), [])
  assert.match(said.err, /Not confirmed \(500\)/)
  hook.seen.status = 204
  await took(ids.at(-1)!)
  assert.deepEqual(hook.ids(), ids)
  assert.ok(hook.seen.taken.every(({ events }) => events.length <= 2))
  await until('its line', async () => lines().some((line) => /→ 204 \(/.test(line)))
})

test('it replays from an event or a time, and takes the types that are asked for', async () => {
  const ids = await makeEvents(platform, 3)
  const newest = await newestEventId(platform)
  assert.equal(ids.at(-1), newest)
  const { body } = await platform.call('GET', `/events?after=${newest - 2}&limit=1`)
  const printed = async (count: number, ...args: string[]) => {
    const listener = listen('--print-json', ...args)
    await until(`${count} events`, async () => listener.lines().length >= count)
    listener.child.kill('SIGINT')
    assert.equal(await listener.ended, 0)
    return listener.lines().map((line) => JSON.parse(line))
  }
  const idsOf = (events: { id: number }[]) => events.map(({ id }) => id)
  assert.deepEqual(idsOf(await printed(3, '--replay-from', String(ids[0]))), ids)
  assert.deepEqual(idsOf(await printed(2, '--replay-from', body.data[0].createdAt)), ids.slice(1))
  const all = await printed(newest, '--replay-from', '2020-01-01T00:00:00Z')
  assert.deepEqual(
    idsOf(all),
    Array.from({ length: newest }, (_, at) => at + 1),
  )
  const some = all.filter(({ type }) => /^transactions\.|^contacts\.credit_cards\.tokenized$/.test(type))
  const types = 'transactions.*,contacts.credit_cards.tokenized'
  assert.deepEqual(await printed(some.length, '--replay-from', '1', '--types', types), some)
})

test('Ctrl-C ends it at once, also while it waits for the API', async () => {
  const waiting = listen('--api', 'http://127.0.0.1:1', '--token', 'x')
  await until('it to say so', async () => / is lost \(/.test(waiting.said.err))
  waiting.child.kill('SIGINT')
  assert.equal(await waiting.ended, 0)
})

test('a mistake is named in one line that says what to do', async () => {
  for (const [args, code, says] of [
    [['--token', 'jp_demo_wrong'], 1, /^GET \/events answered 401: /],
    [['--replay-from', 'yesterday'], 2, /^--replay-from is "yesterday"; give an event id, or a time/],
    [['--replay-from', '1.5'], 2, /^--replay-from is "1.5"; give an event id, or a time/],
    [['--replay-from', '2026-02-31'], 2, /^--replay-from is "2026-02-31"; give/],
    [['--forward-to', 'http://u:hunter2@localhost/'], 2, /^--forward-to has a user name or password in it/],
    [['--forward-to', 'u:hunter2@localhost'], 2, /^--forward-to is what you gave; give a URL/],
    [['--api', 'http://localhost/?x=1', '--token', 'x'], 2, /^--api has a query or fragment in it/],
    [['--replay-from', '999999999'], 2, /^--replay-from must be 1 to \d+/],
    [['--forward-to', 'localhost'], 2, /^--forward-to is "localhost"; give a URL/],
    [
      ['--types', 'transactions.debit.paid'],
      2,
      /no type of event\. Did you mean `transactions\.debits\.paid`/,
    ],
    [
      ['--api', 'http://nowhere.invalid', '--token', 'x'],
      1,
      /^The host of http:\/\/nowhere\.invalid\/ is not/,
    ],
    [['--batch', '0'], 2, /^--batch is "0"; give 1 to 100/],
    [['--api', 'https://api.example'], 2, /^--api needs --token/],
  ] as const) {
    const { said, ended } = listen(...args)
    assert.equal(await ended, code, said.err)
    assert.match(said.err, says)
    assert.doesNotMatch(said.err, /hunter2/)
    assert.equal(said.err.trim().split('\n').length, 1, said.err)
  }
})
