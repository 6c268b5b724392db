/** What code in the vault's process may do, tried in a process of the same options. */
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { after, test } from 'node:test'
import { projectFolder, readConfig } from '../ground/config.ts'
import { vaultPermissions } from './vault-permissions.ts'

const folder = mkdtempSync(`${tmpdir()}/vault-permissions-`)
after(() => rmSync(folder, { recursive: true, force: true }))
writeFileSync(`${folder}/others`, 'a secret of others')
const config = readConfig({
  JETPAY_DATA: `${folder}/data`,
  VAULT_DATABASE_URL: `postgres://vault@db/vault?sslmode=verify-full&sslrootcert=${folder}/root.crt`,
})

/** What becomes of each piece of code: `done`, or the error's code. */
function tryAll(flags: string[]): Record<string, string> {
  const tried = {
    'read the program': `fs.readFileSync('${projectFolder}/src/main.ts')`,
    'read a file of others': `fs.readFileSync('${folder}/others')`,
    'read the databases’ passwords': `fs.readFileSync('${folder}/data/database.json')`,
    'read the main side’s keys': `fs.readFileSync('${folder}/data/keys/main.json')`,
    'look at its own keys': `fs.statSync('${folder}/data/keys/vault.json')`,
    'make its key file, where no folder is yet': `fs.mkdirSync('${folder}/data/keys', { recursive: true }); fs.writeFileSync('${folder}/data/keys/vault.json.1', ''); fs.linkSync('${folder}/data/keys/vault.json.1', '${folder}/data/keys/vault.json')`,
    'make the folder of its socket': `fs.mkdirSync('${folder}/data/vault', { recursive: true }); fs.rmSync('${folder}/data/vault/vault.sock', { force: true })`,
    'take in and wipe account updates, where no folder is yet': `fs.mkdirSync('${folder}/data/account-updates/rejected', { recursive: true }); fs.writeFileSync('${folder}/data/account-updates/a', ''); fs.readdirSync('${folder}/data/account-updates'); fs.unlinkSync('${folder}/data/account-updates/a')`,
    'read who started it': `fs.readFileSync('/proc/${process.pid}/environ')`,
    'write into the program': `fs.writeFileSync('${projectFolder}/src/thief.ts', '')`,
    'start a program': `child_process.execSync('true')`,
    'start a thread': `new worker_threads.Worker('', { eval: true })`,
    'load machine code': `process.dlopen({ exports: {} }, '${projectFolder}/node_modules/none.node')`,
    'dump its memory': `v8.writeHeapSnapshot('${folder}/heap')`,
  }
  const code = `import fs from 'node:fs'; import child_process from 'node:child_process'
    import worker_threads from 'node:worker_threads'; import v8 from 'node:v8'
    const told = {}
    for (const [what, run] of [${Object.entries(tried).map(([what, run]) => `['${what}', () => { ${run} }]`)}])
      try { run(); told[what] = 'done' } catch (error) { told[what] = error.code ?? error.message }
    console.log(JSON.stringify(told)); process.exit()`
  const args = [...flags, '--input-type=module', '-e', code]
  return JSON.parse(
    execFileSync(process.execPath, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }),
  )
}

test('code in the vault reads its program, and no file of others; it starts nothing, loads nothing and dumps nothing', () => {
  const denied = 'ERR_ACCESS_DENIED'
  assert.deepEqual(tryAll(vaultPermissions(config)), {
    'read the program': 'done',
    'read a file of others': denied,
    'read the databases’ passwords': denied,
    'read the main side’s keys': denied,
    'look at its own keys': 'ENOENT',
    'make its key file, where no folder is yet': 'done',
    'make the folder of its socket': 'done',
    'take in and wipe account updates, where no folder is yet': 'done',
    'read who started it': denied,
    'write into the program': denied,
    'start a program': denied,
    'start a thread': denied,
    'load machine code': 'ERR_DLOPEN_DISABLED',
    'dump its memory': denied,
  })
})

test('it is given the certificates of its database, and machine code only with a token', () => {
  const flags = vaultPermissions(config)
  assert.ok(flags.includes(`--allow-fs-read=${folder}/root.crt`))
  assert.ok(!flags.includes('--allow-addons'))
  const token = readConfig({
    JETPAY_DATA: folder,
    JETPAY_VAULT_KEK: 'pkcs11',
    JETPAY_VAULT_PKCS11_MODULE: '/usr/lib/softhsm/libsofthsm2.so',
    JETPAY_VAULT_PKCS11_TOKEN: 'jetpay',
  })
  assert.ok(vaultPermissions(token).includes('--allow-addons'))
})
