import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer as createHttpServer } from 'node:http'
import { createServer } from 'node:https'
import { type AddressInfo, createServer as createTcpServer, type Server } from 'node:net'
import { after, before, test } from 'node:test'
import { setDefaultCACertificates } from 'node:tls'
import { type Platform, startPlatform } from '../../test/platform.ts'
import { createWebhook, makeEvents, startReceiver, untilWebhook } from '../../test/receiver.ts'
import { untrustedCertificate } from '../../test/untrusted-certificate.ts'
import { sql } from '../db/sql.ts'
import { systemClock } from '../ground/clock.ts'
import { callbackUrlFault } from './callback-url.ts'
import { openPoster } from './post-delivery.ts'
import { addressRule } from './public-address.ts'

let platform: Platform
before(async () => {
  platform = await startPlatform()
})
after(() => platform.close())

const listen = async (server: Server) => {
  server.listen(0, '127.0.0.1').unref()
  await once(server, 'listening')
  return (server.address() as AddressInfo).port
}

/** Ways to name the inside that have got past other platforms: numbers, mappings, tunnels, parsers, names. */
const inside = [
  'https://10.0.0.1/',
  'https://172.16.0.1/',
  'https://192.168.0.1/',
  'https://100.64.0.1/',
  'https://169.254.169.254/latest/meta-data',
  'https://[fd00:ec2::254]/',
  'https://168.63.129.16/',
  'https://100.100.100.200/',
  'https://0xa9fea9fe/',
  'https://2852039166/',
  'https://0251.0376.0251.0376/',
  'https://169.254.43518/',
  'https://①⑥⑨.②⑤④.①⑥⑨.②⑤④/',
  'https://%31%30.0.0.1/',
  'https://10.0.0.1./',
  'https:///10.0.0.1/',
  'https:10.0.0.1',
  'https://[::ffff:10.0.0.1]/',
  'https://[::ffff:a9fe:a9fe]/',
  'https://[0:0:0:0:0:ffff:10.0.0.1]/',
  'https://[::10.0.0.1]/',
  'https://[64:ff9b::10.0.0.1]/',
  'https://[64:ff9b::a9fe:a9fe]/',
  'https://[64:ff9b:1::a00:1]/',
  'https://[2002:a00:1::]/',
  'https://[2001:0:a00:1::]/',
  'https://[fe80::1]/',
  'https://[fe80::1%25eth0]/',
  'https://[fc00::1]/',
  'https://[ff02::1]/',
  'https://0/',
  'https://0.0.0.0/',
  'https://[::]/',
  'https://8.8.8.8@10.0.0.1/',
  'https://10.0.0.1#@8.8.8.8/',
  'https://8.8.8.8\\@10.0.0.1/',
  'http://10.0.0.1/',
  'http://127.0.0.1.shop.example/',
  'http://shop.example/',
  'file:///etc/passwd',
  'gopher://10.0.0.1/',
  'unix:/var/run/docker.sock',
  'javascript:alert(1)',
  '//10.0.0.1/',
]
const thisMachine = [
  'https://127.0.0.1/',
  'https://127.1/',
  'https://0x7f.1/',
  'https://017700000001/',
  'https://[::1]/',
  'https://[::ffff:127.0.0.1]/',
  'https://[::ffff:7f00:1]/',
  'https://[64:ff9b::7f00:1]/',
]

test('a hostile set of URLs is refused when saved, in the demo and live', async () => {
  const { body: kept } = await platform.call('POST', '/webhooks', { callback_url: 'https://kept.example/' })
  for (const callback_url of inside) {
    for (const [method, path] of [
      ['POST', '/webhooks'],
      ['PATCH', `/webhooks/${kept.identifier}`],
    ] as const) {
      const { status, body } = await platform.call(method, path, { callback_url })
      assert.deepEqual([status, body.errors?.[0]?.path], [422, 'callback_url'], `${method} ${callback_url}`)
    }
  }
  const live = addressRule({ environment: 'live' })
  for (const url of [...inside, ...thisMachine]) assert.ok(callbackUrlFault(url, live), url)
})

test('what was saved all the same is refused when it is tested and when it is delivered to', async () => {
  const receiver = await startReceiver(platform.url)
  const webhook = await createWebhook(platform, receiver, '/saved')
  const at = `/webhooks/${webhook.identifier}`
  await platform.db.run(sql`
    update webhooks set callback_url = 'http://10.0.0.1/' where company_id = ${platform.demo.company_id}
      and webhook_id = ${webhook.identifier}`)
  const tested = await platform.call('POST', `${at}/test`)
  assert.deepEqual([tested.body.delivered, tested.body.error_class], [false, 'address_refused'])
  await makeEvents(platform, 1)
  await untilWebhook(platform, webhook.identifier, 'backing off', ({ state }) => state === 'backing_off')
  const { body } = await platform.call('GET', `${at}/deliveries`)
  assert.deepEqual(
    body.data.map((one: any) => [one.kind, one.error_class]),
    [
      ['events', 'address_refused'],
      ['test', 'address_refused'],
    ],
  )
  assert.deepEqual(webhook.inbox.received, [])
  await platform.good('DELETE', at)
  await receiver.close()
})

test('live: names and numbers of this machine are never connected to', async () => {
  let connections = 0
  const server = createTcpServer(() => connections++)
  const port = await listen(server)
  const poster = openPoster(addressRule({ environment: 'live' }), systemClock)
  for (const host of ['localhost', 'localhost.', '127.0.0.1', '[::1]', '[::ffff:127.0.0.1]', '2130706433']) {
    const { status, errorClass } = await poster.post({
      url: `https://${host}:${port}/`,
      headers: {},
      body: '{}',
    })
    assert.equal(status, null, host)
    assert.ok(
      errorClass === 'address_refused' || (host === 'localhost.' && errorClass === 'dns'),
      `${host} ${errorClass}`,
    )
  }
  assert.equal(connections, 0)
  await poster.close()
  server.close()
})

test('an operator’s allow-list opens its networks and no more, over https with a certificate that is trusted', async () => {
  const allowed = addressRule({
    environment: 'live',
    webhookAllowedNetworks: [
      { address: '127.0.0.1', prefix: 32 },
      { address: 'fd00:1::', prefix: 64 },
    ],
  })
  assert.deepEqual(
    ['127.0.0.1', '127.0.0.2', 'fd00:1::5', 'fd00:2::5', '10.0.0.1', '8.8.8.8'].map(allowed.allows),
    [true, false, true, false, false, true],
  )
  let requests = 0
  const server = createServer(untrustedCertificate, (request, response) => {
    requests += 1
    if (request.url === '/moved') response.writeHead(307, { location: '/elsewhere' })
    response.end()
  })
  const port = await listen(server)
  const poster = openPoster(allowed, systemClock)
  const post = (path: string) =>
    poster.post({ url: `https://127.0.0.1:${port}${path}`, headers: {}, body: '{}' })
  assert.equal((await post('/')).errorClass, 'tls')
  assert.equal(requests, 0, 'nothing was sent to a host that is not proven')
  setDefaultCACertificates([untrustedCertificate.cert])
  const trusting = openPoster(allowed, systemClock)
  const again = (path: string) =>
    trusting.post({ url: `https://127.0.0.1:${port}${path}`, headers: {}, body: '{}' })
  assert.equal((await again('/')).status, 200)
  assert.deepEqual([(await again('/moved')).errorClass, requests], ['redirected', 2])
  assert.ok(callbackUrlFault(`http://127.0.0.1:${port}/`, allowed), 'http stays refused')
  await Promise.all([poster.close(), trusting.close()])
  server.closeAllConnections()
  server.close()
})

test('answers that are garbage, endless in their headers or never come are failures, with a class each', async () => {
  const garbage = createTcpServer((socket) =>
    socket.on('error', () => undefined).end('SSH-2.0-OpenSSH\r\n\r\n'),
  )
  const endless = createHttpServer((_request, response) => {
    response.writeHead(200, { 'x-long': 'x'.repeat(32 * 1024) }).end()
  })
  const silent = createTcpServer((socket) => socket.on('error', () => undefined).resume())
  const poster = openPoster(addressRule({ environment: 'demo' }), systemClock, 300)
  const switching = createTcpServer((socket) =>
    socket
      .on('error', () => undefined)
      .once('data', () =>
        socket.write('HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: x\r\n\r\n'),
      ),
  )
  const results = []
  for (const server of [garbage, endless, silent, switching]) {
    const url = `http://127.0.0.1:${await listen(server)}/`
    results.push(await poster.post({ url, headers: {}, body: '{}' }))
  }
  assert.deepEqual(
    results.map(({ errorClass }) => errorClass),
    ['bad_answer', 'bad_answer', 'timeout', 'bad_answer'],
  )
  assert.match(results[3]!.error!, /^answered 101/)
  await poster.close()
  endless.closeAllConnections()
  for (const server of [garbage, endless, silent, switching]) server.close()
})
