import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { after, before, test } from 'node:test'
import { promisify } from 'node:util'
import fc from 'fast-check'
import {
  addEvents,
  ageCheckpoints,
  asAdministrator,
  closeBlocks,
  companyWithEvents,
  failingChecks,
} from '../../test/event-log.ts'
import { type Platform, startPlatform } from '../../test/platform.ts'
import { sql } from '../db/sql.ts'
import { projectFolder } from '../ground/config.ts'
import { archiveEvents } from './archive-events.ts'
import { archiveFilesOf } from './archive-file.ts'
import { findCheckpoint } from './checkpoint.ts'
import { eventText } from './event.ts'
import { checkProof, type Proof } from './proof.ts'
import { proveEvent } from './prove.ts'

let platform: Platform
before(async () => {
  platform = await startPlatform({ eventRetentionDays: 30 })
  await platform.stopWorker()
})
after(() => platform?.close())

const prove = (companyId: string, eventId: number, to?: number) =>
  proveEvent(
    platform.db,
    archiveFilesOf(platform.context),
    companyId,
    BigInt(eventId),
    to === undefined ? undefined : BigInt(to),
  )
const textOf = async (companyId: string, eventId: number) =>
  (
    await platform.db.one<{ text: string }>(
      sql`select ${eventText} as text from events where company_id = ${companyId} and event_id = ${eventId}`,
    )
  ).text
const newestHash = async (companyId: string) =>
  (await findCheckpoint(platform.db, companyId))!.hash.toString('hex')
const hashesOf = (proof: unknown) => {
  const verdict = checkProof(proof)
  return verdict.ok ? verdict.hashes : []
}

test('every event of a log is proved, in its own words, to lead to every checkpoint from its own on', async () => {
  const companyId = await companyWithEvents(platform, 300)
  const early = await newestHash(companyId)
  await addEvents(platform, companyId, 5)
  await closeBlocks(platform)
  for (const id of [1, 2, 255, 256, 257, 299, 300, 301, 305]) {
    const proof = await prove(companyId, id)
    assert.equal(proof.event, await textOf(companyId, id))
    const hashes = hashesOf(proof)
    assert.equal(hashes.at(-1), await newestHash(companyId))
    assert.equal(hashes.includes(early), id <= 300)
    assert.equal(hashesOf(JSON.parse(JSON.stringify(proof))).length, hashes.length)
  }
  const short = await prove(companyId, 1, 257)
  assert.deepEqual([hashesOf(short).length, short.checkpoint], [2, { last_event_id: 300, hash: early }])
})

test('an event is proved from its file as it was from the log', async () => {
  const companyId = await companyWithEvents(platform, 300, { daysAgo: 32 })
  await ageCheckpoints(platform, companyId, 32)
  const ids = [1, 256, 257, 300]
  const before = await Promise.all(ids.map((id) => prove(companyId, id)))
  for (let runs = 0; runs < 2; runs++) await archiveEvents(0).run(platform.context)
  assert.deepEqual(await platform.db.many(sql`select from events where company_id = ${companyId}`), [])
  assert.deepEqual(await Promise.all(ids.map((id) => prove(companyId, id))), before)
})

test('the proof that the page of the log shows leads to the hash that it names, in its Python too', async (t) => {
  const page = await readFile(`${projectFolder}/docs/events.md`, 'utf8')
  const json = /```json\n([\s\S]+?)```/.exec(page)![1]!
  const kept = /the checkpoint ([0-9a-f]{64}) stands for/.exec(page)![1]!
  assert.equal(hashesOf(JSON.parse(json)).at(-1), kept)
  const folder = await mkdtemp(`${tmpdir()}/jetpay-proof-`)
  t.after(() => rm(folder, { recursive: true }))
  await writeFile(`${folder}/by-hand.py`, /```python\n([\s\S]+?)```/.exec(page)![1]!)
  const companyId = await companyWithEvents(platform, 300)
  const proofs = [JSON.parse(json), await prove(companyId, 256), await prove(companyId, 300)]
  for (const proof of proofs) {
    await writeFile(`${folder}/proof.json`, JSON.stringify(proof))
    const { stdout } = await promisify(execFile)('python3', [`${folder}/by-hand.py`, `${folder}/proof.json`])
    assert.equal(stdout.trim(), proof.checkpoint.hash)
  }
})

test('there is no proof of an event that does not exist, is too young, or comes after the checkpoint', async () => {
  const companyId = await companyWithEvents(platform, 300)
  await addEvents(platform, companyId, 1)
  for (const id of [301, 302]) await assert.rejects(prove(companyId, id), /is in no checkpoint/)
  await assert.rejects(prove(companyId, 300, 256), /comes after event 300/)
  await assert.rejects(prove(companyId, 300, 999), /no checkpoint with event 999/)
})

test('a proof of what is no event’s text says so, whatever it adds up to', async () => {
  const companyId = await companyWithEvents(platform, 2)
  const proof = await prove(companyId, 1)
  for (const event of ['', 'no event', proof.event.replace('"id":1', '"id":0'), ` ${proof.event}`])
    assert.deepEqual(checkProof({ ...proof, event }), {
      ok: false,
      why: 'its event is not the text of an event',
    })
})

test('whatever is changed in a proof, it no longer leads to the hash that was kept', async () => {
  const companyId = await companyWithEvents(platform, 700)
  const proof = await prove(companyId, 300)
  const kept = await newestHash(companyId)
  assert.ok(hashesOf(proof).includes(kept))

  /** Every number and text in the proof, by where it is. */
  function* places(value: unknown, path: (string | number)[] = []): Generator<(string | number)[]> {
    if (typeof value !== 'object' || value === null) return yield path
    for (const [key, part] of Object.entries(value)) yield* places(part, [...path, key])
  }
  const all = [...places(proof)]
  fc.assert(
    fc.property(fc.nat(all.length - 1), fc.nat(), (which, seed) => {
      const changed = structuredClone(proof) as any
      const path = all[which]!
      const holder = path.slice(0, -1).reduce((at, key) => at[key], changed)
      const key = path.at(-1)!
      const was = holder[key]
      if (typeof was === 'number') holder[key] = was + 1 + (seed % 600)
      else {
        const at = seed % was.length
        holder[key] = was.slice(0, at) + (was[at] === '0' ? '1' : '0') + was.slice(at + 1)
      }
      assert.ok(!hashesOf(changed).includes(kept) || path.includes('checkpoint'), path.join('.'))
      assert.equal(checkProof(changed).ok, false, path.join('.'))
    }),
    { numRuns: 600 },
  )
  const swaps: ((changed: Proof) => unknown)[] = [
    (changed) => changed.path.pop(),
    (changed) => changed.path.push(changed.path[0]!),
    (changed) => changed.path.reverse(),
    (changed) => changed.later.pop(),
    (changed) => Object.assign(changed, { more: 1 }),
    (changed) => Object.assign(changed, { event: `${changed.event} ` }),
  ]
  for (const swap of swaps) {
    const changed = structuredClone(proof)
    swap(changed)
    assert.equal(checkProof(changed).ok, false, String(swap))
  }
})

test('a log that was rewritten, chain and all, no longer proves against the hash that was kept', async () => {
  const companyId = await companyWithEvents(platform, 300)
  const kept = await newestHash(companyId)
  await asAdministrator(platform, async (admin) => {
    await admin.query(
      `update events set data = data || '{"name": "Eve"}' where company_id = $1 and event_id = 7`,
      [companyId],
    )
    await assert.rejects(prove(companyId, 7), /was tampered with/)
    await assert.rejects(prove(companyId, 8), /was tampered with/)
    // Others' proofs are as good as they were.
    assert.ok(hashesOf(await prove(companyId, 300)).includes(kept))
    await admin.query(`delete from event_checkpoints where company_id = $1`, [companyId])
  })
  await closeBlocks(platform)
  assert.deepEqual(await failingChecks(platform), [], 'the new chain fits its events')
  const forged = hashesOf(await prove(companyId, 7))
  assert.ok(forged.length > 0 && !forged.includes(kept))
})

test('any text is refused in place of a proof, and never believed', () => {
  fc.assert(fc.property(fc.jsonValue(), (value) => checkProof(value).ok === false))
})
