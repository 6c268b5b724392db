import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { test } from 'node:test'
import { systemClock } from '../ground/clock.ts'
import { callbackUrlFault, requireCallbackUrl } from './callback-url.ts'
import { openPoster } from './post-delivery.ts'
import { addressRule, isPublicAddress } from './public-address.ts'

const live = addressRule({ environment: 'live' })
const demo = addressRule({ environment: 'demo' })

test('private, loopback, link-local, metadata, shared, multicast and mapped addresses are not public', () => {
  const refused =
    '0.0.0.0 10.1.2.3 100.64.0.1 100.100.100.200 127.0.0.1 127.255.0.1 169.254.169.254 172.16.0.1 172.31.255.255 192.0.0.192 192.168.1.1 198.18.0.1 224.0.0.1 255.255.255.255 168.63.129.16 :: ::1 ::ffff:127.0.0.1 ::ffff:8.8.8.8 64:ff9b::7f00:1 fc00::1 fd00:ec2::254 fe80::1 ff02::1 2001:db8::1 2001::1 2002:7f00:1:: nonsense'
  for (const address of refused.split(' ')) assert.equal(isPublicAddress(address), false, address)
  const taken = '1.1.1.1 8.8.8.8 172.32.0.1 172.15.0.1 100.128.0.1 192.167.0.1 2606:4700::1111 2a00:1450::1'
  for (const address of taken.split(' ')) assert.equal(isPublicAddress(address), true, address)
})

test('in the live environment a URL must be https and not name a private address in any spelling', () => {
  const refused =
    'http://shop.example/ http://127.0.0.1/ https://127.0.0.1/ https://2130706433/ https://0x7f.1/ https://[::1]/ https://[::ffff:10.0.0.1]/ https://169.254.169.254/latest https://10.0.0.1:8443/'
  for (const url of refused.split(' ')) assert.ok(callbackUrlFault(url, live), url)
  for (const url of ['https://shop.example/', 'https://8.8.8.8/', 'https://shop.example:8443/a?b=c'])
    assert.equal(callbackUrlFault(url, live), undefined, url)
})

test('in the demo environment http is for loopback only', () => {
  for (const url of [
    'http://127.0.0.1:8404/webhook',
    'http://localhost/',
    'http://[::1]:1/',
    'https://a.example/',
  ])
    assert.equal(callbackUrlFault(url, demo), undefined, url)
  for (const url of ['http://10.0.0.1/', 'http://127.0.0.1.shop.example/', 'http://shop.example/'])
    assert.ok(callbackUrlFault(url, demo), url)
})

test('a name that resolves to a private address is refused when it is saved and again when it is connected to', async () => {
  await assert.rejects(requireCallbackUrl('https://localhost/', live), /callback_url/)
  // A name that does not resolve now may do so later; delivery looks again.
  assert.equal(await requireCallbackUrl('https://nowhere.invalid', live), 'https://nowhere.invalid/')

  let connections = 0
  const server = createServer((_request, response) => response.end()).listen(0, '127.0.0.1')
  server.on('connection', () => connections++)
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const poster = openPoster(live, systemClock)
  for (const url of [`https://localhost:${port}/`, `https://127.0.0.1:${port}/`, `https://[::1]:${port}/`]) {
    const result = await poster.post({ url, headers: {}, body: '{}' })
    assert.deepEqual([result.status, result.errorClass], [null, 'address_refused'], url)
  }
  assert.equal(connections, 0)
  const demoPoster = openPoster(demo, systemClock)
  assert.equal(
    (await demoPoster.post({ url: `http://127.0.0.1:${port}/`, headers: {}, body: '{}' })).status,
    200,
  )
  await Promise.all([poster.close(), demoPoster.close()])
  server.close()
})

test('an answer that never ends counts by its status, and is not read to its end', async () => {
  const server = createServer((_request, response) => {
    response.writeHead(200)
    const more = () => response.write(Buffer.alloc(64 * 1024), (error) => error ?? more())
    more()
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const poster = openPoster(demo, systemClock)
  const { port } = server.address() as AddressInfo
  const result = await poster.post({ url: `http://127.0.0.1:${port}/`, headers: {}, body: '{}' })
  assert.deepEqual([result.status, result.error], [200, null])
  await poster.close()
  server.closeAllConnections()
  server.close()
})
