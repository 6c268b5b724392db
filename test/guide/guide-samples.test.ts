/**
 * The product's guide promises that its samples work. They are kept here as they are printed there; a test
 * puts in its own host, token and ids, which is what the guide's reader does, and runs them as programs.
 */
import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { after, before, test } from 'node:test'
import { promisify } from 'node:util'
import { runInNewContext } from 'node:vm'
import { projectFolder } from '../../src/ground/config.ts'
import { type Platform, startPlatform } from '../platform.ts'

const run = promisify(execFile)
/** A sample makes one request; a minute is for a machine that does much else. */
const SAMPLE_TIMEOUT_MS = 60_000

let platform: Platform
let card: Awaited<ReturnType<Platform['saveCard']>>
const folder = mkdtempSync(`${tmpdir()}/jetpay-guide-`)
before(async () => {
  platform = await startPlatform()
  card = await platform.saveCard()
})
after(async () => {
  rmSync(folder, { recursive: true, force: true })
  await platform?.close()
})

/**
 * Writes the sample with our values for the guide's placeholders into a folder of its own. Returns its path.
 */
function prepare(name: string): string {
  const placeholders = {
    'https://extapi.demo.jetpay.baselinepayments.com': platform.url,
    '<your-api-token>': platform.demo.api_token,
    '<your-bank-account-id>': platform.demo.bank_account_id,
    'contact-123': card.contactId,
    'cc-456': card.cardId,
  }
  let sample = readFileSync(new URL(name, import.meta.url), 'utf8')
  for (const [placeholder, value] of Object.entries(placeholders))
    sample = sample.replaceAll(placeholder, value)
  // CommonJS, and not under a name that Python's own library imports (it has a module `tokenize`).
  const path = `${folder}/sample-${name.replace(/\.js$/, '.cjs')}`
  writeFileSync(path, sample)
  return path
}

async function stdoutOf(program: string, args: string[], env: Record<string, string> = {}) {
  const { stdout } = await run(program, args, {
    cwd: folder,
    timeout: SAMPLE_TIMEOUT_MS,
    // The platform is on this machine, whatever proxy the machine uses for others.
    env: { ...process.env, NO_COLOR: '1', no_proxy: '127.0.0.1', NO_PROXY: '127.0.0.1', ...env },
  })
  return stdout
}

const runShell = (name: string) => stdoutOf('sh', [prepare(name)])
const runNode = (name: string) =>
  stdoutOf(process.execPath, [prepare(name)], { NODE_PATH: `${projectFolder}/node_modules` })

/** Debian's python3 carries `requests` inside pip only; then a module of that name hands it out. */
async function runPython(name: string) {
  const has = (module: string) =>
    run('python3', ['-c', `import ${module}`], { cwd: folder }).then(
      () => true,
      () => false,
    )
  if (!(await has('requests'))) {
    assert.ok(
      await has('pip._vendor.requests'),
      'The Python samples need `requests`: apt-get install python3-requests',
    )
    writeFileSync(`${folder}/requests.py`, 'from pip._vendor.requests import *\n')
  }
  return stdoutOf('python3', [prepare(name)])
}

/** What Python printed as a dictionary. */
const readPython = async (printed: string) => {
  const toJson = 'import ast, json, sys; print(json.dumps(ast.literal_eval(sys.argv[1])))'
  return JSON.parse(await stdoutOf('python3', ['-c', toJson, printed.trim()]))
}
/** What `console.log` printed of an object. */
const readInspected = (printed: string) => JSON.parse(JSON.stringify(runInNewContext(`(${printed})`)))

/**
 * The answer begins with the guide's keys, in the guide's order and meaning; further ones may follow. The
 * debit is what it says.
 */
async function checkCharged(answer: Record<string, unknown>) {
  const guides = [
    ['debit_id', answer.debit_id],
    ['amount', 100.5],
    ['statement', 'Test statement'],
    ['note', 'Test note'],
    ['to_bank_account_id', platform.demo.bank_account_id],
    ['contact_id', card.contactId],
    ['from_credit_card_id', card.cardId],
    ['transaction_state', 'paid'],
  ]
  assert.deepEqual(Object.entries(answer).slice(0, guides.length), guides)
  const status = await platform.call('GET', `/transaction/${answer.debit_id}/status`)
  assert.equal(status.body.state, 'paid')
}

/** The answer has the guide's two keys, and the URL shows a card page. */
async function checkTokenizationUrl(answer: Record<string, string>) {
  assert.deepEqual(Object.keys(answer), ['url', 'credit_card_id'])
  const page = await fetch(answer.url!)
  assert.equal(page.status, 200)
  assert.match(page.headers.get('content-type')!, /^text\/html/)
  const card = await platform.call('GET', `${cardsPath()}/${answer.credit_card_id}`)
  assert.equal(card.body.state, 'pending')
}
const cardsPath = () => `/contact/${card.contactId}/creditcards`

/** The two lines of the tokenization samples, of which the second may go on over several. */
const parts = (printed: string) => /^Status Code: (\d+)\nResponse Body: ([\s\S]+)$/.exec(printed)!.slice(1)

test("the guide's curl sample charges a saved card", async () => {
  await checkCharged(JSON.parse(await runShell('charge.sh')))
})

test("the guide's Python sample charges a saved card", async () => {
  const [status, ...body] = (await runPython('charge.py')).split('\n')
  assert.equal(status, '200')
  await checkCharged(await readPython(body.join('\n')))
})

test("the guide's JavaScript sample charges a saved card with node-fetch", async () => {
  await checkCharged(readInspected(await runNode('charge.js')))
})

test("the guide's curl sample, without a body, gets a tokenization URL", async () => {
  await checkTokenizationUrl(JSON.parse(await runShell('tokenize.sh')))
})

test("the guide's Python sample gets a tokenization URL", async () => {
  const [status, body] = parts(await runPython('tokenize.py'))
  assert.equal(status, '200')
  await checkTokenizationUrl(await readPython(body!))
})

test("the guide's JavaScript sample gets a tokenization URL with the built-in fetch", async () => {
  const [status, body] = parts(await runNode('tokenize.js'))
  assert.equal(status, '200')
  await checkTokenizationUrl(readInspected(body!))
})

test('the network captured each charge of the samples once, and nothing else', async () => {
  const { totals } = await platform.books()
  assert.equal(totals.CAD.captured, 3 * 10050, JSON.stringify(totals))
})
