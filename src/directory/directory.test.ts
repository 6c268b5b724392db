/** Two real cells on this machine behind one router, asked as a client asks. */
import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { connect } from 'node:net'
import { after, before, test } from 'node:test'
import { answered } from '../../test/answered.ts'
import { submitCard, until } from '../../test/platform.ts'
import { startTwoCells, type TwoCells } from '../../test/two-cells.ts'
import { verifiesClean } from '../../test/verifies-clean.ts'
import { sql } from '../db/sql.ts'
import { projectFolder } from '../ground/config.ts'
import { freePort } from '../ground/free-port.ts'
import { createOperatorToken } from '../users/operator-token.ts'
import { addCell, holdCell } from './cells.ts'

let cells: TwoCells
before(async () => {
  cells = await startTwoCells()
})
after(() => cells.close())

const bearer = (token: string) => ({ headers: { authorization: `Bearer ${token}` } })

test('a token finds the cell of its company at the first request, and one that was just made does too', async () => {
  for (const cell of [cells.a, cells.b]) {
    assert.equal((await cell.good('GET', '/company')).identifier, cell.demo.company_id)
    const made = await cell.good('POST', '/api_token', { name: 'New', scopes: ['contacts:read'] })
    const { status } = await fetch(`${cells.url}/contact`, bearer(made.token))
    assert.equal(status, 200)
  }
})

test('a token that no cell knows gets the 401 that a cell gives', async () => {
  const token = `jp_demo_${'x'.repeat(43)}`
  const [ours, theirs] = await Promise.all(
    [cells.url, cells.addressOf(cells.a)].map(async (url) => {
      const answer = await fetch(`${url}/company`, bearer(token))
      const { request_id: _, ...body } = (await answer.json()) as Record<string, unknown>
      return { status: answer.status, challenge: answer.headers.get('www-authenticate'), body }
    }),
  )
  assert.equal(ours!.status, 401)
  assert.deepEqual(ours, theirs)
})

test('a card is saved and charged by way of the router, and its number goes to the vault alone', async () => {
  for (const cell of [cells.a, cells.b]) {
    const card = await cell.saveCard()
    const charged = await answered(() => cell.charge(card))
    assert.equal(charged.status, 200, charged.text)
    const { entries } = await cell.books()
    assert.equal(entries.filter(({ mti }: { mti: string }) => mti === '0200').length, 1)
  }
})

test('a body goes on as it comes in: what is too long is refused before it has ended', async () => {
  const { hostname, port } = new URL(cells.url)
  const socket = connect(Number(port), hostname)
  await once(socket, 'connect')
  socket.write(
    `PUT /contact HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${cells.b.demo.api_token}\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n`,
  )
  // 80 KB of a body that never ends.
  for (let n = 0; n < 5; n++) socket.write(`4000\r\n${'x'.repeat(0x4000)}\r\n`)
  const [answer] = (await once(socket, 'data')) as [Buffer]
  assert.match(answer.toString(), /^HTTP\/1\.1 413 /)
  socket.destroy()
})

test('a client cannot have the length of its body forgotten on the way, and its rest taken for another request', async () => {
  const { hostname, port } = new URL(cells.url)
  const { company_id: company, api_token: token } = cells.b.demo
  const inner = `GET /contact?search=smuggled HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${token}\r\n\r\n`
  const socket = connect(Number(port), hostname)
  await once(socket, 'connect')
  socket.write(
    `GET /company HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${token}\r\nConnection: close, content-length\r\nContent-Length: ${inner.length}\r\n\r\n${inner}`,
  )
  let text = ''
  for await (const piece of socket) text += piece
  assert.equal(text.match(/HTTP\/1\.1 /g)?.length, 1, text)
  const request = /x-request-id: (\S+)/i.exec(text)![1]!
  const logged = await until('the request to be logged', () =>
    cells.b.db.first<{ count: number }>(sql`
      select (select count(*)::integer from request_log where company_id = ${company} and path = '/contact' and query like '%smuggled%') as count
      from request_log where company_id = ${company} and proxy_request_id = ${request}`),
  )
  assert.equal(logged.count, 0)
})

test('a stream of events comes through while it goes on', async () => {
  const { newest_event_id: newest } = await cells.b.good('GET', '/events?limit=1')
  const stream = await fetch(`${cells.url}/events/stream?after=${newest}`, {
    headers: { authorization: `Bearer ${cells.b.demo.api_token}`, accept: 'text/event-stream' },
  })
  const reader = stream.body!.getReader()
  await cells.b.saveCard()
  let text = ''
  while (!text.includes('credit_cards.tokenized')) text += Buffer.from((await reader.read()).value!)
  await reader.cancel()
})

test('a payment link finds its cell, and one of no cell is told of as a cell tells it', async () => {
  for (const cell of [cells.a, cells.b]) {
    const debit = await cell.good('PUT', '/debit', {
      amount: 12.5,
      contact_id: await cell.createContact(),
      to_bank_account: cell.demo.bank_account_id,
      statement: 'Linked',
    })
    assert.ok(debit.link.startsWith(cells.url))
    const page = await fetch(debit.link)
    assert.equal(page.status, 200)
    assert.match(await page.text(), /12\.50/)
  }
  assert.equal((await fetch(`${cells.url}/payment/pay/${crypto.randomUUID()}`)).status, 404)
})

test('a card page is at its cell’s own address: a browser is sent there, and a card is not taken', async () => {
  for (const cell of [cells.a, cells.b]) {
    const contact = await cell.createContact()
    const { url } = await cell.good('POST', `/contact/${contact}/creditcards/url`)
    const own = new URL(url)
    assert.equal(own.origin, cell.config.vaultPublicUrl)
    const asked = `${cells.url}${own.pathname}`
    for (const _ of [1, 2]) {
      const sent = await fetch(asked, { redirect: 'manual' })
      assert.deepEqual([sent.status, sent.headers.get('location')], [307, url])
    }
    const refused = await fetch(asked, { method: 'POST', body: '{"number":"4242424242424242"}' })
    assert.deepEqual([refused.status, refused.headers.get('connection')], [405, 'close'])
    assert.equal((await submitCard(url, '4242424242424242')).body.outcome, 'succeeded')
  }
  assert.equal((await fetch(`${cells.url}/tokenize/${'x'.repeat(43)}`)).status, 404)
})

test('an operator’s request goes to the cell of the company that it names', async () => {
  const { token } = await createOperatorToken(cells.b.db, 'demo', { name: 'Ops', scopes: ['operator:read'] })
  const path = `/operator/companies/${cells.b.demo.company_id}`
  const answer = await fetch(`${cells.url}${path}`, bearer(token))
  assert.equal(answer.status, 200, await answer.text())
})

test('receivers of webhooks find the keys of all cells at one address', async () => {
  const keysAt = (url: string) =>
    until('the keys of each cell', async () => {
      const answer = await fetch(`${url}/.well-known/jwks.json`)
      const isWhole = answer.headers.get('cache-control') === 'public, max-age=300'
      const { keys = [] } = (await answer.json()) as { keys?: { kid: string }[] }
      return isWhole && keys.map(({ kid }) => kid)
    })
  const [all, ofA, ofB] = await Promise.all(
    [cells.url, cells.addressOf(cells.a), cells.addressOf(cells.b)].map(keysAt),
  )
  assert.deepEqual(all!.sort(), [...ofA!, ...ofB!].sort())
})

test('what a stranger says of addresses and ids is not believed, and reaches no cell', async () => {
  const id = '0197d3a0-0000-7000-8000-000000000001'
  const answer = await fetch(`${cells.url}/company`, {
    headers: { ...bearer(cells.a.demo.api_token).headers, 'x-request-id': id, 'x-forwarded-for': '10.9.8.7' },
  })
  const given = answer.headers.get('x-request-id')!
  assert.notEqual(given, id)
  const logged = await until('the request to be logged', () =>
    cells.a.db.first<{ address: string }>(sql`
      select address from request_log where company_id = ${cells.a.demo.company_id} and proxy_request_id = ${given}`),
  )
  assert.equal(logged.address, '127.0.0.1')
})

test('a cell that is down is told with 503 and when to come back, and the other goes on', async () => {
  await cells.add('b', cells.b, `http://127.0.0.1:${await freePort('127.0.0.1')}`)
  const lost = await until('the cell to be lost', async () => {
    const answer = await fetch(`${cells.url}/company`, bearer(cells.b.demo.api_token))
    return answer.status === 503 && answer
  })
  assert.equal(lost.headers.get('retry-after'), '1')
  assert.equal(((await lost.json()) as { code: string }).code, 'service_unavailable')
  assert.equal((await cells.a.call('GET', '/company')).status, 200)
  await cells.add('b', cells.b)
  await until('it to be back', async () => (await cells.b.call('GET', '/company')).status === 200)
})

test('requests for a cell that is held wait while it is away, and go on once it is released', async () => {
  const write = () => cells.b.call('PUT', '/contact', { email: 'held@example.com', name: 'Held' })
  await holdCell(cells.db, 'b', 60)
  // From here on whoever was let in would be told 503.
  await cells.add('b', cells.b, `http://127.0.0.1:${await freePort('127.0.0.1')}`)
  const asked: ReturnType<typeof write>[] = []
  let answered = 0
  await until('requests to wait', async () => {
    asked.push(write().finally(() => answered++))
    for (let n = 0; n < 5; n++) assert.equal((await cells.a.call('GET', '/company')).status, 200)
    return answered < asked.length - 3
  })
  await cells.add('b', cells.b)
  await holdCell(cells.db, 'b', 0)
  for (const { status } of await Promise.all(asked)) assert.equal(status, 200)
})

test('a cell that the router was not given is one that may know: what is unknown is told with 503, not 401', async () => {
  await addCell(cells.db, 'c', 'http://127.0.0.1:1', 'http://127.0.0.1:2')
  const ask = (fill: string) => fetch(`${cells.url}/company`, bearer(`jp_demo_${fill.repeat(43)}`))
  await until('the third cell to be known', async () => (await ask('z')).status === 503)
  await cells.db.run(sql`delete from cells where cell_id = 'c'`)
  await until('it to be forgotten', async () => (await ask('z')).status === 401)
})

test('while the directory’s database is away, what it has been asked before goes on', async () => {
  await cells.database.shut()
  try {
    for (const cell of [cells.a, cells.b]) assert.equal((await cell.call('GET', '/company')).status, 200)
    const unknown = await fetch(`${cells.url}/company`, bearer(`jp_demo_${'y'.repeat(43)}`))
    assert.equal(unknown.status, 503)
  } finally {
    await cells.database.open()
  }
})

test('each cell’s books agree after all that', async () => {
  for (const cell of [cells.a, cells.b]) await verifiesClean(cell)
})

/** A command with the directory's settings. */
const jetpay = (...words: string[]) =>
  new Promise<{ code: number; out: string; err: string }>((resolve) => {
    const env = { ...process.env, ...cells.environment(), NO_COLOR: '1' }
    execFile(process.execPath, ['src/main.ts', ...words], { cwd: projectFolder, env }, (error, out, err) =>
      resolve({ code: error ? Number(error.code) : 0, out, err }),
    )
  })

test('`jetpay verify --cells` looks at each cell and at all together, and finds what no cell can see', async () => {
  const sound = await jetpay('verify', '--cells')
  assert.equal(sound.code, 0, sound.out + sound.err)
  assert.match(sound.out, /^cell a\n[\s\S]*^cell b\n[\s\S]*^over all cells\n[\s\S]*2 cells .* hold\n$/m)

  const { company_id: ofA } = cells.a.demo
  const lost = crypto.randomUUID()
  const hash = Buffer.alloc(32, 7)
  // A copy of a company, one that no cell has, a token of nobody, and two cells that are one to bank and
  // network.
  await cells.b.db.run(sql`insert into companies (company_id, name) values (${ofA}, 'A copy')`)
  await cells.db.run(sql`insert into placements (company_id, cell_id) values (${lost}, 'a')`)
  await cells.db.run(sql`insert into tokens (token_hash, company_id) values (${hash}, ${lost})`)
  await cells.db.run(sql`insert into links (identifier, company_id) values (${lost}, ${lost})`)
  for (const { db } of [cells.a, cells.b]) {
    await db.run(sql`insert into bank_file_numbers (originator_id, last_number) values ('TWICE', 1)`)
    await db.run(sql`
      insert into clearing_files (network_id, sequence, business_date, cutoff_at, created_at, sha256, records)
      values ('TWICE', 1, '2026-01-01', jetpay_now(), jetpay_now(), ${hash}, 0)`)
  }
  const broken = await jetpay('verify', '--cells', '--json')
  assert.equal(broken.code, 1, broken.err)
  const told = (JSON.parse(broken.out) as { over_all: { name: string; ok: boolean; count: number }[] })
    .over_all
  const explained = readFileSync(`${projectFolder}/docs/cells.md`, 'utf8')
  for (const { name } of told) assert.ok(explained.includes(`\`${name}\``), name)
  assert.deepEqual(
    told.filter(({ count }) => count > 0).map(({ name, count }) => [name, count]),
    [
      ['each_company_is_in_one_cell', 3],
      ['each_token_is_its_companys', 1],
      ['each_link_is_its_companys', 1],
      ['each_cell_is_itself_to_the_bank', 1],
      ['each_clearing_file_is_one_cells', 1],
    ],
  )
})

test('`jetpay cell add` refuses a copy of another cell’s database, and `drain` the last that is open', async () => {
  const b = ['--api', cells.addressOf(cells.b), '--card-pages', cells.b.config.vaultPublicUrl]
  const copied = await jetpay('cell', 'add', 'b', ...b)
  assert.deepEqual(
    [copied.code, /is in cell a already: is this a copy/.test(copied.err)],
    [1, true],
    copied.err,
  )
  assert.match((await jetpay('cell', 'add', 'c', ...b)).err, /JETPAY_CELL_DATABASES has no c/)
  const a = ['--api', cells.addressOf(cells.a), '--card-pages', cells.a.config.vaultPublicUrl]
  const added = await jetpay('cell', 'add', 'a', ...a, '--json')
  assert.deepEqual([added.code, JSON.parse(added.out).companies], [0, 1], added.err)

  assert.match((await jetpay('cell', 'hold', 'a', '--seconds', '61')).err, /give 1 to 60/)
  for (const does of ['hold', 'release', 'drain']) assert.equal((await jetpay('cell', does, 'a')).code, 0)
  assert.match((await jetpay('cell', 'drain', 'b')).err, /No other cell is open/)
  const listed = JSON.parse((await jetpay('cell', 'list', '--json')).out)
  assert.deepEqual(
    listed.data.map(({ cell_id, state }: Record<string, unknown>) => [cell_id, state]),
    [
      ['a', 'draining'],
      ['b', 'open'],
    ],
  )
  assert.equal((await cells.a.call('GET', '/company')).status, 200, 'its own companies are served still')
})
