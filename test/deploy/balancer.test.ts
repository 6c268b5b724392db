/** `deploy/haproxy/jetpay.cfg`, run in front of servers that stand for the roles. */
import assert from 'node:assert/strict'
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync, writeFileSync } from 'node:fs'
import { createServer, request } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type TestContext, test } from 'node:test'
import { projectFolder } from '../../src/ground/config.ts'
import { freePort } from '../../src/ground/free-port.ts'
import { until } from '../platform.ts'
import { newDataFolder } from '../system.ts'

const HOST = '127.0.0.1'
const missing = spawnSync('haproxy', ['-v']).error !== undefined

/** A process of a role: ready, and answering with the name of its role. It counts who asked whether it is. */
async function startRole(t: TestContext, role: string) {
  let looks = 0
  const server = createServer((asked, answer) => {
    if (asked.url === '/readyz') looks++
    answer.end(asked.url === '/readyz' ? '{"ready":true,"database":true}' : role)
  })
  server.listen(0, HOST)
  await once(server, 'listening')
  t.after(() => server.close())
  return { port: (server.address() as AddressInfo).port, looks: () => looks }
}

const answerTo = (port: number, host: string) =>
  new Promise<string>((resolve, reject) => {
    const asked = request(
      { host: HOST, port, path: '/', headers: { host }, agent: false },
      async (answer) => {
        let text = ''
        for await (const chunk of answer) text += chunk
        resolve(`${answer.statusCode} ${text}`)
      },
    )
    asked.on('error', reject).end()
  })

test('haproxy asks each api and each vault whether it is ready, and passes each of the two names on to its role', {
  skip: missing && 'no haproxy on this machine',
}, async (t) => {
  const roles = { api: await startRole(t, 'api'), vault: await startRole(t, 'vault') }
  const port = await freePort(HOST)
  const file = `${newDataFolder()}/haproxy.cfg`
  const config = readFileSync(`${projectFolder}/deploy/haproxy/jetpay.cfg`, 'utf8')
    .replace(/maxconn \d+/, 'maxconn 100')
    .replace(/bind :443 .*/, `bind ${HOST}:${port}`)
    .replaceAll(
      /server (api|vault)(-\d) \S+ check port \d+/g,
      (_line, role: 'api' | 'vault', number: string) => {
        const at = roles[role].port
        return `server ${role}${number} ${HOST}:${at} check port ${at}`
      },
    )
  writeFileSync(file, config, { mode: 0o600 })
  const haproxy = spawn('haproxy', ['-db', '-f', file], { stdio: 'ignore' })
  t.after(() => haproxy.kill('SIGKILL'))
  for (const [role, { looks }] of Object.entries(roles))
    await until(`each ${role} to have been asked several times`, async () => {
      assert.equal(haproxy.exitCode, null)
      return looks() >= 6
    })
  assert.equal(await answerTo(port, 'pay.example'), '200 api')
  assert.equal(await answerTo(port, 'cards.example'), '200 vault')
  assert.equal(await answerTo(port, 'Cards.Example:443'), '200 vault')
})
