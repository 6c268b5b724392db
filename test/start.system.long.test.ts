/** `npm start` as its user sees it: real processes, signals, ports and folders. */
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { after, before, test } from 'node:test'
import { projectFolder } from '../src/ground/config.ts'
import { newId } from '../src/ground/ids.ts'
import { until } from './platform.ts'
import { newDataFolder, processes, type System, saveCard, spawnStart, startSystem } from './system.ts'

const folder = newDataFolder()
let system: System
before(async () => {
  system = await startSystem(folder)
})
after(async () => {
  await system.stop()
  rmSync(folder, { recursive: true, force: true })
})

async function charge(card: { contactId: string; cardId: string }, key = newId()) {
  const { api_url, api_token, bank_account_id } = system.demo
  const response = await fetch(`${api_url}/contact/${card.contactId}/creditcards/${card.cardId}/charge`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${api_token}`,
      'content-type': 'application/json',
      'idempotency-key': key,
    },
    body: JSON.stringify({ amount: 5, to_bank_account_id: bank_account_id, statement: 'System test' }),
  })
  return { status: response.status, body: (await response.json()) as any }
}

/** What a role says of itself on its operators' port. */
const ready = (role: 'VAULT_' | 'WORKER_' | '') => {
  const run = JSON.parse(readFileSync(`${folder}/run.json`, 'utf8'))
  return fetch(`http://127.0.0.1:${run[`JETPAY_${role}METRICS_PORT`]}/readyz`).then(
    (answer) => answer.ok,
    () => false,
  )
}

test('it writes demo.json with exactly the promised keys, readable by its user alone', () => {
  const keys = [
    'api_url',
    'vault_url',
    'api_token',
    'company_id',
    'bank_account_id',
    'simulator_url',
    'webhook_jwks_url',
    'dashboard_url',
  ]
  assert.deepEqual(Object.keys(system.demo).sort(), keys.sort())
  assert.equal(statSync(`${folder}/demo.json`).mode & 0o777, 0o600)
})

test('the curl that it prints works as it is', () => {
  const curl = /( {2}curl -X PUT[\s\S]*?}')/.exec(system.output())![1]!
  const answer = JSON.parse(
    execFileSync('sh', ['-c', curl], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }),
  )
  assert.equal(answer.email, 'ada@example.com')
  assert.match(answer.identifier, /^[0-9a-f-]{36}$/)
})

test('a second start on the same data folder is refused in one line that says what to do', async () => {
  const second = spawnStart(folder)
  assert.equal(await second.ended, 1)
  assert.match(
    second.output(),
    /^The data folder .* is in use by another `npm start`; stop that one, or set JETPAY_DATA .*\n$/,
  )
})

test('a port that is taken is named in one line that says what to do', async () => {
  const taken = createServer().listen(0, '127.0.0.1')
  await new Promise((resolve) => taken.once('listening', resolve))
  const { port } = taken.address() as { port: number }
  const other = newDataFolder()
  const second = spawnStart(other, { JETPAY_VAULT_PORT: String(port) })
  assert.equal(await second.ended, 1)
  assert.match(second.output(), new RegExp(`^Port ${port} \\(vault\\) is taken; .*JETPAY_PORT.*\\n$`))
  taken.close()
  rmSync(other, { recursive: true })
})

test('a data folder that cannot be written is named in one line that says what to do', async () => {
  const second = spawnStart('/dev/null/jetpay')
  assert.equal(await second.ended, 1)
  assert.match(
    second.output(),
    /^The data folder \/dev\/null\/jetpay cannot be written \(\w+\); .*JETPAY_DATA.*\n$/,
  )
})

test('a data folder whose path is too long for a socket is named in one line that says what to do', async () => {
  const second = spawnStart(`/tmp/${'x'.repeat(90)}`)
  assert.equal(await second.ended, 1)
  assert.match(second.output(), /^The data folder's path is too long .*JETPAY_DATA.*\n$/)
})

// Only root lends the database another user, so only for root can there be a folder that one of the two
// cannot enter.
if (process.getuid?.() === 0) {
  test('a folder that the database’s user cannot enter is named in one line that says what to do', async () => {
    const closed = mkdtempSync(`${tmpdir()}/jetpay-closed-`)
    mkdirSync(`${closed}/var`)
    const second = spawnStart(`${closed}/var`)
    assert.equal(await second.ended, 1)
    assert.match(
      second.output(),
      /^The database runs as the system user "postgres", which cannot read .*; move the project .*\n$/,
    )
    rmSync(closed, { recursive: true })
  })
}

test('a role or database that is killed comes back, and what was acknowledged is still there', async () => {
  const card = await saveCard(system)
  const keys = [newId()]
  const first = await charge(card, keys[0])
  assert.equal(first.status, 200)
  for (const role of ['api', 'worker', 'simulator', 'vault', 'postgres']) {
    const pid = system.pidOf(role)!
    assert.ok(pid, `${role} runs`)
    process.kill(pid, 'SIGKILL')
    await until(`${role} to come back`, async () => {
      const now = system.pidOf(role)
      return now !== undefined && now !== pid && (await ready('')) && (await ready('VAULT_'))
    })
    const again = await charge(card, keys[0])
    assert.deepEqual([again.status, again.body], [200, first.body], `after ${role} was killed`)
    const fresh = await until('a charge to pass', async () => {
      const answer = await charge(card)
      return answer.status === 200 && answer
    })
    assert.equal(fresh.body.transaction_state, 'paid')
  }
})

test('the administrator makes a company, enables a feature, makes a token and revokes it', async () => {
  const jetpay = (...words: string[]) =>
    JSON.parse(
      execFileSync(process.execPath, ['src/main.ts', ...words, '--json'], {
        cwd: projectFolder,
        encoding: 'utf8',
        env: { ...process.env, JETPAY_DATA: folder },
      }),
    )
  const { company_id } = jetpay('company', 'create', '--name', 'Second')
  const made = jetpay(
    'token',
    'create',
    '--company',
    company_id,
    '--name',
    'backend',
    '--scopes',
    'contacts:read,contacts:write',
  )
  assert.match(made.token, /^jp_demo_[\w-]{43}$/)
  const ask = async () => {
    const headers = { authorization: `Bearer ${made.token}` }
    const contacts = await fetch(`${system.demo.api_url}/contact`, { headers })
    return contacts.status
  }
  assert.equal(await ask(), 200)
  jetpay('company', 'enable', 'card_on_file', '--company', company_id)
  assert.deepEqual(
    jetpay('company', 'list').data.find(({ identifier }: any) => identifier === company_id).features,
    ['card_on_file'],
  )
  jetpay('token', 'revoke', '--token', made.token_id)
  await until('the token to die', async () => (await ask()) === 401)
})

test('Ctrl-C stops every process, and the next start has all the data', async () => {
  const card = await saveCard(system)
  const { demo } = system
  const mine = processes().filter(({ parent }) => parent === system.pid)
  assert.ok(mine.length >= 6)
  await system.stop()
  const left = new Set(processes().map(({ pid }) => pid))
  assert.deepEqual(
    mine.filter(({ pid }) => left.has(pid)),
    [],
  )
  system = await startSystem(folder)
  assert.equal(system.demo.api_token, demo.api_token)
  assert.equal((await charge(card)).status, 200)
})

test('when the supervisor itself is killed its roles end, and the next start takes over its database', async () => {
  const card = await saveCard(system)
  const roles = ['api', 'worker', 'vault', 'simulator', 'shop'].map((role) => system.pidOf(`jetpay ${role}`)!)
  process.kill(system.pid, 'SIGKILL')
  await until('the roles to end', async () => {
    const left = new Set(processes().map(({ pid }) => pid))
    return roles.every((pid) => !left.has(pid))
  })
  system = await startSystem(folder)
  assert.equal((await charge(card)).status, 200)
})
