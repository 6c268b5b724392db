/**
 * A peer to be measured by: `stripe-stateful-mock`, an API like ours that keeps everything in the memory of
 * one process. Installed at its first use into a folder of its own: it is no dependency of ours.
 */
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { connect } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'
import { freePort } from '../src/ground/free-port.ts'
import { installAside } from '../test/install-aside.ts'
import { headOf } from './load.ts'
import type { Target } from './load-generator.ts'

const NAME = 'stripe-stateful-mock'
const VERSION = '0.0.16'
const READY_MS = 20_000
const HOST = '127.0.0.1'
const ENDS_WITH_US = 'data:text/javascript,process.on("disconnect", () => process.exit())'

export type Peer = { name: string; pid: number; target: Target; stop(): Promise<void> }

/** Or why there is none. */
export async function startPeer(): Promise<Peer | { missing: string }> {
  let program: string
  try {
    program = `${await installAside(`${NAME}@${VERSION}`)}/node_modules/${NAME}/dist/cli.js`
  } catch (error) {
    // What npm itself says: the command has a path of this machine in it.
    const [, why] = /^npm error (?:code )?(.*)$/m.exec(String((error as { stderr?: unknown }).stderr)) ?? []
    return { missing: `${NAME} ${VERSION} cannot be installed${why ? `: ${why}` : ''}` }
  }
  const port = await freePort(HOST)
  const child = fork(program, {
    env: { ...process.env, PORT: String(port), LOG_LEVEL: 'silent', NODE_OPTIONS: '' },
    execArgv: ['--import', ENDS_WITH_US],
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  })
  const ended = once(child, 'exit')
  const stop = async () => {
    if (child.exitCode === null && child.signalCode === null) child.kill()
    await ended
  }
  for (const deadline = performance.now() + READY_MS; !(await listens(port)); await delay(50)) {
    if (child.exitCode === null && performance.now() < deadline) continue
    await stop()
    return { missing: `${NAME} ${VERSION} does not start` }
  }
  const body = 'amount=1234&currency=cad&source=tok_visa'
  const headers = {
    authorization: `Basic ${Buffer.from('sk_test_bench:').toString('base64')}`,
    'content-type': 'application/x-www-form-urlencoded',
  }
  const heads = [headOf(`${HOST}:${port}`, '/v1/charges', headers, body)]
  return { name: `${NAME} ${VERSION}`, pid: child.pid!, target: { host: HOST, port, heads, body }, stop }
}

const listens = (port: number) =>
  new Promise<boolean>((resolve) => {
    const socket = connect(port, HOST)
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false))
    socket.once('connect', () => socket.destroy())
  })
