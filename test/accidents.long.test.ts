/**
 * What befalls an installation: kills, lost and damaged files, other programs' settings. Real processes,
 * signals, ports and folders.
 */
import assert from 'node:assert/strict'
import { execFileSync, spawnSync } from 'node:child_process'
import {
  chmodSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { after, before, test } from 'node:test'
import { postgresProcessesIn } from '../src/db/postgres-processes.ts'
import { projectFolder } from '../src/ground/config.ts'
import { freePort } from '../src/ground/free-port.ts'
import { hostName, loopback } from '../src/ground/host-name.ts'
import { until } from './platform.ts'
import { newDataFolder, processes, type System, saveCard, spawnStart, startSystem } from './system.ts'

const folder = newDataFolder()
let system: System
/** The same at each start, as an installation has them. */
const ports: Record<string, string> = {}
let card: { contactId: string; cardId: string }
before(async () => {
  for (const name of ['API', 'VAULT', 'SIMULATOR', 'NETWORK', 'SHOP', 'DATABASE'])
    ports[`JETPAY_${name}_PORT`] = String(await freePort(loopback()))
  // Whatever the user's umask is.
  process.umask(0)
  system = await startSystem(folder, ports)
  card = await saveCard(system)
})
after(async () => {
  await system?.stop()
  rmSync(folder, { recursive: true, force: true })
})

async function charge() {
  const { api_url, api_token, bank_account_id } = system.demo
  const answer = await fetch(`${api_url}/contact/${card.contactId}/creditcards/${card.cardId}/charge`, {
    method: 'POST',
    headers: { authorization: `Bearer ${api_token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ amount: 5, to_bank_account_id: bank_account_id, statement: 'Accident' }),
  })
  return { status: answer.status, body: (await answer.json()) as any }
}

const chargesPass = () =>
  until('a charge to pass', async () => (await charge().catch(() => ({ status: 0 }))).status === 200)

/** A start that is refused: its only line. */
async function refusal(env: Record<string, string> = {}): Promise<string> {
  const tried = spawnStart(folder, { ...ports, ...env })
  assert.equal(await tried.ended, 1, tried.output())
  assert.deepEqual(postgresProcessesIn(`${folder}/postgres`), [], 'its database was stopped, too')
  const [line, ...more] = tried.output().trim().split('\n')
  assert.deepEqual(more, [])
  return line!
}

test('nothing in the data folder is open to others, whatever the umask was', () => {
  const open = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => !name.startsWith('postgres/'))
    .filter((name) => (statSync(`${folder}/${name}`).mode & 0o077) !== 0)
  const modes = open.map((name) => [name, (statSync(`${folder}/${name}`).mode & 0o777).toString(8)])
  // Where the roles have users of their own: each passes to its own key, and the vault's socket is for those
  // who may ask; into the folder of account updates a gateway may put files, and see none.
  const lent = { keys: '711', vault: '750', 'vault/vault.sock': '660', 'account-updates': '730' }
  assert.deepEqual(Object.fromEntries(modes), process.getuid?.() === 0 ? lent : {})
  assert.equal(statSync(folder).mode & 0o777, 0o711)
})

test('logs that were removed, and their folder, keep no database or role from being started again', async () => {
  rmSync(`${folder}/logs`, { recursive: true })
  for (const role of ['postgres', 'api']) process.kill(system.pidOf(role)!, 'SIGKILL')
  await chargesPass()
  assert.ok(statSync(`${folder}/logs/postgres.log`).size > 0)
})

test('a database that stands still is told as that, and not as the card network', async () => {
  const stopped = postgresProcessesIn(`${folder}/postgres`)
  for (const { pid } of stopped) process.kill(pid, 'SIGSTOP')
  const { status, body } = await charge()
  for (const { pid } of stopped) process.kill(pid, 'SIGCONT')
  assert.deepEqual([status, body.code], [503, 'service_unavailable'], JSON.stringify(body))
  await chargesPass()
})

test('supervisor and database killed together: every role ends, and the next start has its ports and its data', async () => {
  const roles = ['api', 'worker', 'vault', 'simulator', 'shop'].map((role) => system.pidOf(`jetpay ${role}`)!)
  for (const pid of [system.pid, system.pidOf('postgres')!]) process.kill(pid, 'SIGKILL')
  await until('the roles to end', async () => {
    const left = new Set(processes().map(({ pid }) => pid))
    return roles.every((pid) => !left.has(pid))
  })
  // What the dead one has written of itself is believed by nobody.
  const asked = spawnSync(process.execPath, ['src/main.ts', 'company', 'list'], {
    cwd: projectFolder,
    encoding: 'utf8',
    env: { ...process.env, JETPAY_DATA: folder },
  })
  assert.deepEqual([asked.status, asked.stderr.slice(0, 21)], [1, 'Nothing is running in'])
  system = await startSystem(folder, ports)
  await chargesPass()
})

test('after the supervisor alone was killed the next start is not refused for the ports of what it left', async () => {
  process.kill(system.pid, 'SIGKILL')
  system = await startSystem(folder, ports)
  assert.match(system.output(), /the database that it left was stopped first/)
  await chargesPass()
})

test('a lost database.json, an open key file: one line each, and all works once it is mended', async () => {
  await system.stop()
  renameSync(`${folder}/database.json`, `${folder}/kept`)
  assert.match(await refusal(), /database\.json is missing: .*restore it from its backup/)
  writeFileSync(`${folder}/database.json`, 'null', { mode: 0o600 })
  assert.match(await refusal(), /database\.json does not hold the database's passwords; restore it/)
  const other = Object.fromEntries(
    ['adminPassword', 'mainPassword', 'vaultPassword'].map((name) => [name, 'x'.repeat(32)]),
  )
  writeFileSync(`${folder}/database.json`, JSON.stringify(other), { mode: 0o600 })
  assert.match(await refusal(), /its passwords are not those in database\.json; restore that file/)
  renameSync(`${folder}/kept`, `${folder}/database.json`)

  chmodSync(`${folder}/keys/vault.json`, 0o640)
  assert.match(await refusal(), /vault\.json can be read by others; run: chmod 600/)
  chmodSync(`${folder}/keys/vault.json`, 0o600)

  assert.match(
    await refusal({ JETPAY_SHOP_PORT: ports.JETPAY_API_PORT! }),
    /^Port \d+ is set for both api and demo shop/,
  )
  system = await startSystem(folder, ports)
  await chargesPass()
})

test('what is set for PostgreSQL’s own clients, an empty PATH, a demo.json that holds nothing and open folders change nothing', async () => {
  await system.stop()
  writeFileSync(`${folder}/demo.json`, 'null')
  // As an older version made them where the umask was 000.
  for (const name of ['logs', 'simulator', 'bank']) chmodSync(`${folder}/${name}`, 0o777)
  const others = {
    // Neither `id` nor any other program is there.
    PATH: `${folder}/nothing`,
    PGSSLMODE: 'verify-full',
    PGOPTIONS: '-c nonsense=1',
    PGHOST: 'nowhere.example',
    PGPORT: '1',
  }
  system = await startSystem(folder, { ...ports, ...others })
  assert.match(system.output(), /demo\.json held no token of the demo; it is written anew/)
  assert.doesNotMatch(system.output(), /run as root/)
  for (const name of ['logs', 'simulator', 'bank'])
    assert.equal(statSync(`${folder}/${name}`).mode & 0o777, 0o770)
  await chargesPass()
  const listed = execFileSync(process.execPath, ['src/main.ts', 'company', 'list'], {
    cwd: projectFolder,
    encoding: 'utf8',
    env: { ...process.env, ...others, JETPAY_DATA: folder },
  })
  assert.match(listed, /Maple Cycles/)
})

test('on IPv6’s loopback all URLs are such that they can be used as they are', async () => {
  const other = newDataFolder()
  const six = await startSystem(other, { JETPAY_HOST: '::1' })
  try {
    for (const url of [six.demo.api_url, six.demo.vault_url, six.demo.simulator_url])
      assert.match(url, /^http:\/\/\[::1\]:\d+$/)
    for (const url of [six.demo.api_url, six.demo.vault_url])
      await until(`${url} to answer`, async () => (await fetch(`${url}/healthz`)).ok)
    const run = JSON.parse(readFileSync(`${other}/run.json`, 'utf8'))
    for (const port of [run.JETPAY_METRICS_PORT, run.JETPAY_VAULT_METRICS_PORT]) {
      const url = `http://${hostName(loopback())}:${port}`
      await until(`${url} to be ready`, async () => (await fetch(`${url}/readyz`)).ok)
    }
    await saveCard(six)
  } finally {
    await six.stop()
    rmSync(other, { recursive: true, force: true })
  }
})

// Only root can have a disk made that is small enough to fill.
if (process.platform === 'linux' && process.getuid?.() === 0) {
  test('a full disk ends nothing: charges answer 503 and pass again once there is room', async (t) => {
    const small = newDataFolder()
    mkdirSync(`${small}/disk`)
    const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=260m,mode=711', 'tmpfs', `${small}/disk`])
    // Root of a container that may mount nothing.
    if (mounted.status !== 0) return t.diagnostic('no file system can be mounted here')
    mkdirSync(`${small}/disk/var`)
    const kept = { system, card }
    try {
      system = await startSystem(`${small}/disk/var`)
      card = await saveCard(system)
      const filled = spawnSync('dd', ['if=/dev/zero', `of=${small}/disk/fill`, 'bs=64k'])
      assert.equal(filled.status, 1, 'the disk is full')
      await until('charges to be refused', async () => (await charge()).status === 503, 120_000)
      process.kill(system.pidOf('postgres')!, 'SIGKILL')
      await until('the database to be missed', async () =>
        /PostgreSQL did not start: .*No space left/.test(system.output()),
      )
      rmSync(`${small}/disk/fill`)
      await chargesPass()
      assert.match(system.output(), /\.log cannot be written \(ENOSPC\)/)
      assert.doesNotMatch(system.output(), /\n(api|worker|vault|shop) ended/)
    } finally {
      await system.stop()
      ;({ system, card } = kept)
      spawnSync('umount', [`${small}/disk`])
      rmSync(small, { recursive: true, force: true })
    }
  })
}
