/**
 * The receivers of docs/webhooks.md as processes, against the real platform, killed between handling and
 * answering.
 */
import assert from 'node:assert/strict'
import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { after, before, test } from 'node:test'
import pg from 'pg'
import { projectFolder } from '../../src/ground/config.ts'
import { freePort } from '../../src/ground/free-port.ts'
import { type Platform, startPlatform, until } from '../../test/platform.ts'
import { newestEventId } from '../../test/receiver.ts'

const examples = `${projectFolder}/sdk/examples`
const folder = mkdtempSync(`${tmpdir()}/jetpay-examples-`)
const running = new Set<ChildProcess>()
const pools: pg.Pool[] = []
let platform: Platform
let card: Awaited<ReturnType<Platform['saveCard']>>
before(async () => {
  platform = await startPlatform()
  card = await platform.saveCard()
})
after(async () => {
  for (const child of running) child.kill('SIGKILL')
  for (const pool of pools) await pool.end()
  await platform.close()
  rmSync(folder, { recursive: true, force: true })
})

/**
 * Where this file is, the next answer to a delivery with a payment kills its receiver instead of being sent.
 */
const crashFile = `${folder}/crash`
const write = (name: string, text: string) => {
  writeFileSync(`${folder}/${name}`, text)
  return `${folder}/${name}`
}

const crashNode = write(
  'crash.mjs',
  `import { existsSync, rmSync } from 'node:fs'
   import { IncomingMessage, ServerResponse } from 'node:http'
   const { push } = IncomingMessage.prototype
   IncomingMessage.prototype.push = function (chunk, ...given) {
     if (chunk) this.seen = (this.seen ?? '') + chunk
     return push.call(this, chunk, ...given)
   }
   const { end } = ServerResponse.prototype
   ServerResponse.prototype.end = function (...given) {
     if (this.req.seen?.includes('debits.paid') && existsSync('${crashFile}')) { rmSync('${crashFile}'); process.kill(process.pid, 'SIGKILL') }
     return end.apply(this, given)
   }`,
)
/** Serves the POST of a route handler as Next.js does: web Request in, web Response out. */
const serveRoute = write(
  'serve-route.mjs',
  `import { createServer } from 'node:http'
   const { POST } = await import(process.argv[2])
   createServer(async (request, response) => {
     const chunks = []
     for await (const chunk of request) chunks.push(chunk)
     const { method, headers } = request
     const answer = await POST(new Request('http://localhost/', { method, headers, body: Buffer.concat(chunks) }))
     response.writeHead(answer.status).end()
   }).listen(Number(process.env.PORT), '127.0.0.1')`,
)
const crashPython = write(
  'crash.py',
  `import http.server, json, os, runpy, signal, sys
loads, seen = json.loads, []
def remember(text):
    seen.append(b'debits.paid' in text)
    return loads(text)
json.loads = remember
send_response = http.server.BaseHTTPRequestHandler.send_response
def crash(self, *given):
    if seen and seen[-1] and os.path.exists('${crashFile}'):
        os.remove('${crashFile}')
        os.kill(os.getpid(), signal.SIGKILL)
    send_response(self, *given)
http.server.BaseHTTPRequestHandler.send_response = crash
runpy.run_path(sys.argv[1])
`,
)
const crashPhp = write(
  'crash.php',
  `<?php
register_shutdown_function(function () {
    $paid = str_contains(file_get_contents('php://input'), 'debits.paid');
    if (!$paid || !file_exists('${crashFile}')) return;
    unlink('${crashFile}');
    posix_kill(getmypid(), 9);
});
require '${examples}/receiver.php';`,
)

type Sample = {
  name: string
  program: string
  args: (port: number) => string[]
  database: 'postgres' | 'sqlite'
}
const node = (name: string, ...args: string[]): Sample => ({
  name,
  program: process.execPath,
  args: () => ['--import', crashNode, ...args],
  database: 'postgres',
})
const samples: Sample[] = [
  node('express', `${examples}/express.ts`),
  node('fastify', `${examples}/fastify.ts`),
  node('next', serveRoute, `${examples}/next-route.ts`),
  {
    name: 'python',
    program: 'python3',
    args: () => [crashPython, `${examples}/receiver.py`],
    database: 'sqlite',
  },
]
/** PHP is not on every machine; its sample is tested where it is. */
const php: Sample = {
  name: 'php',
  program: 'php',
  args: (port) => ['-S', `127.0.0.1:${port}`, crashPhp],
  database: 'sqlite',
}
if ((process.env.PATH ?? '').split(':').some((path) => existsSync(`${path}/php`))) samples.push(php)

type Database = { env: Record<string, string>; read(): Promise<{ shipped: string[]; last: number }> }

/** A place for the receiver's own data, and how to read it. */
async function openDatabase({ name, database }: Sample): Promise<Database> {
  if (database === 'sqlite') {
    const file = `${folder}/${name}.sqlite`
    const read = `import json, sqlite3, sys
db = sqlite3.connect(sys.argv[1])
print(json.dumps([[row[0] for row in db.execute(query)] for query in ['select debit_id from shipments order by rowid', 'select last_event_id from jetpay_events']]))`
    return {
      env: { DATABASE_FILE: file },
      async read() {
        if (!existsSync(file)) return { shipped: [], last: 0 }
        const [shipped, [last]] = JSON.parse(
          execFileSync('python3', ['-c', read, file], { encoding: 'utf8' }),
        )
        return { shipped: shipped as string[], last: Number(last ?? 0) }
      },
    }
  }
  const db = new pg.Pool({ connectionString: platform.config.databaseUrl!, max: 1 })
  pools.push(db)
  await db.query(`create schema ${name}`)
  await db.query(`create table ${name}.shipments (place serial, debit_id text)`)
  await db.query(`create table ${name}.jetpay_events (stream text primary key, last_event_id bigint)`)
  const address = new URL(platform.config.databaseUrl!)
  address.searchParams.set('options', `-csearch_path=${name}`)
  return {
    env: { DATABASE_URL: address.href },
    async read() {
      const shipments = await db.query(`select debit_id from ${name}.shipments order by place`)
      const heads = await db.query(`select last_event_id from ${name}.jetpay_events`)
      return {
        shipped: shipments.rows.map((row) => row.debit_id as string),
        last: Number(heads.rows[0]?.last_event_id ?? 0),
      }
    },
  }
}

async function startReceiver(sample: Sample, port: number, env: Record<string, string>) {
  const child = spawn(sample.program, sample.args(port), {
    env: { ...process.env, ...env, PORT: String(port), NO_COLOR: '1' },
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  let stderr = ''
  child.stderr.on('data', (chunk) => (stderr += chunk))
  running.add(child)
  const ended = once(child, 'exit').then(() => running.delete(child))
  await until(`${sample.name} to listen`, async () => {
    assert.equal(child.exitCode, null, stderr)
    return canConnect(port)
  })
  return { child, ended, stderr: () => stderr }
}

const canConnect = (port: number) =>
  new Promise<boolean>((resolve) => {
    const socket = connect(port, '127.0.0.1')
    socket.on('connect', () => resolve(true)).on('error', () => resolve(false))
    socket.on('connect', () => socket.destroy())
  })

for (const sample of samples) {
  test(`${sample.name}: each event once, although the receiver is killed between handling and answering`, async () => {
    const database = await openDatabase(sample)
    const port = await freePort('127.0.0.1')
    const url = `http://127.0.0.1:${port}/webhooks`
    const created = await platform.call('POST', '/webhooks', { callback_url: url, max_wait_seconds: 0 })
    assert.equal(created.status, 201, created.text)
    const path = `/webhooks/${created.body.identifier}`
    const env = {
      ...database.env,
      JETPAY_JWKS_URL: `${platform.url}/.well-known/jwks.json`,
      JETPAY_WEBHOOK: created.body.identifier,
      JETPAY_SIGNING_SECRET: created.body.signing_secret,
    }
    const debits: string[] = []
    const charge = async () => {
      const { status, body } = await platform.charge(card)
      assert.equal(status, 200)
      debits.push(body.debit_id)
    }
    const shipped = (count: number) =>
      until(`${count} shipments`, async () => (await database.read()).shipped.length >= count)

    const first = await startReceiver(sample, port, env)
    await charge()
    await shipped(1)
    const forged = await fetch(url, {
      method: 'POST',
      headers: {
        authorization: 'Bearer a.b.c',
        'webhook-id': 'x',
        'webhook-timestamp': '1',
        'webhook-signature': 'v1,x',
      },
      body: '{"webhookId": 1, "events": []}',
    })
    assert.equal(forged.status, 401)

    writeFileSync(crashFile, '')
    await charge()
    await until('the receiver to die as it answers', async () => first.child.signalCode === 'SIGKILL')
    assert.equal(existsSync(crashFile), false)
    await charge()

    const second = await startReceiver(sample, port, env)
    assert.equal((await platform.call('POST', `${path}/resume`)).status, 200)
    await shipped(3)
    const newest = await newestEventId(platform)
    await until('all to be confirmed', async () => {
      const { body } = await platform.call('GET', path)
      return body.last_sent_event_id === newest
    })
    assert.deepEqual(await database.read(), { shipped: debits, last: newest }, second.stderr())
    await platform.good('DELETE', path)
    second.child.kill()
    await second.ended
  })
}

test('each sample in docs/webhooks.md is the file that is tested here', () => {
  const page = readFileSync(`${projectFolder}/docs/webhooks.md`, 'utf8')
  const files = readdirSync(examples).filter((name) => /\.[a-z]+$/.test(name) && !name.endsWith('.test.ts'))
  assert.ok(files.length >= 5)
  for (const name of files) {
    const language = { ts: 'ts', py: 'python', php: 'php' }[name.split('.').at(-1)!]
    const block = `\`\`\`${language}\n${readFileSync(`${examples}/${name}`, 'utf8')}\`\`\`\n`
    assert.ok(page.includes(block), `docs/webhooks.md does not have sdk/examples/${name} as it is`)
  }
})
