import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { setTimeout as delay } from 'node:timers/promises'
import { projectFolder } from '../src/config.ts'
import type { DemoFile } from '../src/supervisor/welcome.ts'

export type System = {
  demo: DemoFile
  databaseUrl: string
  dataFolder: string
  process: ChildProcess
  stop(): Promise<void>
}

const START_MS = 60_000

/** Starts the real system as `npm start` does, in a data folder of its own, on free ports; `stop` leaves nothing behind. */
export async function startSystem(env: Record<string, string> = {}): Promise<System> {
  const dataFolder = mkdtempSync(`${tmpdir()}/jetpay-bench-`)
  chmodSync(dataFolder, 0o711)
  const started = spawn(process.execPath, ['src/main.ts', 'start'], {
    cwd: projectFolder,
    env: { ...process.env, JETPAY_DATA: dataFolder, JETPAY_PORT: '0', ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let said = ''
  started.stdout.on('data', (chunk) => {
    said += chunk
  })
  for (let waitedMs = 0; !said.includes('Jetpay is ready'); waitedMs += 50) {
    if (started.exitCode !== null || waitedMs > START_MS)
      throw new Error(`the system did not start:\n${said}`)
    await delay(50)
  }
  const read = (name: string) => JSON.parse(readFileSync(`${dataFolder}/${name}`, 'utf8'))
  return {
    demo: read('demo.json'),
    databaseUrl: read('run.json').DATABASE_URL,
    dataFolder,
    process: started,
    async stop() {
      if (started.exitCode === null) {
        started.kill('SIGTERM')
        await once(started, 'exit')
      }
      if (existsSync(dataFolder)) rmSync(dataFolder, { recursive: true, force: true })
    },
  }
}

/** A contact with an active card, made as a platform and its customer make it. */
export async function saveCard({ demo }: System): Promise<{ contactId: string; cardId: string }> {
  const headers = { authorization: `Bearer ${demo.api_token}`, 'content-type': 'application/json' }
  const call = async (method: string, url: string, body?: unknown): Promise<any> => {
    const response = await fetch(url, { method, headers, ...(body ? { body: JSON.stringify(body) } : {}) })
    if (!response.ok) throw new Error(`${method} ${url}: ${response.status} ${await response.text()}`)
    return response.json()
  }
  const contact = await call('PUT', `${demo.api_url}/contact`, { email: 'bench@example.com', name: 'Bench' })
  const cards = `${demo.api_url}/contact/${contact.identifier}/creditcards`
  const { url, credit_card_id: cardId } = await call('POST', `${cards}/url`)
  const card = {
    number: '4242424242424242',
    expiry: '12/39',
    cvc: '123',
    name: 'Bench',
    postal_code: 'H2X 1Y4',
  }
  await call('POST', url, card)
  while ((await call('GET', `${cards}/${cardId}`)).state !== 'active') await delay(20)
  return { contactId: contact.identifier, cardId }
}
