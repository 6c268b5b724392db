/**
 * A live installation talks to nobody in the clear; what would is named in one line, by the roles that it
 * concerns.
 */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readConfig } from '../config.ts'
import type { ServedRole } from './hand-over.ts'
import { refusePlain } from './live.ts'

const good = {
  JETPAY_ENVIRONMENT: 'live',
  JETPAY_PUBLIC_URL: 'https://pay.example',
  JETPAY_VAULT_PUBLIC_URL: 'https://cards.example',
  DATABASE_URL: 'postgres://jetpay:secret@db.example/jetpay?sslmode=verify-full',
  VAULT_DATABASE_URL: 'postgres://jetpay_vault:secret@127.0.0.1/jetpay_vault',
}
const refuse = (env: Record<string, string>, role?: ServedRole) =>
  refusePlain(readConfig({ ...good, ...env }), role)

test('all that is encrypted or on this machine starts', () => {
  refuse({})
  refuse({ JETPAY_SMTP_URL: 'smtp://user:password@mail.example:587' })
  refuse({ JETPAY_SMTP_URL: 'smtp://user:password@localhost:25?ignoreTLS=true' })
  for (const host of ['localhost', '127.0.0.1', '127.8.8.8', '::1', '[::1]'])
    refuse({ JETPAY_NETWORK_HOST: host })
  for (const url of [
    'postgres:///jetpay?host=/var/run/postgresql',
    'postgres://jetpay@%2Fvar%2Frun%2Fpostgresql/jetpay',
    'postgres://jetpay@localhost/jetpay',
    'postgres://jetpay@[::1]:5432/jetpay',
    'postgres://jetpay@db.example/jetpay?ssl=true',
  ])
    refuse({ DATABASE_URL: url })
})

test('an address that would be spoken to in the clear is refused in one line that names its setting and says what to set', () => {
  const bad: [string, string[]][] = [
    [
      'JETPAY_PUBLIC_URL',
      ['http://pay.example', 'http://127.0.0.1:8400', 'ftp://pay.example', 'pay.example', '//x'],
    ],
    [
      'JETPAY_VAULT_PUBLIC_URL',
      ['http://cards.example', 'http://localhost:8401', 'https://u:p@cards.example'],
    ],
    ['JETPAY_NETWORK_HOST', ['10.0.0.7', 'acquirer.example', '0.0.0.0', '127.evil.example', '::2']],
    [
      'DATABASE_URL',
      [
        'postgres://jetpay@db.example/jetpay',
        'postgres://jetpay@10.1.2.3/jetpay?sslmode=disable',
        'postgres://jetpay@db.example/jetpay?sslmode=no-verify',
        'postgres://jetpay@db.example/jetpay?sslmode=require&uselibpqcompat=true',
        'postgres://jetpay@db.example/jetpay?sslmode=prefer&uselibpqcompat=true',
        'postgres://jetpay@localhost/jetpay?host=db.example',
        'postgres://jetpay@127.0.0.1.example/jetpay',
        'postgres://[',
      ],
    ],
    ['VAULT_DATABASE_URL', ['postgres://jetpay_vault@db.example/jetpay_vault']],
    [
      'JETPAY_SMTP_URL',
      [
        'smtp://user:password@mail.example:587?ignoreTLS=true',
        'smtp://user:password@mail.example:587?requireTLS=false',
        'smtps://user:password@mail.example?tls.rejectUnauthorized=false',
      ],
    ],
  ]
  for (const [setting, values] of bad)
    for (const value of values)
      assert.throws(
        () => refuse({ [setting]: value }),
        (error: Error) => {
          assert.equal(error.name, 'OperatorError', `${setting}=${value}: ${error}`)
          assert.ok(error.message.startsWith(`${setting} `), `${value}: ${error.message}`)
          assert.ok(!error.message.includes('\n') && !error.message.includes('password@'))
          return true
        },
        `${setting}=${value}`,
      )
})

test('the default public addresses, which are http, are refused live', () => {
  const { JETPAY_PUBLIC_URL: _, ...without } = good
  assert.throws(() => refusePlain(readConfig(without)), /^OperatorError: JETPAY_PUBLIC_URL is not https/)
})

test('a role that starts by itself is asked for its own addresses only', () => {
  const env = {
    JETPAY_NETWORK_HOST: 'acquirer.example',
    JETPAY_SMTP_URL: 'smtp://mail.example?ignoreTLS=true',
  }
  refuse(env, 'api')
  assert.throws(() => refuse(env, 'vault'), /JETPAY_NETWORK_HOST/)
  assert.throws(() => refuse(env, 'worker'), /JETPAY_SMTP_URL/)
  assert.throws(
    () => refuse({ VAULT_DATABASE_URL: 'postgres://a@db.example/b' }, 'vault'),
    /VAULT_DATABASE_URL/,
  )
  refuse({ VAULT_DATABASE_URL: 'postgres://a@db.example/b' }, 'worker')
})

test('the demo may talk in the clear', () => {
  refuse({
    JETPAY_ENVIRONMENT: 'demo',
    JETPAY_PUBLIC_URL: 'http://pay.example',
    JETPAY_NETWORK_HOST: '10.0.0.7',
  })
})

test('who we are to the network has no more characters than a message does', () => {
  for (const [name, value] of [
    ['JETPAY_ACQUIRER_ID', '400555400555'],
    ['JETPAY_TERMINAL_ID', 'WEB000001'],
    ['JETPAY_MERCHANT_ID', 'JETPAYDEMOJETPAY'],
    ['JETPAY_FURTHER_ACCEPTORS', '400556:WEB000002:JETPAYDEMO'],
  ] as const)
    assert.throws(() => refuse({ [name]: value }), new RegExp(name))
})

test('a file of an authority that cannot be read is named, and its address is not called none', () => {
  const url = 'postgres://a@db.example/b?sslmode=verify-full&sslrootcert=/nowhere/db-ca.pem'
  assert.throws(
    () => refuse({ DATABASE_URL: url }),
    /^OperatorError: DATABASE_URL names a file that cannot be read: \/nowhere\/db-ca\.pem \(ENOENT\)/,
  )
})
