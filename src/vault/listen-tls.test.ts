/** The card page's listener by TLS of its own, without a proxy. */
import assert from 'node:assert/strict'
import { once } from 'node:events'
import { chmodSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer, request } from 'node:https'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { after, before, test } from 'node:test'
import { connect } from 'node:tls'
import { type Platform, startPlatform, until } from '../../test/platform.ts'
import { newCertificates, openClient, startSecondVault } from '../../test/second-vault.ts'
import { freePort } from '../ground/free-port.ts'
import { followCertificate, httpsOptions } from '../ground/listen-tls.ts'
import { VAULT_NAME } from '../ground/tls-identity.ts'

let platform: Platform
before(async () => {
  platform = await startPlatform()
})
after(() => platform.close())

test('a card is entered over a listener of TLS, which ends within seconds while a connection is kept', async (t) => {
  const { key, certificate, ca } = (await newCertificates(t))('vault')
  const vaultPort = await freePort('127.0.0.1')
  const vault = await startSecondVault(t, platform, { listenTls: { key, certificate }, vaultPort })
  await vault.context.network.ready()
  const { client } = openClient(t, platform, [vault.address])
  const page = await client.openCardPage({
    company_id: platform.demo.company_id,
    card_id: '01900000-0000-7000-8000-00000000000a',
    company_name: 'Maple Cycles',
    language: null,
    fallback_language: 'en',
    allowed_origins: [],
    return_url: null,
    payment: null,
    in_payment_page: false,
  })
  const ask = (method: string, path: string, body?: object, options = {}) =>
    new Promise<{ status: number; body: string }>((resolve, reject) => {
      const at = { host: '127.0.0.1', port: vaultPort, path, method, servername: VAULT_NAME }
      const headers = { 'content-type': 'application/json' }
      const sent = request({ ...at, headers, ca: readFileSync(ca), ...options }, async (answer) => {
        resolve({ status: answer.statusCode ?? 0, body: await text(answer) })
      })
      sent.on('error', reject)
      sent.end(body && JSON.stringify(body))
    })
  const { pathname } = new URL(page.url)
  assert.equal((await ask('GET', pathname)).status, 200)
  const card = {
    number: '4242424242424242',
    expiry: '12/39',
    cvc: '123',
    name: 'Ada Lovelace',
    postal_code: 'H2X 1Y4',
  }
  const saved = await ask('POST', pathname, card)
  assert.equal(saved.status, 200, saved.body)
  await assert.rejects(ask('GET', pathname, undefined, { maxVersion: 'TLSv1.1', minVersion: 'TLSv1' }))
  await assert.rejects(ask('GET', pathname, undefined, { servername: 'other.example' }))
  await vault.stop()
})

test('a certificate that is renewed is shown by a listener that runs, and one that is no good is not', async (t) => {
  const certificatesOf = await newCertificates(t)
  const { key, certificate } = certificatesOf('vault')
  const bad: Error[] = []
  const server = createServer(httpsOptions({ key, certificate }, {}).https ?? {}, (_request, response) =>
    response.end('here'),
  )
  followCertificate(server, { key, certificate }, (error) => bad.push(error), 20)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.after(() => server.close())
  const shown = () =>
    new Promise<string>((resolve, reject) => {
      const { port } = server.address() as AddressInfo
      const socket = connect({ host: '127.0.0.1', port, rejectUnauthorized: false }, () => {
        resolve(socket.getPeerCertificate().fingerprint256)
        socket.destroy()
      })
      socket.on('error', reject)
    })
  const before = await shown()
  const renewed = await newCertificates(t)
  const next = renewed('vault')
  writeFileSync(certificate, 'cut short')
  await until('the one that is no good to be told', async () => bad.length > 0)
  assert.equal(await shown(), before)
  writeFileSync(key, readFileSync(next.key))
  writeFileSync(certificate, readFileSync(next.certificate))
  await until('the new one to be shown', async () => (await shown()) !== before)
})

test('a key that others can read is refused at the start', async (t) => {
  const { key, certificate } = (await newCertificates(t))('vault')
  chmodSync(key, 0o644)
  assert.throws(() => httpsOptions({ key, certificate }, {}), /can be read by others; run: chmod 600/)
  chmodSync(key, 0o600)
  assert.throws(() => httpsOptions({ key, certificate: `${key}-2` }, {}), /cannot be read \(ENOENT\)/)
})
