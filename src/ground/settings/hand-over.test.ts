/** Each role is given the settings that it needs, and its secrets apart from them. */
import assert from 'node:assert/strict'
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { after, test } from 'node:test'
import { secretsOf, toEnvironment } from '../../supervisor/run-file.ts'
import { readConfig, settingNames } from '../config.ts'
import { environmentFor, needs, type ServedRole, secretSettings, secretsFor } from './hand-over.ts'

const roles: ServedRole[] = ['api', 'worker', 'vault', 'simulator', 'shop']
const folder = mkdtempSync(`${tmpdir()}/jetpay-secrets-`)
after(() => rmSync(folder, { recursive: true }))

const secrets = {
  DATABASE_URL: 'postgres://jetpay:main-secret@db/jetpay',
  VAULT_DATABASE_URL: 'postgres://jetpay_vault:vault-secret@db/jetpay_vault',
  JETPAY_VAULT_PKCS11_PIN: 'pin-secret',
  JETPAY_SMTP_URL: 'smtp://user:smtp-secret@mail.example',
  JETPAY_BANK_SFTP_PASSWORD: 'bank-secret',
  JETPAY_ACH_SFTP_PASSWORD: 'ach-secret',
}
const env = {
  ...secrets,
  JETPAY_ACH_SFTP_URL: 'sftp://me@bank.example',
  PATH: '/bin',
  TZ: 'America/Toronto',
  AWS_SECRET_ACCESS_KEY: 'other-secret',
  PGPASSWORD: 'other-secret',
  DATABASE_URL_FILE: '',
  LD_PRELOAD: '/tmp/other-secret.so',
  NODE_OPTIONS: '--inspect',
  NODE_COMPILE_CACHE: '/tmp/somebody',
}
const given = (role: ServedRole, environment: 'demo' | 'live') => {
  const config = readConfig({ ...env, JETPAY_ENVIRONMENT: environment })
  return {
    env: environmentFor(role, env, toEnvironment(config), settingNames()),
    secrets: JSON.parse(secretsFor(role, secretsOf(config))) as Record<string, string>,
  }
}

test('a role’s environment holds no secret, and nothing of the supervisor’s that is no setting of the role', () => {
  for (const role of roles) {
    const { env } = given(role, 'live')
    assert.ok(!JSON.stringify(env).includes('secret@') && !JSON.stringify(env).includes('-secret'), role)
    const settings = new Set(settingNames())
    const others = Object.keys(env).filter((name) => !settings.has(name) || !needs(role, name))
    assert.deepEqual(others.sort(), ['JETPAY_SECRETS_FD', 'PATH', 'TZ'], role)
  }
})

test('whoever answers problems or makes links knows where the api is reached from outside', () => {
  const env = { JETPAY_PUBLIC_URL: 'https://pay.example.com' }
  const settled = toEnvironment(readConfig(env))
  for (const role of ['api', 'worker', 'vault', 'shop'] as const)
    assert.equal(
      environmentFor(role, env, settled, settingNames()).JETPAY_PUBLIC_URL,
      'https://pay.example.com',
      role,
    )
})

test('each secret goes to the roles that use it, and to no other', () => {
  const of = (role: ServedRole) => Object.keys(given(role, 'live').secrets).sort()
  assert.deepEqual(of('api'), ['DATABASE_URL'])
  assert.deepEqual(of('vault'), ['JETPAY_VAULT_PKCS11_PIN', 'VAULT_DATABASE_URL'])
  assert.deepEqual(of('worker'), [
    'DATABASE_URL',
    'JETPAY_ACH_SFTP_PASSWORD',
    'JETPAY_BANK_SFTP_PASSWORD',
    'JETPAY_SMTP_URL',
  ])
  assert.deepEqual([of('simulator'), of('shop')], [[], []])
})

test('the vault’s settings are its own: the main side does not know where its keys are', () => {
  for (const role of ['api', 'worker', 'simulator', 'shop'] as const)
    for (const name of ['JETPAY_VAULT_KEY_FILE', 'JETPAY_VAULT_KEK', 'JETPAY_VAULT_PKCS11_PIN'])
      assert.ok(!needs(role, name), name)
  for (const name of ['JETPAY_MAIN_KEY_FILE', 'JETPAY_BANK_FOLDER', 'JETPAY_OPERATOR_EMAIL'])
    assert.ok(!needs('vault', name), name)
})

test('no setting is lost on the way: a role reads what its supervisor read', () => {
  const numbered = Object.fromEntries(
    settingNames()
      .filter((name) => /_(MS|DAYS|HOURS|MONTHS)$/.test(name))
      .map((name) => [name, name.endsWith('_MS') ? '500' : '120']),
  )
  const all = { ...env, ...numbered, JETPAY_BANK_FOLDER: '/bank', JETPAY_MERCHANT_NAME: 'Maple' }
  const whole = readConfig(all)
  const environment = environmentFor('worker', all, toEnvironment(whole), settingNames())
  const read = readConfig({ ...environment, ...JSON.parse(secretsFor('worker', secretsOf(whole))) })
  const vaults = { vaultDatabaseUrl: undefined, vaultPkcs11Pin: undefined }
  assert.deepEqual({ ...read, ...vaults }, { ...whole, ...vaults })
})

test('every secret may come from a file that its owner alone can read', () => {
  const file = `${folder}/secret`
  for (const name of secretSettings) {
    writeFileSync(file, `${secrets[name]}\n`, { mode: 0o600 })
    chmodSync(file, 0o600)
    const read = { JETPAY_ACH_FOLDER: '/ach', [`${name}_FILE`]: file }
    assert.equal(secretsOf(readConfig(read))[name], secrets[name])
    assert.throws(
      () => readConfig({ ...read, [name]: 'x' }),
      new RegExp(`Set ${name} or ${name}_FILE, not both`),
    )
    chmodSync(file, 0o640)
    assert.throws(
      () => readConfig(read),
      new RegExp(`${file} of ${name}_FILE can be read by others; run: chmod 600`),
    )
    rmSync(file)
    assert.throws(() => readConfig(read), new RegExp(`${file} of ${name}_FILE cannot be read \\(ENOENT\\)`))
    writeFileSync(file, 'two\nlines\n', { mode: 0o600 })
    assert.throws(() => readConfig(read), /must hold the value in one line/)
    rmSync(file)
  }
})
