import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import fc from 'fast-check'
import { type Platform, startPlatform, until } from '../../test/platform.ts'
import { createCompany } from '../companies/company.ts'
import { type Db, sql } from '../db/sql.ts'
import { type Context, openContext } from '../process/context.ts'
import { announce } from './announce.ts'
import { sequenceEvents } from './sequence-events.ts'

let platform: Platform
let rivals: Context[]
before(async () => {
  platform = await startPlatform()
  await platform.stopWorker()
  const log = { write: () => undefined }
  rivals = [
    await openContext('worker', platform.config, log),
    await openContext('worker', platform.config, log),
  ]
})
after(async () => {
  await Promise.all(rivals.map((rival) => rival.close()))
  await platform.close()
})

const write = (db: Db, companyId: string, name: string) =>
  announce(db, companyId, 'contacts.updated', {
    contactId: companyId,
    email: 'ada@example.com',
    name,
    externalReference: null,
    metadata: {},
  })
const sequenceOnce = (context: Context) => sequenceEvents(10).run(context)

/**
 * The company's log: names in the order of ids. Fails unless the ids are 1, 2, 3 … and the head is the last.
 */
async function readLog(db: Db, companyId: string): Promise<string[]> {
  const rows = await db.many<{ event_id: bigint; name: string; head: bigint }>(sql`
    select event_id, data->>'name' as name, last_event_id as head from events join event_heads using (company_id)
    where company_id = ${companyId} order by event_id`)
  assert.deepEqual(
    rows.map((row) => row.event_id),
    rows.map((_, index) => BigInt(index + 1)),
  )
  if (rows[0]) assert.equal(rows[0].head, BigInt(rows.length))
  return rows.map((row) => row.name)
}

const CRASHES = 5

test('two sequencers against many writers, with connections killed: ids gapless, each event once, order of commits', async () => {
  const companies = await Promise.all(['A', 'B', 'C'].map((name) => createCompany(platform.db, name)))
  let writing = true
  let crashes = 0
  const sequencing = rivals.map(async (rival) => {
    while (writing || (await rival.db.first(sql`select from outbox limit 1`).catch(() => true)))
      await sequenceOnce(rival).catch((error) => {
        assert.notEqual(error.code, '23505', 'two sequencers gave out the same id')
        crashes++
      })
  })
  const killing = (async () => {
    while (writing)
      await platform.db.many(sql`
        select pg_terminate_backend(pid) from pg_stat_activity
        where datname = current_database() and pid <> pg_backend_pid() and state = 'active'
          and query like '%with head as materialized%' and ${crashes} < ${CRASHES}`)
  })()
  const reading = (async () => {
    const seen = new Map<string, string[]>()
    while (writing) {
      for (const company of companies) {
        const log = await readLog(platform.db, company)
        const before = seen.get(company) ?? []
        assert.deepEqual(log.slice(0, before.length), before, 'an event that was seen has changed')
        seen.set(company, log)
      }
    }
  })()

  const committed = new Map<string, string[]>(companies.map((company) => [company, []]))
  const writer = async (number: number) => {
    for (let turn = 0; turn < 40 || (crashes < CRASHES && turn < 2_000); turn++) {
      const company = companies[(number + turn) % companies.length]!
      const names = [`${number}-${turn}-a`, `${number}-${turn}-b`].slice(0, 1 + (turn % 2))
      const commits = turn % 5 !== 4
      await platform.db
        .transaction(async (db) => {
          for (const name of names) await write(db, company, name)
          if (!commits) throw new Error('rolled back')
        })
        .catch((error: Error) => assert.equal(error.message, 'rolled back'))
      if (commits) committed.get(company)!.push(...names)
    }
  }
  await Promise.all(Array.from({ length: 6 }, (_, number) => writer(number)))
  writing = false
  await Promise.all([...sequencing, killing, reading])

  for (const company of companies) {
    const log = await readLog(platform.db, company)
    assert.deepEqual(
      [...log].sort(),
      [...committed.get(company)!].sort(),
      'each committed event once, no other',
    )
    for (let number = 0; number < 6; number++) {
      const own = (names: string[]) => names.filter((name) => name.startsWith(`${number}-`))
      assert.deepEqual(own(log), own(committed.get(company)!), 'what came after came later')
    }
  }
  assert.ok(crashes >= CRASHES, 'sequencers were killed in the middle of it')
})

test('a change that commits late gets an id after those that were given already, and no id waits for it', async () => {
  const company = await createCompany(platform.db, 'Late')
  const late = Promise.withResolvers<void>()
  const wrote = Promise.withResolvers<void>()
  const transaction = platform.db.transaction(async (db) => {
    await write(db, company, 'began first')
    wrote.resolve()
    await late.promise
  })
  await wrote.promise
  await write(platform.db, company, 'committed first')
  await sequenceOnce(rivals[0]!)
  assert.deepEqual(await readLog(platform.db, company), ['committed first'])
  late.resolve()
  await transaction
  await sequenceOnce(rivals[1]!)
  assert.deepEqual(await readLog(platform.db, company), ['committed first', 'began first'])
})

test('what was committed first has the lower id, also where a clock was set back in between', async () => {
  const company = await createCompany(platform.db, 'Clocks')
  const names = ['first', 'second', 'third']
  for (const name of names) await write(platform.db, company, name)
  await platform.db.run(sql`
    update outbox set created_at = created_at - make_interval(hours => case data ->> 'name'
      when 'second' then 1 when 'third' then 2 else 0 end) where company_id = ${company}`)
  await sequenceOnce(rivals[0]!)
  assert.deepEqual(await readLog(platform.db, company), names)
  // Nor does the round that takes them look at their times: a thousand that are younger by the clock do not
  // overtake.
  await write(platform.db, company, 'filler')
  await platform.db.run(sql`
    insert into outbox (company_id, type, data, created_at)
    select company_id, type, data, created_at from outbox, generate_series(1, 1199) where company_id = ${company}`)
  await write(platform.db, company, 'oldest by the clock, written last')
  await platform.db.run(sql`
    update outbox set created_at = created_at - interval '1 day'
    where company_id = ${company} and data ->> 'name' <> 'filler'`)
  for (let rounds = 0; rounds < 3; rounds++) await sequenceOnce(rivals[1]!)
  const log = await readLog(platform.db, company)
  assert.equal(log.length, names.length + 1201)
  assert.equal(log.at(-1), 'oldest by the clock, written last')
})

test('a sequencer that meets another at work waits, and goes on after the ids which that one gave', async () => {
  const company = await createCompany(platform.db, 'Met')
  const [first, second] = rivals as [Context, Context]
  const mayCommit = Promise.withResolvers<void>()
  const sequenced = Promise.withResolvers<void>()
  await write(platform.db, company, 'one')
  const atWork = first.db.transaction(async (db) => {
    await sequenceOnce({ ...first, db: { ...first.db, ...db } })
    sequenced.resolve()
    await mayCommit.promise
  })
  await sequenced.promise
  await write(platform.db, company, 'two')
  const waiting = sequenceOnce(second)
  await until('the second to wait', () =>
    platform.db.first(sql`
      select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`),
  )
  mayCommit.resolve()
  await Promise.all([atWork, waiting])
  assert.deepEqual(await readLog(platform.db, company), ['one', 'two'])
})

test('whatever the order of writing, committing, rolling back and sequencing, the log is that of the model', async () => {
  type Open = { company: number; name: string; place: number; end(commit: boolean): Promise<void> }
  const step = fc.oneof(
    fc.record({ kind: fc.constant('begin' as const), company: fc.nat(1) }),
    fc.record({ kind: fc.constant('end' as const), which: fc.nat(3), commit: fc.boolean() }),
    fc.record({ kind: fc.constant('sequence' as const), by: fc.nat(1) }),
  )
  const property = async (steps: (typeof step extends fc.Arbitrary<infer T> ? T : never)[]) => {
    const companies = [await createCompany(platform.db, 'M1'), await createCompany(platform.db, 'M2')]
    const open: Open[] = []
    const logs: string[][] = [[], []]
    let outbox: Open[] = []
    let place = 0
    for (const one of steps) {
      if (one.kind === 'begin' && open.length < 4) {
        const opened = await begin(companies[one.company]!, `e${place}`)
        open.push({ company: one.company, name: `e${place}`, place: place++, end: opened })
      } else if (one.kind === 'end' && open.length > 0) {
        const [ended] = open.splice(one.which % open.length, 1)
        await ended!.end(one.commit)
        if (one.commit) outbox.push(ended!)
      } else if (one.kind === 'sequence') {
        await sequenceOnce(rivals[one.by]!)
        for (const { company, name } of outbox.sort((a, b) => a.place - b.place)) logs[company]!.push(name)
        outbox = []
        for (const [index, company] of companies.entries())
          assert.deepEqual(await readLog(platform.db, company), logs[index])
      }
    }
    for (const left of open) await left.end(false)
    await sequenceOnce(rivals[0]!)
  }
  await fc.assert(fc.asyncProperty(fc.array(step, { maxLength: 40, size: 'max' }), property), { numRuns: 40 })
})

/** A transaction that has written its event and stays open until it is told how to end. */
async function begin(company: string, name: string): Promise<(commit: boolean) => Promise<void>> {
  const wrote = Promise.withResolvers<void>()
  const ending = Promise.withResolvers<boolean>()
  const done = platform.db
    .transaction(async (db) => {
      await write(db, company, name)
      wrote.resolve()
      if (!(await ending.promise)) throw new Error('rolled back')
    })
    .catch(() => undefined)
  await wrote.promise
  return async (commit) => {
    ending.resolve(commit)
    await done
  }
}
