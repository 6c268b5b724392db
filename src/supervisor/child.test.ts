import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { after, before, test } from 'node:test'
import { until } from '../../test/platform.ts'
import { processes } from '../../test/system.ts'
import { freePort } from '../ground/free-port.ts'
import { loopback } from '../ground/host-name.ts'
import { keepRunning } from './child.ts'
import { debuggerPorts, requireDemo } from './debuggers.ts'

let folder: string
let env: NodeJS.ProcessEnv
before(async () => {
  folder = mkdtempSync(`${tmpdir()}/jetpay-child-`)
  env = {
    ...process.env,
    JETPAY_DATA: folder,
    JETPAY_SIMULATOR_PORT: String(await freePort(loopback())),
    JETPAY_NETWORK_PORT: String(await freePort(loopback())),
  }
})
after(() => rmSync(folder, { recursive: true }))

const given = (env: NodeJS.ProcessEnv) => ({ env, secrets: '{}', user: {} })
const simulator = () =>
  processes().find(({ parent, command }) => parent === process.pid && command.includes('jetpay simulator'))
    ?.pid

test('a role that ends is started again, whatever it ends with', async () => {
  const said: string[] = []
  const child = keepRunning('simulator', given(env), `${folder}/logs/simulator.log`, (line) =>
    said.push(line),
  )
  await child.ready
  for (const [signal, how] of [
    ['SIGTERM', 'exit code 0'],
    ['SIGKILL', 'SIGKILL'],
  ] as const) {
    const before = simulator()!
    process.kill(before, signal)
    const again = await until('it to run again', async () => {
      const now = simulator()
      return now !== before && now
    })
    assert.ok(again)
    assert.match(said.at(-1)!, new RegExp(`^simulator ended \\(${how}\\); starting it again\\.`))
    // It has its handlers once it serves.
    await until('it to serve', () =>
      fetch(`http://${loopback()}:${env.JETPAY_SIMULATOR_PORT}/books`).then(
        ({ ok }) => ok,
        () => false,
      ),
    )
  }
  await child.stop()
  assert.equal(simulator(), undefined)
})

test('what keeps a role from starting reaches the console as its one line, at once', async () => {
  const bad = { ...env, JETPAY_LOG_LEVEL: 'loud' }
  const child = keepRunning('simulator', given(bad), `${folder}/logs/simulator.log`, () => undefined)
  await assert.rejects(child.ready, {
    name: 'OperatorError',
    message: /^simulator: JETPAY_LOG_LEVEL is "loud"; set it to [^\n]+\.$/,
  })
  await child.stop()
})

test('a role that is debugged has its debugger on loopback alone, again after it was started again', async () => {
  const debuggerPort = await freePort(loopback())
  const child = keepRunning(
    'simulator',
    { ...given(env), debuggerPort },
    `${folder}/logs/simulator.log`,
    () => undefined,
  )
  await child.ready
  const listed = async () => {
    const answer = await fetch(`http://${loopback()}:${debuggerPort}/json/list`)
    return ((await answer.json()) as { webSocketDebuggerUrl: string }[])[0]!.webSocketDebuggerUrl
  }
  const before = await listed()
  assert.ok(before.startsWith(`ws://${loopback()}:${debuggerPort}/`))
  // Who listens on every address is reached by this one, too.
  await assert.rejects(fetch(`http://127.0.0.2:${debuggerPort}/json/list`), { name: 'TypeError' })
  process.kill(simulator()!, 'SIGKILL')
  await until('its debugger to be there again', () =>
    listed().then(
      (now) => now !== before,
      () => false,
    ),
  )
  await child.stop()
})

test('live no role has a debugger; in the demo each has a port of its own', async () => {
  assert.throws(() => requireDemo({ environment: 'live' }), {
    name: 'OperatorError',
    message: /^A debugger reads card numbers and keys, so there is none live/,
  })
  requireDemo({ environment: 'demo' })
  const ports = await debuggerPorts(['vault', 'api', 'worker'])
  assert.equal(new Set(ports.values()).size, 3)
})
