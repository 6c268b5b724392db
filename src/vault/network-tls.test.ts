/** The link to the card network by TLS, with what ends it in front of the simulator. */
import assert from 'node:assert/strict'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { type AddressInfo, createConnection } from 'node:net'
import { after, before, type TestContext, test } from 'node:test'
import { createServer } from 'node:tls'
import { type Platform, startPlatform, until } from '../../test/platform.ts'
import { newCertificates, openClient, startSecondVault } from '../../test/second-vault.ts'
import { type TlsFiles, VAULT_NAME } from '../ground/tls-identity.ts'

let platform: Platform
before(async () => {
  platform = await startPlatform()
})
after(() => platform.close())

/** A network that speaks TLS, and asks for a certificate. `heard` is what came to it, once decrypted. */
async function startNetwork(t: TestContext, shown: TlsFiles) {
  const heard: Buffer[] = []
  const [key, cert, ca] = [shown.key, shown.certificate, shown.ca].map((path) => readFileSync(path))
  const server = createServer({ key, cert, ca, requestCert: true }, (socket) => {
    const to = createConnection({ host: '127.0.0.1', port: platform.config.networkPort })
    socket.on('data', (chunk: Buffer) => heard.push(chunk))
    socket.pipe(to).pipe(socket)
    for (const end of [socket, to]) end.on('error', () => undefined).on('close', () => to.destroy())
  })
  const sockets = new Set<{ destroy(): void }>()
  server.on('connection', (socket) => sockets.add(socket))
  server.on('tlsClientError', () => undefined)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.after(() => {
    server.close()
    for (const socket of sockets) socket.destroy()
  })
  return { port: (server.address() as AddressInfo).port, heard, connections: () => sockets.size }
}

test('a charge goes through by TLS, to a network that has its name in a certificate of the authority', async (t) => {
  const of = await newCertificates(t)
  const network = await startNetwork(t, of('vault'))
  const { key, certificate, ca } = of('api')
  const vault = await startSecondVault(t, platform, {
    networkPort: network.port,
    networkTls: { ca, name: VAULT_NAME, client: { key, certificate } },
  })
  await vault.context.network.ready()
  const { cardId } = await platform.saveCard()
  const { charge } = openClient(t, platform, [vault.address])
  assert.equal((await charge(cardId, 710_001)).outcome, 'approved')
  assert.ok(network.heard.length > 0)
})

test('nothing is sent to who has another name, or a certificate of another authority', async (t) => {
  const of = await newCertificates(t)
  const others = await newCertificates(t)
  const network = await startNetwork(t, of('vault'))
  for (const [ca, name] of [
    [of('api').ca, 'acquirer.example'],
    [others('api').ca, VAULT_NAME],
  ] as const) {
    const before = network.connections()
    const vault = await startSecondVault(t, platform, {
      networkPort: network.port,
      networkTls: { ca, name, client: null },
    })
    await until('it to have tried twice', async () => network.connections() >= before + 2)
    assert.equal(vault.context.network.reachable(), false)
    await vault.stop()
  }
  assert.deepEqual(network.heard, [])
})
