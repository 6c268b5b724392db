/**
 * A peer to be measured by: `stripe-stateful-mock`, an API like ours that keeps everything in the memory of
 * one process. Installed at its first use into a folder of its own: it is no dependency of ours.
 */
import { execFile, fork } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { connect } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'
import { promisify } from 'node:util'
import { projectFolder } from '../src/ground/config.ts'
import { freePort } from '../src/ground/free-port.ts'
import { headOf } from './load.ts'
import type { Target } from './load-generator.ts'

const NAME = 'stripe-stateful-mock'
const VERSION = '0.0.16'
const INSTALL_MS = 120_000
const READY_MS = 20_000
const HOST = '127.0.0.1'
const ENDS_WITH_US = 'data:text/javascript,process.on("disconnect", () => process.exit())'

export type Peer = { name: string; pid: number; target: Target; stop(): Promise<void> }

/** Or why there is none. */
export async function startPeer(): Promise<Peer | { missing: string }> {
  const folder = `${projectFolder}/node_modules/.cache/jetpay-bench/${NAME}-${VERSION}`
  const program = `${folder}/node_modules/${NAME}/dist/cli.js`
  try {
    if (!existsSync(program)) await install(folder)
  } catch (error) {
    return { missing: `${NAME} ${VERSION} cannot be installed: ${(error as Error).message.split('\n')[0]}` }
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

async function install(folder: string): Promise<void> {
  console.log(`installing ${NAME} ${VERSION} (once, beside our own dependencies) …`)
  await mkdir(folder, { recursive: true })
  await promisify(execFile)(
    'npm',
    ['install', '--prefix', folder, '--ignore-scripts', '--no-audit', '--no-fund', `${NAME}@${VERSION}`],
    { cwd: folder, timeout: INSTALL_MS },
  )
}

const listens = (port: number) =>
  new Promise<boolean>((resolve) => {
    const socket = connect(port, HOST)
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false))
    socket.once('connect', () => socket.destroy())
  })
