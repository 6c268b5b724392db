/** Two whole installations behind one directory, by the commands that docs/cells.md gives for one machine. */
import assert from 'node:assert/strict'
import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync, rmSync } from 'node:fs'
import { after, before, test } from 'node:test'
import { promisify } from 'node:util'
import { projectFolder } from '../src/ground/config.ts'
import { freePort } from '../src/ground/free-port.ts'
import { until } from './platform.ts'
import { newDataFolder, type System, saveCard, startSystem } from './system.ts'

const run = promisify(execFile)
const folders = { a: newDataFolder(), b: newDataFolder() }
const files = newDataFolder()
const systems = {} as Record<'a' | 'b', System>
let url: string
let port: number
let metrics: number
let directory: ReturnType<typeof spawn> | undefined
before(async () => {
  ;[port, metrics] = [await freePort('127.0.0.1'), await freePort('127.0.0.1')]
  url = `http://127.0.0.1:${port}`
  const front = { JETPAY_PUBLIC_URL: url, JETPAY_TRUSTED_PROXIES: '127.0.0.1/32' }
  systems.a = await startSystem(folders.a, front)
  systems.b = await startSystem(folders.b, { ...front, ...anotherIdentity })
})
after(async () => {
  if (directory?.exitCode === null) {
    directory.kill('SIGTERM')
    await once(directory, 'exit')
  }
  for (const system of Object.values(systems)) await system.stop()
  for (const folder of [...Object.values(folders), files]) rmSync(folder, { recursive: true, force: true })
})

/** What the page sets for its second cell, but for the ports. */
const anotherIdentity = Object.fromEntries(
  [
    ...readFileSync(`${projectFolder}/docs/cells.md`, 'utf8').matchAll(
      /\b(JETPAY_(?:ACQUIRER_ID|TERMINAL_ID|BANK_ORIGINATOR_ID|ACH_COMPANY_ID))=(\w+)/g,
    ),
  ].map(([, name, value]) => [name!, value!]),
)

/** A command in the checkout of a cell; what it prints. */
const inCell = async (cell: 'a' | 'b', words: string, env: Record<string, string> = {}) =>
  (
    await run(`${projectFolder}/bin/jetpay`, words.split(' '), {
      env: { PATH: process.env.PATH, JETPAY_DATA: folders[cell], ...env },
    })
  ).stdout
const asRouter = () => {
  const { port: databasePort } = new URL(systems.a.databaseUrl)
  return {
    JETPAY_CELL_DATABASES_FILE: `${files}/read`,
    DIRECTORY_DATABASE_URL: `postgres://jetpay_router:a-password@127.0.0.1:${databasePort}/jetpay_router`,
  }
}

test('the directory’s database, its users and the cells are made beside the two, with nothing but jetpay', async () => {
  assert.equal(Object.keys(anotherIdentity).length, 4)
  for (const cell of ['a', 'b'] as const) {
    await inCell(cell, `cell reader ${cell} --file ${files}/read`)
    await inCell(cell, `cell reader ${cell} --own --file ${files}/own`)
  }
  assert.match(await inCell('a', 'database init', asRouter()), /database jetpay_router +made/)
  assert.match(await inCell('a', 'migrate', asRouter()), /directory +0001/)
  for (const cell of ['a', 'b'] as const) {
    const { JETPAY_API_PORT: api, JETPAY_VAULT_PORT: vault } = JSON.parse(
      readFileSync(`${folders[cell]}/run.json`, 'utf8'),
    )
    const addresses = `--api http://127.0.0.1:${api} --card-pages http://127.0.0.1:${vault}`
    assert.match(await inCell('a', `cell add ${cell} ${addresses}`, asRouter()), /companies +1/)
  }
})

test('each demo company is reached by the directory’s address: a card is saved there, and charged', async () => {
  directory = spawn(`${projectFolder}/bin/jetpay`, ['directory'], {
    env: {
      PATH: process.env.PATH,
      ...asRouter(),
      JETPAY_PUBLIC_URL: url,
      JETPAY_DIRECTORY_PORT: String(port),
      JETPAY_DIRECTORY_METRICS_PORT: String(metrics),
    },
  })
  await until('the directory to be ready', () =>
    fetch(`http://127.0.0.1:${metrics}/readyz`).then(
      ({ ok }) => ok,
      () => false,
    ),
  )
  for (const system of Object.values(systems)) {
    assert.equal(system.demo.api_url, url, 'links and the demo name the directory')
    const { contactId, cardId } = await saveCard(system)
    const charged = await fetch(`${url}/contact/${contactId}/creditcards/${cardId}/charge`, {
      method: 'POST',
      headers: { authorization: `Bearer ${system.demo.api_token}`, 'content-type': 'application/json' },
      body: JSON.stringify({
        amount: 5,
        to_bank_account_id: system.demo.bank_account_id,
        statement: 'Cells',
      }),
    })
    assert.equal(charged.status, 200, await charged.text())
  }
})

test('verify holds in both and over both, and says whose user it wants where it is given the router’s', async () => {
  const own = { ...asRouter(), JETPAY_CELL_DATABASES_FILE: `${files}/own` }
  assert.match(await inCell('a', 'verify --cells', own), /verify: 2 cells and what is between them hold/)
  await assert.rejects(
    inCell('a', 'verify --cells', asRouter()),
    /may not read all .* `jetpay cell reader a --own`/,
  )
})
