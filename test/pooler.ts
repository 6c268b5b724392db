/** A real pgbouncer, where one is installed (Debian: `pgbouncer`). */
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chownSync, existsSync, mkdtempSync, writeFileSync } from 'node:fs'
import { databaseUser } from '../src/db/database-user.ts'
import type { Installation } from '../src/db/provision.ts'
import { freePort } from '../src/ground/free-port.ts'
import { until } from './platform.ts'

const program = ['/usr/sbin/pgbouncer', '/usr/bin/pgbouncer'].find((path) => existsSync(path))
export const hasPooler = program !== undefined
const at = JSON.parse(process.env.JETPAY_TEST_INSTALLATION!) as Installation

/**
 * pgbouncer before the tests' server, in transaction mode; `further` are users beside Jetpay's own, with
 * their passwords.
 */
export async function startPooler(further: Readonly<Record<string, string>> = {}) {
  const folder = mkdtempSync(`${process.env.JETPAY_TEST_FOLDER}/pooler-`)
  const port = await freePort('127.0.0.1')
  const runAs = databaseUser()
  if (runAs.uid !== undefined) chownSync(folder, runAs.uid, runAs.gid!)
  const users = Object.entries({ jetpay: at.mainPassword, jetpay_vault: at.vaultPassword, ...further })
    .map(([name, password]) => `"${name}" "${password}"`)
    .join('\n')
  const settings = [
    '[databases]',
    `* = host=${at.host} port=${at.port}`,
    '[pgbouncer]',
    'pool_mode = transaction',
    `listen_addr = 127.0.0.1\nlisten_port = ${port}\nunix_socket_dir =`,
    `auth_type = scram-sha-256\nauth_file = ${folder}/users.txt`,
    // Fewer than the platform has clients, so that they do share.
    'default_pool_size = 4\nmax_client_conn = 200',
  ].join('\n')
  for (const [name, content] of Object.entries({ 'users.txt': users, 'pgbouncer.ini': settings })) {
    writeFileSync(`${folder}/${name}`, `${content}\n`, { mode: 0o600 })
    if (runAs.uid !== undefined) chownSync(`${folder}/${name}`, runAs.uid, runAs.gid!)
  }
  const pooler = spawn(program!, [`${folder}/pgbouncer.ini`], {
    ...runAs,
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  let said = ''
  pooler.stderr!.on('data', (chunk) => (said += chunk))
  await until('the pooler to serve', async () => {
    assert.equal(pooler.exitCode, null, said)
    return said.includes('process up')
  })
  return {
    port,
    async stop() {
      pooler.kill('SIGKILL')
      await once(pooler, 'exit')
    },
  }
}

/** The address by way of it. */
export const through = (url: string, { port }: { port: number }): string =>
  `${url.replace(/@[^/]+/, `@127.0.0.1:${port}`)}?pooler=transaction`
