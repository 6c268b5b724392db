/** Moves that are broken off: the command is killed, and the new cell's database, at the worst moments. */
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { after, before, test } from 'node:test'
import { startOwnServer } from '../../test/own-server.ts'
import { until } from '../../test/platform.ts'
import { startTwoCells, type TwoCells } from '../../test/two-cells.ts'
import { verifiesClean } from '../../test/verifies-clean.ts'
import { onBothSides } from '../commands/cells/run-move.ts'
import { type Database, type Db, raw, sql } from '../db/sql.ts'
import { projectFolder } from '../ground/config.ts'
import { verify } from '../verify/verify.ts'
import type { MoveSides } from './cell-side.ts'
import { findDeparture } from './door.ts'
import { cancelMove, moveCompany } from './move-company.ts'
import { movedTables } from './moved-tables.ts'

let server: Awaited<ReturnType<typeof startOwnServer>>
let cells: TwoCells
let company: string
let card: { path: string }
before(async () => {
  server = await startOwnServer()
  cells = await startTwoCells({ oneNetwork: true, secondServer: server.at })
  company = cells.a.demo.company_id
  card = await cells.a.saveCard()
})
after(async () => {
  await cells?.close()
  await server?.stop()
})

/** Charges by the directory until it is told to stop; each key until it is answered. */
function chargeOn(lanes: number) {
  const debits: string[] = []
  let on = true
  const lane = async () => {
    while (on) {
      const key = { 'idempotency-key': crypto.randomUUID() }
      const debit = await until('an answer', async () => {
        const { status, body } = await cells.a.charge(card, {}, key).catch(() => ({ status: 503, body: {} }))
        assert.ok([200, 503].includes(status), `answered ${status}`)
        return status === 200 && (body.debit_id as string)
      })
      debits.push(debit)
    }
  }
  const all = Promise.all(Array.from({ length: lanes }, lane))
  return {
    debits,
    more: () => {
      const before = debits.length
      return until('more charges', async () => debits.length > before + 4)
    },
    async stop() {
      on = false
      await all
    },
  }
}

/** Each charge was made once, in both cells' and the network's books, and all that must hold does. */
async function isWhole(debits: readonly string[]): Promise<void> {
  assert.equal(new Set(debits).size, debits.length)
  const { db } = (await rows(cells.a.db)) > 0 ? cells.a : cells.b
  const kept = await db.many(sql`
    select from debits where company_id = ${company} and debit_id = any (${debits}::uuid[])`)
  assert.equal(kept.length, debits.length)
  for (const cell of [cells.a, cells.b]) await verifiesClean(cell)
}

/** How many rows of the company a cell shows. */
async function rows(db: Db): Promise<number> {
  let sum = 0
  for (const { name } of await movedTables(db)) {
    if (name === 'clearing_records') continue
    const { count } = await db.one<{ count: number }>(
      sql`select count(*)::integer as count from ${raw(name)} where company_id = ${company}`,
    )
    sum += count
  }
  return sum
}

/** Runs the command as a process; `kill` it when it says this. */
const moveBy = (to: string, line?: RegExp) =>
  new Promise<{ killed: boolean; code: number | null; err: string }>((resolve) => {
    const words = ['company', 'move', company, '--to', to, '--settings', cells.settings()]
    const env = { ...process.env, ...cells.environment(), NO_COLOR: '1' }
    const child = spawn(process.execPath, ['src/main.ts', ...words], { cwd: projectFolder, env })
    let err = ''
    child.stderr.on('data', (text) => {
      err += text
      if (line?.test(String(text))) child.kill('SIGKILL')
    })
    child.on('close', (code, signal) => resolve({ killed: signal === 'SIGKILL', code, err }))
  })

/** Moves in this process, with what a test does at the worst moments. */
const move = (to: string, work: (sides: MoveSides) => Promise<unknown>) =>
  onBothSides(cells.db, { company, to, settings: cells.settings() }, work)

/** What is done at the end of the transaction in which the company arrives, before that is told to end. */
const atItsEnd = (sides: MoveSides, work: (arrival: Db) => Promise<void>): MoveSides => {
  let done = false
  const admin: Database = {
    ...sides.to.admin,
    transaction: (arrive) =>
      sides.to.admin.transaction(async (db) => {
        const result = await arrive(db)
        if (!done) {
          done = true
          await work(db)
        }
        return result
      }),
  }
  return { ...sides, to: { ...sides.to, admin } }
}

/** What is done once its requests wait, all of it has been brought, and the door is not shut yet. */
const beforeTheDoor = (sides: MoveSides, work: () => Promise<void>): MoveSides => {
  let done = false
  const closePages = async () => {
    if (!done) {
      done = true
      await work()
    }
    return sides.cards.closePages()
  }
  return { ...sides, cards: { ...sides.cards, closePages } }
}

const backendOf = async (db: Db) => (await db.one<{ pid: number }>(sql`select pg_backend_pid() as pid`)).pid

/** Kills a process of the new cell's server, which then ends all others and recovers as from a crash. */
const killServer = (pid: number) => void process.kill(pid, 'SIGKILL')

const quiet = () => undefined
test('nobody in the new cell sees a company before it is there, its checks hold, and no other command touches the move', async () => {
  const charging = chargeOn(2)
  const seen: unknown[] = []
  await move('b', async (sides) => {
    await moveCompany(
      beforeTheDoor(sides, async () => {
        seen.push(await rows(cells.b.db))
        const { checks } = await verify(cells.b.db, { sentMaxMs: 60_000, simulatorUrl: null })
        seen.push(checks.filter(({ ok }) => !ok))
        await assert.rejects(cancelMove(sides, company), /Another run of the command/)
      }),
      company,
      quiet,
    )
  })
  assert.deepEqual(seen, [0, []])
  await charging.stop()
  await isWhole(charging.debits)
  await move('a', (sides) => moveCompany(sides, company, quiet))
})

test('the command, killed behind the door, leaves the company to charge where it was, and the same command moves it', async () => {
  const charging = chargeOn(2)
  await charging.more()
  const { killed } = await moveBy('b', /its door is shut/)
  assert.ok(killed)
  // Without anybody doing anything: the door opens at once, and the routers wait for a dead command for so
  // long.
  await charging.more()
  assert.equal((await findDeparture(cells.a.db, company))?.state, 'copying')
  assert.equal(await rows(cells.b.db), 0)
  const { code, err } = await moveBy('b')
  assert.equal(code, 0, err)
  await charging.more()
  await charging.stop()
  await isWhole(charging.debits)
  assert.equal(await rows(cells.a.db), 0)
})

test('the new cell’s server, killed behind the door, brings nothing, and the move begins again by itself', async () => {
  const charging = chargeOn(2)
  await move('a', (sides) => moveCompany(sides, company, quiet))
  const said: string[] = []
  await move('b', async (sides) => {
    let arrival = 0
    const { admin } = sides.to
    const watched: Database = {
      ...admin,
      transaction: (work) =>
        admin.transaction(async (db) => {
          arrival ||= await backendOf(db)
          return work(db)
        }),
    }
    let door = 0
    const carry: MoveSides['cards']['carry'] = async (say) => {
      // The second time is behind the door.
      if (++door === 2) killServer(arrival)
      return sides.cards.carry(say)
    }
    await moveCompany(
      { ...sides, to: { ...sides.to, admin: watched }, cards: { ...sides.cards, carry } },
      company,
      (line) => void said.push(line),
    )
  })
  assert.match(said.join('\n'), /its door is shut.*begun again.*its door is shut/s)
  await charging.more()
  await charging.stop()
  await isWhole(charging.debits)
  assert.equal(await rows(cells.a.db), 0)
})

test('the new cell’s server, killed as the company arrives in it, has it a moment later: none is lost and none is made twice', async () => {
  const charging = chargeOn(2)
  await move('a', (sides) => moveCompany(sides, company, quiet))
  await charging.more()
  let departed: unknown
  await move('b', (sides) =>
    moveCompany(
      atItsEnd(sides, async (db) => {
        departed = (await findDeparture(cells.a.db, company))?.state
        killServer(await backendOf(db))
      }),
      company,
      quiet,
    ),
  )
  assert.equal(departed, 'closed')
  await charging.more()
  await charging.stop()
  await isWhole(charging.debits)
  assert.equal(await rows(cells.a.db), 0)
})

test('the command, dead between the two ends, is gone on with by the same command, and cannot be given up', async () => {
  const charging = chargeOn(2)
  await move('a', async (sides) => {
    const dies = atItsEnd(sides, async () => {
      throw new Error('dead')
    })
    // It does not try again, as whoever is dead does not.
    let begun = 0
    const transaction: Database['transaction'] = (work) =>
      ++begun > 1 ? Promise.reject(new Error('dead')) : dies.to.admin.transaction(work)
    const dead = { ...dies, to: { ...dies.to, admin: { ...dies.to.admin, transaction } } }
    await assert.rejects(moveCompany(dead, company, quiet), /dead/)
    assert.equal((await findDeparture(cells.b.db, company))?.state, 'closed')
    assert.equal(await rows(cells.a.db), 0)
    await assert.rejects(cancelMove(sides, company), /Its references have left/)
  })
  await move('a', (sides) => moveCompany(sides, company, quiet))
  await charging.more()
  await charging.stop()
  await isWhole(charging.debits)
  assert.equal(await rows(cells.b.db), 0)
})
