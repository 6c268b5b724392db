import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, mkdtempSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { setTimeout as delay } from 'node:timers/promises'
import { projectFolder } from '../src/ground/config.ts'
import type { DemoFile } from '../src/supervisor/welcome.ts'
import { answered } from './answered.ts'

export type System = {
  demo: DemoFile
  databaseUrl: string
  dataFolder: string
  pid: number
  /** All that the supervisor has printed. */
  output(): string
  /** The process of a role under this supervisor, as `ps` sees it. */
  pidOf(role: string): number | undefined
  /** Stops as Ctrl-C does, and waits. The data stays. */
  stop(): Promise<void>
}

/**
 * A data folder that the database's user can enter: in the folder of this `npm test`, which goes with it, or
 * where it is kept.
 */
export function newDataFolder(parent = process.env.JETPAY_TEST_FOLDER ?? tmpdir()): string {
  const folder = mkdtempSync(`${parent}/system-`)
  chmodSync(folder, 0o711)
  return folder
}

/** A machine that does much else takes a minute for a database alone. */
const START_MS = 150_000
const LIFE_MS = 10 * 60_000

export type Started = { process: ChildProcess; output(): string; ended: Promise<number | null> }

/** Runs `jetpay start` as a process of its own, on free ports. */
export function spawnStart(
  dataFolder: string,
  env: Record<string, string> = {},
  lifeMs: number = LIFE_MS,
): Started {
  const child = spawn(process.execPath, ['src/main.ts', 'start'], {
    cwd: projectFolder,
    env: { ...process.env, JETPAY_DATA: dataFolder, JETPAY_PORT: '0', ...env },
    // By the channel it hears that we are gone, and stops.
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  })
  let output = ''
  for (const stream of [child.stdout!, child.stderr!]) stream.on('data', (chunk) => (output += chunk))
  // A start that neither serves nor ends must fail its test, not outlive it.
  const overdue = setTimeout(() => child.kill('SIGKILL'), lifeMs)
  const ended = once(child, 'close').then(() => {
    clearTimeout(overdue)
    return child.exitCode
  })
  return { process: child, output: () => output, ended }
}

/** Starts the real system and waits until it says that it is ready. */
export async function startSystem(
  dataFolder: string,
  env: Record<string, string> = {},
  lifeMs: number = LIFE_MS,
): Promise<System> {
  const { process: supervisor, output, ended } = spawnStart(dataFolder, env, lifeMs)
  for (
    const deadline = performance.now() + START_MS;
    !output().includes('Jetpay is ready');
    await delay(20)
  ) {
    if (supervisor.exitCode === null && performance.now() < deadline) continue
    // Nobody has it to stop it: what started in part would run on.
    supervisor.kill('SIGINT')
    await ended
    throw new Error(`it did not start:\n${output()}${lastLines(output())}`)
  }
  const read = (name: string) => JSON.parse(readFileSync(`${dataFolder}/${name}`, 'utf8'))
  return {
    demo: read('demo.json'),
    databaseUrl: read('run.json').DATABASE_URL,
    dataFolder,
    pid: supervisor.pid!,
    output,
    pidOf: (role) =>
      processes().find(({ parent, command }) => parent === supervisor.pid && command.includes(role))?.pid,
    async stop() {
      if (supervisor.exitCode === null && supervisor.signalCode === null) supervisor.kill('SIGINT')
      await ended
    },
  }
}

/** The end of each log that is named: who reads of it later does not have the folder. */
const lastLines = (said: string) =>
  [...new Set(said.match(/(?<=Its log: )\S+/g))]
    .map((path) => `${path}:\n${readFileSync(path, 'utf8').split('\n').slice(-8).join('\n')}`)
    .join('\n')

/** Every process of this machine. */
export const processes = () =>
  execFileSync('ps', ['-A', '-o', 'pid=,ppid=,args='], { encoding: 'utf8' })
    .trim()
    .split('\n')
    .map((line) => /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line)!)
    .map(([, pid, parent, command]) => ({ pid: Number(pid), parent: Number(parent), command: command! }))

/**
 * A contact with an active card, made as a platform and its customer make it, whose browser sends what else
 * is said.
 */
export async function saveCard(
  { demo }: System,
  number = '4242424242424242',
  browserHeaders: Record<string, string> = {},
): Promise<{ contactId: string; cardId: string }> {
  const headers = { authorization: `Bearer ${demo.api_token}`, 'content-type': 'application/json' }
  const call = async (method: string, url: string, body?: unknown, more = {}): Promise<any> => {
    const response = await answered(() =>
      fetch(url, {
        method,
        headers: { ...headers, ...more },
        ...(body ? { body: JSON.stringify(body) } : {}),
      }),
    )
    if (!response.ok) throw new Error(`${method} ${url}: ${response.status} ${await response.text()}`)
    return response.json()
  }
  const contact = await call('PUT', `${demo.api_url}/contact`, { email: 'bench@example.com', name: 'Bench' })
  const cards = `${demo.api_url}/contact/${contact.identifier}/creditcards`
  const { url, credit_card_id: cardId } = await call('POST', `${cards}/url`)
  const card = {
    number,
    expiry: '12/39',
    cvc: '123',
    name: 'Bench',
    postal_code: 'H2X 1Y4',
  }
  await call('POST', url, card, browserHeaders)
  while ((await call('GET', `${cards}/${cardId}`)).state !== 'active') await delay(20)
  return { contactId: contact.identifier, cardId }
}
