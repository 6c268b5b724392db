/**
 * Runs samples as their reader runs them: what a page says in one language is one program, in a folder of its
 * own, against a running installation. Where a sample waits for a payer, one comes.
 */
import assert from 'node:assert/strict'
import { type ChildProcess, spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { projectFolder } from '../../src/ground/config.ts'
import { submitCard } from '../platform.ts'
import { samplesOf } from './samples.ts'

/** No page waits for longer, on a machine that does much else. */
const SAMPLE_MS = 90_000

const programs = {
  sh: { name: 'sample.sh', run: 'sh', args: ['-e'] },
  python: { name: 'sample.py', run: 'python3', args: [] },
  js: { name: 'sample.mjs', run: process.execPath, args: ['--no-warnings'] },
  ts: { name: 'sample.ts', run: process.execPath, args: ['--no-warnings'] },
} as const
export type Language = keyof typeof programs

/** What every shell sample of `docs/` begins with; how the page of the API says that it is. */
export const beginning = () => samplesOf('docs/api.md', 'sh')[0]!.source

/** What a payer does with an address that a sample prints. */
async function pay(address: string): Promise<void> {
  const card = await (address.includes('/payment/pay/')
    ? fetch(`${address}/card`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'sec-fetch-site': 'same-origin' },
        body: JSON.stringify({}),
      }).then(async (page) => ((await page.json()) as { url: string }).url)
    : address)
  await submitCard(card, '4242424242424242')
}

/**
 * What a program, in a process group of its own, prints until it ends, with a payer at each address that
 * stands in a line of its own.
 */
export async function ended(child: ChildProcess) {
  let printed = ''
  let complained = ''
  const paid = new Set<string>()
  child.stdout!.on('data', (chunk) => {
    printed += chunk
    for (const [address] of printed.matchAll(/^http\S+\/(?:tokenize|payment\/pay)\/\S+(?=\n)/gm)) {
      if (paid.has(address)) continue
      paid.add(address)
      pay(address).catch((error) => {
        complained += String(error)
        child.kill()
      })
    }
  })
  child.stderr!.on('data', (chunk) => {
    complained += chunk
  })
  // What it left running in the background ends with it, and holds no pipe open.
  child.on('exit', () => {
    try {
      process.kill(-child.pid!, 'SIGKILL')
    } catch {
      // Nothing was left.
    }
  })
  const code = await new Promise((resolve) => child.on('close', resolve))
  return { code, printed, complained }
}

/** A folder in which samples run; `given` is in the environment of each of them. */
export function openSampleRunner(given: Record<string, string>) {
  const folder = mkdtempSync(`${process.env.JETPAY_TEST_FOLDER ?? tmpdir()}/samples-`)
  mkdirSync(`${folder}/node_modules/@jetpay`, { recursive: true })
  symlinkSync(`${projectFolder}/sdk`, `${folder}/node_modules/@jetpay/node`)
  symlinkSync(`${projectFolder}/node_modules/pg`, `${folder}/node_modules/pg`)
  // TypeScript here is of modules, as the pages' readers write it.
  writeFileSync(`${folder}/package.json`, '{ "type": "module" }')

  /** Runs one, in a folder of its own with `files`, or in the one named; returns what it printed. */
  async function run(
    title: string,
    language: Language,
    source: string,
    env: Record<string, string> = {},
    files: Record<string, string | Buffer> = {},
    folderOfRun?: string,
  ): Promise<string> {
    const { name, run: program, args } = programs[language]
    const own = mkdtempSync(`${folder}/run-`)
    for (const [file, content] of Object.entries({ ...files, [name]: source }))
      writeFileSync(`${own}/${file}`, content)
    const child = spawn(program, [...args, `${own}/${name}`], {
      cwd: folderOfRun ?? own,
      timeout: SAMPLE_MS,
      detached: true,
      env: {
        ...process.env,
        PATH: `${projectFolder}/node_modules/.bin:${process.env.PATH}`,
        PYTHONPATH: `${projectFolder}/sdk/python`,
        PYTHONDONTWRITEBYTECODE: '1',
        no_proxy: '127.0.0.1',
        NO_PROXY: '127.0.0.1',
        ...given,
        ...env,
      },
    })
    const { code, printed, complained } = await ended(child)
    assert.equal(code, 0, `${title} in ${language}:\n${printed}\n${complained}`)
    return printed
  }

  return { folder, run, close: () => rmSync(folder, { recursive: true, force: true }) }
}
