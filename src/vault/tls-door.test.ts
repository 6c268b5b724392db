/** The vault's door by mutual TLS: who may ask, and who is told nothing. */
import assert from 'node:assert/strict'
import { X509Certificate } from 'node:crypto'
import { copyFileSync, readFileSync } from 'node:fs'
import { after, before, test } from 'node:test'
import { type ConnectionOptions, connect } from 'node:tls'
import { type Platform, startPlatform, until } from '../../test/platform.ts'
import { newCertificates, openClient, startSecondVault } from '../../test/second-vault.ts'
import { makeCertificates } from '../commands/certs.ts'
import { identityMark, readIdentity, VAULT_NAME } from '../ground/tls-identity.ts'
import { openContext } from '../process/context.ts'
import { listAudit } from './audit/list-audit.ts'

let platform: Platform
before(async () => {
  platform = await startPlatform()
})
after(() => platform.close())

/** What a client hears: the vault's first bytes, or how it was refused. */
const heardBy = (options: ConnectionOptions) =>
  new Promise<string>((resolve) => {
    const socket = connect({ servername: VAULT_NAME, ...options })
    socket.once('data', () => {
      socket.destroy()
      resolve('a hello')
    })
    socket.once('error', ({ code }: NodeJS.ErrnoException) => resolve(String(code)))
    socket.once('close', () => resolve('the end'))
  })

test('an api with its certificate is answered by a vault on another address, and a charge goes through', async (t) => {
  const of = await newCertificates(t)
  const vault = await startSecondVault(t, platform, { tls: of('vault') })
  await vault.context.network.ready()
  const { cardId } = await platform.saveCard()
  const { client, charge } = openClient(t, platform, [vault.address], { tls: of('api') })
  assert.equal(await client.ready(), true)
  assert.equal((await charge(cardId, 700_001)).outcome, 'approved')
  const under = charge(cardId, 700_002)
  const ready = client.ready()
  await until('it to be under way', async () => vault.context.network.counters().requests === 2)
  await vault.stop()
  assert.equal((await under).outcome, 'approved', 'what was asked is answered by a vault that stops')
  assert.equal(await ready, true)
  assert.deepEqual(await charge(cardId, 700_003), { outcome: 'unsent', reason: 'vault_econnrefused' })
})

test('who has no certificate, one of another authority, a vault’s, or a name that may not ask hears nothing of the vault', async (t) => {
  const of = await newCertificates(t)
  const others = await newCertificates(t)
  const vault = await startSecondVault(t, platform, { tls: of('vault'), vaultCallers: ['jetpay-api'] })
  const { host, port } = vault.config.vaultListen ?? assert.fail()
  const at = { host, port, ca: readFileSync(of('api').ca) }
  const { key, cert } = readIdentity(others('api'))
  const refused: [string, ConnectionOptions][] = [
    ['nobody', at],
    ['another authority', { ...at, key, cert }],
    ['a vault', { ...at, ...readIdentity(of('vault')) }],
    ['the worker, which is not among the callers', { ...at, ...readIdentity(of('worker')) }],
    ['TLS 1.2', { ...at, ...readIdentity(of('api')), minVersion: 'TLSv1.2', maxVersion: 'TLSv1.2' }],
  ]
  for (const [what, options] of refused) assert.notEqual(await heardBy(options), 'a hello', what)
  assert.equal(await heardBy({ ...at, ...readIdentity(of('api')) }), 'a hello')
  await until('the log to tell', async () => vault.lines.some((line) => line.includes('was ended')))
  const refusals = await until('the audit log to tell of the worker', async () => {
    const lines = await listAudit(vault.context.db, { act: 'caller.refused', limit: 50 })
    return lines.some(({ by }) => by === 'jetpay-worker at 127.0.0.1') && lines
  })
  assert.ok(refusals.some(({ by }) => by === 'nobody at 127.0.0.1'))
})

test('a caller may be named by the fingerprint of its certificate instead', async (t) => {
  const of = await newCertificates(t)
  const { fingerprint256 } = new X509Certificate(readFileSync(of('worker').certificate))
  const vault = await startSecondVault(t, platform, { tls: of('vault'), vaultCallers: [fingerprint256] })
  const at = vault.config.vaultListen ?? assert.fail()
  assert.equal(await heardBy({ ...at, ...readIdentity(of('worker')) }), 'a hello')
  assert.notEqual(await heardBy({ ...at, ...readIdentity(of('api')) }), 'a hello')
})

test('an api tells nothing to what is no vault of its authority, whoever it is', async (t) => {
  const of = await newCertificates(t)
  const others = await newCertificates(t)
  const callers = { vaultCallers: ['jetpay-api'] }
  const stranger = await startSecondVault(t, platform, { tls: others('vault'), ...callers })
  // By the right authority, and no vault's: an api whose key was stolen.
  const thief = await startSecondVault(t, platform, { tls: of('worker'), ...callers })
  for (const { address } of [stranger, thief]) {
    const { client, charge } = openClient(t, platform, [address], { tls: of('api') })
    assert.equal(await client.ready(), false)
    assert.equal((await charge(platform.demo.company_id, 700_100)).outcome, 'unsent')
  }
})

test('certificates are made once, renewed before they end with the keys that they had, and never without the authority’s key', async (t) => {
  const of = await newCertificates(t)
  const { key, certificate, ca } = of('vault')
  const folder = ca.replace(/\/ca.crt$/, '')
  const before = identityMark(of('vault'))
  const made = await makeCertificates(folder)
  assert.deepEqual(new Set(made.data.map(({ done }) => done)), new Set(['kept']))
  assert.equal(identityMark(of('vault')), before)
  copyFileSync(certificate, `${folder}/before.crt`)
  const keyBefore = readFileSync(key, 'utf8')
  const later = Date.now() + 310 * 86_400_000
  const renewed = await makeCertificates(folder, later)
  assert.deepEqual(
    renewed.data.map(({ done }) => done),
    ['kept', 'renewed', 'renewed', 'renewed'],
  )
  assert.equal(readFileSync(key, 'utf8'), keyBefore)
  const authority = new X509Certificate(readFileSync(ca))
  const now = new X509Certificate(readFileSync(certificate))
  assert.ok(now.verify(authority.publicKey) && now.checkIssued(authority))
  assert.ok(now.validToDate > new X509Certificate(readFileSync(`${folder}/before.crt`)).validToDate)
})

test('each role says in its log that its certificate ends within fourteen days, and before that nothing', async (t) => {
  const DAY_MS = 86_400_000
  for (const [daysAgo, told] of [
    [350, false],
    [352, true],
  ] as const) {
    const of = await newCertificates(t, Date.now() - daysAgo * DAY_MS)
    const vault = await startSecondVault(t, platform, { tls: of('vault') })
    assert.equal(vault.lines.join().includes(`the certificate ${of('vault').certificate} ends at`), told)
    for (const role of ['api', 'worker'] as const) {
      const lines: string[] = []
      const config = { ...platform.context.config, tls: of(role) }
      const context = await openContext(role, config, { write: (line: string) => void lines.push(line) })
      t.after(() => context.close())
      assert.equal(lines.join().includes(`the certificate ${of(role).certificate} ends at`), told)
    }
  }
})
