/**
 * Two installations on one card network, and `jetpay cards …` as processes of their own, with their input.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { projectFolder } from '../src/ground/config.ts'
import { commandEnvironment } from './command-lines.ts'
import { type Platform, startPlatform } from './platform.ts'

export type Ran = { code: number | null; out: string; err: string; body: any }

/** Everything that commands have printed: no number may be in it. */
export const printed: string[] = []

/** Starts a command; `begun` hears of the process, to end it. */
export function jetpay(
  platform: Platform,
  words: readonly string[],
  input = '',
  begun: (child: ChildProcess) => void = () => undefined,
): Promise<Ran> {
  const child = spawn(process.execPath, [`${projectFolder}/src/main.ts`, ...words, '--json'], {
    env: { ...process.env, ...commandEnvironment(platform) },
    stdio: ['pipe', 'pipe', 'pipe'],
  })
  const said = { out: '', err: '' }
  child.stdout.on('data', (text) => {
    said.out += text
  })
  child.stderr.on('data', (text) => {
    said.err += text
  })
  child.stdin.on('error', () => undefined)
  child.stdin.end(`${input}\n`)
  begun(child)
  return new Promise((resolve) =>
    child.once('close', (code) => {
      printed.push(said.out, said.err)
      const text = code === 0 ? said.out : said.err
      resolve({ code, ...said, body: text.startsWith('{') ? JSON.parse(text) : undefined })
    }),
  )
}

/** The custodians of an installation, with their secrets. */
export async function addCustodians(platform: Platform) {
  const secretOf = async (name: string) =>
    (await jetpay(platform, ['cards', 'custodian', 'add', name])).body.secret as string
  return { Ada: await secretOf('Ada'), Grace: await secretOf('Grace') }
}
export type Custodians = Awaited<ReturnType<typeof addCustodians>>

/** Asks as Ada and approves as Grace; the transfer's id. */
export async function approved(
  platform: Platform,
  custodians: Custodians,
  ask: readonly string[],
): Promise<string> {
  const company = platform.demo.company_id
  const asked = await jetpay(
    platform,
    ['cards', ...ask, '--company', company, '--by', 'Ada', '--note', 'Moves'],
    custodians.Ada,
  )
  if (asked.code !== 0) throw new Error(asked.err)
  const { transfer_id, check } = asked.body
  const given = await jetpay(
    platform,
    ['cards', 'transfer', 'approve', transfer_id, '--check', check.slice(0, 20), '--by', 'Grace'],
    custodians.Grace,
  )
  if (given.code !== 0) throw new Error(given.err)
  return transfer_id
}

/** Writes a platform’s public key for imports to a file, for others. */
export async function publicKeyOf(platform: Platform, path: string): Promise<string> {
  const { body } = await jetpay(platform, ['cards', 'import', 'key'])
  writeFileSync(path, body.public_key)
  return body.thumbprint
}

/** The rows of a result. */
export const resultRows = (path: string) =>
  readFileSync(path, 'utf8')
    .trim()
    .split('\r\n')
    .slice(1)
    .map((line) => line.split(','))

/** Two of them; to the network the second is another acquirer's terminal. */
export async function startBoth(): Promise<{ from: Platform; to: Platform; close(): Promise<void> }> {
  const from = await startPlatform()
  const { networkPort, acceptor } = from.config
  const to = await startPlatform({
    networkPort,
    acceptor: { ...acceptor, acquirerId: '400556', terminalId: 'JETPAY02' },
  })
  return {
    from,
    to,
    async close() {
      await to.close()
      await from.close()
    },
  }
}

/** A number of so many digits with its check digit, which no other count has. */
export function numberOf(count: number): string {
  const digits = `400000${String(count).padStart(9, '0')}`
  const sum = [...digits].reverse().reduce((sum, digit, at) => {
    const value = Number(digit) * (at % 2 === 0 ? 2 : 1)
    return sum + (value > 9 ? value - 9 : value)
  }, 0)
  return `${digits}${(10 - (sum % 10)) % 10}`
}
