/**
 * `jetpay rehearse` as a process against one real installation, and the example shops as processes: each
 * planted mistake is told with every seed, and the right shop is never accused.
 */
import assert from 'node:assert/strict'
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { after, before, test } from 'node:test'
import { type Platform, startPlatform, until } from '../../test/platform.ts'
import { projectFolder } from '../ground/config.ts'
import { freePort } from '../ground/free-port.ts'
import { startShop } from '../shop/shop.ts'

const NETWORK_TIMEOUT_MS = 2_000
const seeds = [1, 7, 2026]
const folder = mkdtempSync(`${tmpdir()}/jetpay-rehearsal-`)
const running = new Set<ChildProcess>()
let platform: Platform
before(async () => {
  platform = await startPlatform({ networkTimeoutMs: NETWORK_TIMEOUT_MS })
  const { demo, url: api_url, simulatorUrl: simulator_url } = platform
  writeFileSync(`${folder}/demo.json`, JSON.stringify({ ...demo, api_url, simulator_url }))
})
after(async () => {
  for (const child of running) child.kill('SIGKILL')
  await platform.close()
  rmSync(folder, { recursive: true, force: true })
})

const startRehearsal = (words: string[]) =>
  spawn(process.execPath, ['src/main.ts', 'rehearse', ...words], {
    cwd: projectFolder,
    env: {
      ...process.env,
      JETPAY_DATA: folder,
      DATABASE_URL: platform.config.databaseUrl!,
      VAULT_DATABASE_URL: platform.config.vaultDatabaseUrl!,
      JETPAY_MAIN_KEY_FILE: platform.config.mainKeyFile,
      JETPAY_NETWORK_TIMEOUT_MS: String(NETWORK_TIMEOUT_MS),
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })

/** `interrupted`: by Ctrl-C, once something was said. */
async function rehearse(words: string[], interrupted = false) {
  const child = startRehearsal(words)
  const said = { out: '', err: '' }
  if (interrupted) child.stdout.once('data', () => child.kill('SIGINT'))
  child.stdout.on('data', (chunk) => (said.out += chunk))
  child.stderr.on('data', (chunk) => (said.err += chunk))
  await once(child, 'close')
  return { code: child.exitCode, signal: child.signalCode, ...said }
}

/** An example shop; answers where its webhook is. */
async function openExample(name: string): Promise<string> {
  const port = await freePort('127.0.0.1')
  const child = spawn(process.execPath, [`sdk/examples/shops/${name}.ts`], {
    cwd: projectFolder,
    env: {
      ...process.env,
      JETPAY_API: platform.url,
      JETPAY_TOKEN: platform.demo.api_token,
      JETPAY_BANK_ACCOUNT: platform.demo.bank_account_id,
      PORT: String(port),
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  running.add(child)
  let out = ''
  child.stdout.on('data', (chunk) => (out += chunk))
  await until(`the shop ${name} to be open`, async () => out.includes('is open'))
  return `http://127.0.0.1:${port}/webhook`
}

/** Of `--json`, as docs/rehearsal.md shows them. */
const [, shown = ''] = readFileSync(`${projectFolder}/docs/rehearsal.md`, 'utf8').split(/```json\n(?={\n)/)
const answerKeys = Object.keys(JSON.parse(shown.split('```')[0]!))

const planted: [shop: string, mistakes: string[]][] = [
  ['right', []],
  ['unverified', ['believes_forged']],
  ['not-idempotent', ['acts_twice']],
  ['believes-page', ['believes_page']],
]

for (const [shop, mistakes] of planted) {
  test(`the shop \`${shop}\` is told ${mistakes.join() || 'nothing'}, with every seed`, async () => {
    const endpoint = await openExample(shop)
    for (const seed of seeds) {
      const { code, out, err } = await rehearse([endpoint, '--seed', String(seed), '--json'])
      const told = JSON.parse(out || `{ "failed": ${JSON.stringify(err)} }`)
      assert.deepEqual(
        told.mistakes?.map((one: any) => one.code),
        mistakes,
        out || err,
      )
      assert.equal(code, mistakes.length > 0 ? 1 : 0)
      assert.deepEqual(
        told.scenarios.filter((one: any) => one.outcome === 'not_played'),
        [],
      )
      assert.deepEqual(Object.keys(told), answerKeys)
      assert.deepEqual([told.passed, told.complete], [mistakes.length === 0, true])
      for (const { why, guide } of told.mistakes) assert.ok(why && guide.includes('/docs/guide/rehearsal#'))
    }
  })
}

test('the demo’s shop, which has no door, is judged by its answers and passes; people get a table', async () => {
  const shop = await startShop({
    port: 0,
    host: '127.0.0.1',
    apiUrl: platform.url,
    apiToken: platform.demo.api_token,
    bankAccountId: platform.demo.bank_account_id,
    jwksUrl: `${platform.url}/.well-known/jwks.json`,
  })
  try {
    await until('its webhook', async () => (await platform.call('GET', '/webhooks')).text.includes(shop.url))
    const { code, out, err } = await rehearse([`${shop.url}/webhook`])
    assert.equal(code, 0, out + err)
    assert.match(out, /^ {2}paid +passed/m)
    assert.match(out, /^ {2}card-page +not played +needs the door/m)
    assert.match(out, /has no rehearsal door, so only its answers were judged/)
  } finally {
    await shop.close()
  }
})

test('where nothing can be played it says why, and ends with 2', async () => {
  for (const [words, says] of [
    [['http://127.0.0.1:9/nobody'], /^No webhook of the demo's company goes to .*Register it/],
    [['nowhere'], /^The address is "nowhere"; give a URL/],
    [['http://u:hidden@127.0.0.1:9/'], /^(?!.*hidden)The address has a user name or password in it/],
    [['http://u:hidden@127.0.0.1:99999/'], /^(?!.*hidden)The address is what you gave; give a URL/],
    [['http://127.0.0.1:9/', '--seed', 'x'], /^--seed is "x"/],
    [['http://127.0.0.1:9/', '--only', 'paid,lost'], /^There is no scenario "lost"\. There are: paid, /],
    [[], /^`<url>` is missing.\nUsage: jetpay rehearse/],
  ] as const) {
    const { code, err } = await rehearse([...words])
    assert.equal(code, 2, err)
    assert.match(err, says)
  }
})

test('of two rehearsals at a time the second is refused, in one line that says who plays', async () => {
  const endpoint = await openExample('right')
  const first = startRehearsal([endpoint, '--only', 'paid,late-delivery'])
  await once(first.stdout, 'data')
  const { code, out, err } = await rehearse([endpoint, '--only', 'paid'])
  assert.deepEqual([code, out], [2, ''])
  const who = `${endpoint}, process ${first.pid}`
  assert.equal(
    err,
    `Another rehearsal of this installation is being played (${who}): wait until it has ended.\n`,
  )
  // Its lock ends with it, however it ends.
  first.kill('SIGKILL')
  await once(first, 'close')
  assert.equal((await rehearse([endpoint, '--only', 'paid'])).code, 0)
})

test('after Ctrl-C it says what was not reached, puts all back, and ends with the signal', async () => {
  const endpoint = await openExample('right')
  const only = 'paid,slow-charge,unknown-outcome'
  const { code, signal, out, err } = await rehearse([endpoint, '--only', only], true)
  assert.deepEqual([code, signal], [null, 'SIGINT'], out + err)
  assert.match(out, /^ {2}paid +passed/m)
  assert.match(out, /^ {2}(slow-charge|unknown-outcome) +NOT REACHED +it was stopped/m)
  assert.match(out, /^Not passed: no mistake was found, but \d of 3 scenarios were not reached/m)
})

test('SIGTERM and SIGHUP end it as Ctrl-C does, and what a killed one has left the next puts back', async () => {
  const endpoint = await openExample('right')
  const { data } = await platform.good('GET', '/webhooks?limit=100')
  const { identifier } = data.find((webhook: any) => webhook.callback_url === endpoint)
  const owned = { max_wait_seconds: 120, max_batch_size: 9 }
  await platform.good('PATCH', `/webhooks/${identifier}`, owned)
  const settings = async () => {
    const { max_wait_seconds, max_batch_size } = await platform.good('GET', `/webhooks/${identifier}`)
    return { max_wait_seconds, max_batch_size }
  }
  for (const signal of ['SIGTERM', 'SIGHUP', 'SIGKILL'] as const) {
    const child = startRehearsal([endpoint, '--only', 'late-delivery'])
    let out = ''
    child.stdout.on('data', (chunk) => (out += chunk))
    await until('deliveries to be held', async () => (await settings()).max_wait_seconds === 60)
    child.kill(signal)
    await once(child, 'close')
    assert.equal(child.signalCode, signal)
    if (signal === 'SIGKILL') break
    assert.match(out, /^ {2}late-delivery +NOT REACHED +it was stopped/m)
    assert.deepEqual(await settings(), owned)
  }
  assert.deepEqual(await settings(), { max_wait_seconds: 60, max_batch_size: 100 })
  const { code, out } = await rehearse([endpoint, '--only', 'paid'])
  assert.equal(code, 0, out)
  assert.match(out, /^Note: a rehearsal that was ended before had left the webhook /m)
  assert.deepEqual(await settings(), owned)
})

test('it leaves the demo as it was but for its contacts, which say what they are', async () => {
  const { body: faults } = await platform.call('GET', '/sandbox/faults')
  assert.equal(faults.answer_delay_ms, 0)
  const { body } = await platform.call('GET', '/contact?limit=100')
  const ours = body.data.filter((contact: any) => contact.tags.includes('rehearsal'))
  assert.ok(ours.length > 50)
  assert.deepEqual([...new Set(ours.map((contact: any) => contact.name.split(' ')[0]))], ['Rehearsal'])
})
