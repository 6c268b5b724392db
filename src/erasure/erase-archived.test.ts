/** What stands of an erased contact in files cannot be read either, and whoever dies or comes second does no harm. */
import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { after, before, test } from 'node:test'
import { gunzipSync } from 'node:zlib'
import { anotherCompany } from '../../test/another-company.ts'
import { dyingAt } from '../../test/dying-process.ts'
import {
  ageCheckpoints,
  asAdministrator,
  closeBlocks,
  failingChecks,
  loggedIds,
} from '../../test/event-log.ts'
import { type Platform, startPlatform } from '../../test/platform.ts'
import { raw, sql } from '../db/sql.ts'
import { type Archive, archiveColumns } from '../events/archive.ts'
import { archiveEvents, deleteArchived, planArchive, writePlanned } from '../events/archive-events.ts'
import { archiveFilesOf, archivePath, archiveText, writeArchive } from '../events/archive-file.ts'
import { eventText } from '../events/event.ts'
import { readLog } from '../events/export-log.ts'
import { sha256 } from '../events/merkle.ts'
import { checkProof, type Proof } from '../events/proof.ts'
import { proveEvent } from '../events/prove.ts'
import { sequenceEvents } from '../events/sequence-events.ts'
import { eraseContactNow, eraseContacts } from './erase-contacts.ts'

const RETENTION_DAYS = 30
const ADA = 'Ada Plantedname'
let platform: Platform
before(async () => {
  platform = await startPlatform({ eventRetentionDays: RETENTION_DAYS })
  await platform.stopWorker()
})
after(() => platform?.close())

const sequence = async () => {
  while (await sequenceEvents(10).run(platform.context));
}

/** A company with two contacts, of whom one is asked to be erased; the events before that are old. */
async function companyOfTwo() {
  const { companyId, headers } = await anotherCompany(platform)
  const create = async (name: string) =>
    (await platform.good('PUT', '/contact', { name, email: 'planted@example.com' }, headers)).identifier
  const [ada, grace]: string[] = [await create(ADA), await create('Grace')]
  await platform.good('PATCH', `/contact/${ada}`, { metadata: { phone: ADA } }, headers)
  await sequence()
  await closeBlocks(platform)
  await ageCheckpoints(platform, companyId, RETENTION_DAYS + 2)
  const { folder } = archiveFilesOf(platform.context)
  return {
    companyId,
    ada: ada!,
    grace: grace!,
    async ask() {
      const { status, text } = await platform.call(
        'POST',
        `/contact/${ada}/erase`,
        { confirm_contact_id: ada, reason: 'no_longer_needed' },
        headers,
      )
      assert.equal(status, 202, text)
      await sequence()
    },
    /** What was there and what is found instead of it, as the whole log reads. */
    async exported() {
      let text = ''
      for await (const piece of readLog(platform.db, archiveFilesOf(platform.context), companyId, 0n))
        text += piece
      return text.split('\n').slice(0, -1)
    },
    prove: (eventId: number) =>
      proveEvent(platform.db, archiveFilesOf(platform.context), companyId, BigInt(eventId)),
    files: () =>
      Object.fromEntries(
        readdirSync(`${folder}/${companyId}`).map((name) => [
          name,
          gunzipSync(readFileSync(`${folder}/${companyId}/${name}`)).toString(),
        ]),
      ),
    stateOf: async () =>
      (await platform.good('GET', `/contact/${ada}/erasure`, undefined, headers)).state as string,
  }
}
const SEALED = '0000000000000001-0000000000000003.sealed.jsonl.gz'
const PLAIN = '0000000000000001-0000000000000003.jsonl.gz'
const archive = () => archiveEvents(0).run(platform.context)
const work = () => eraseContacts.run(platform.context)

/** As an archive was written by the version before. */
async function archivePlain(companyId: string) {
  const { folder } = archiveFilesOf(platform.context)
  await planArchive(platform.context, companyId)
  const events = await platform.db.many<{ text: string }>(
    sql`select ${eventText} as text from events where company_id = ${companyId} and event_id <= 3 order by event_id`,
  )
  const text = archiveText(events.map(({ text }) => text))
  const plan = await platform.db.one<Archive>(
    sql`select ${archiveColumns} from event_archives where company_id = ${companyId}`,
  )
  await writeArchive(archivePath(folder, companyId, plan), text)
  await platform.db.run(sql`
    update event_archives set bytes = ${text.length}, sha256 = ${sha256(Buffer.from(text))}, written_at = jetpay_now()
    where company_id = ${companyId}`)
  await deleteArchived(platform.context, companyId, 0)
}

test('in a file the events of a contact are sealed; once it is erased nothing opens them, and the others are as they were', async () => {
  const { companyId, ada, ask, exported, prove, files } = await companyOfTwo()
  const before = await exported()
  const proofs: Proof[] = await Promise.all([1, 2, 3].map(prove))
  await archive()
  await archive()
  assert.deepEqual(await loggedIds(platform, companyId), [])
  assert.deepEqual(Object.keys(files()), [SEALED])
  assert.ok(!JSON.stringify(files()).includes(ADA), 'a name stands plain in the file')
  assert.deepEqual(await exported(), before, 'meanwhile it opens')
  assert.deepEqual(await Promise.all([1, 2, 3].map(prove)), proofs)
  const file = files()
  await ask()
  await work()
  await sequence()
  assert.deepEqual(files(), file, 'the file, and so each copy of it, is as it was')
  const after = await exported()
  assert.deepEqual(
    after.map((line) => JSON.parse(line).id),
    after.map((_, at) => at + 1),
  )
  const marker = {
    contactId: ada,
    email: null,
    name: null,
    externalReference: null,
    metadata: {},
    erased: true,
  }
  assert.deepEqual(JSON.parse(after[0]!).data, marker)
  assert.deepEqual(JSON.parse(after[2]!).data, marker)
  assert.equal(after[1], before[1])
  assert.ok(proofs.every((proof) => checkProof(proof).ok))
  assert.deepEqual(await prove(2), proofs[1])
  await assert.rejects(prove(1), /was erased with its contact/)
  await closeBlocks(platform)
  assert.deepEqual(await failingChecks(platform), [])
})

test('a marker from a file is the one that the database tells, to the byte', async () => {
  const { companyId, ask, exported } = await companyOfTwo()
  await ask()
  await work()
  const told = await exported()
  await archive()
  await archive()
  assert.deepEqual((await loggedIds(platform, companyId))[0], 4)
  assert.deepEqual((await exported()).slice(0, 3), told.slice(0, 3))
})

test('a file of before, in which names stand plain, is sealed and removed; its events are proved as before', async () => {
  const { companyId, ask, exported, prove, files, stateOf } = await companyOfTwo()
  const proofs = await Promise.all([1, 2, 3].map(prove))
  await archivePlain(companyId)
  assert.ok(files()[PLAIN]!.includes(ADA))
  await ask()
  await work()
  assert.equal(await stateOf(), 'erased')
  assert.deepEqual(Object.keys(files()), [SEALED])
  assert.ok(!JSON.stringify(files()).includes(ADA))
  assert.ok(!(await exported()).join().includes(ADA))
  assert.deepEqual(await prove(2), proofs[1])
  assert.ok(proofs.every((proof) => checkProof(proof).ok))
})

test('while a range of the log is on its way to a file nothing in it is erased', async () => {
  const { companyId, ada, ask, stateOf } = await companyOfTwo()
  await ask()
  await planArchive(platform.context, companyId)
  assert.equal(await eraseContactNow(platform.context, companyId, ada), false)
  assert.equal(await stateOf(), 'asked')
  await writePlanned(platform.context, companyId)
  assert.equal(await eraseContactNow(platform.context, companyId, ada), true)
  await deleteArchived(platform.context, companyId, 0)
  assert.deepEqual((await loggedIds(platform, companyId))[0], 4)
})

test('a worker that dies at any step is followed by one that ends it, and the end is told once', async () => {
  for (const after of [false, true])
    for (let step = 1; ; step++) {
      const { companyId, ada, ask, exported, files, stateOf } = await companyOfTwo()
      await archivePlain(companyId)
      await ask()
      const { database } = dyingAt(step, after)
      const { context } = platform
      const whole = await eraseContactNow({ ...context, db: database(context.db) }, companyId, ada).then(
        () => true,
        (error: Error) => {
          assert.equal(error.message, 'dead')
          return false
        },
      )
      await work()
      await sequence()
      assert.equal(await stateOf(), 'erased')
      assert.deepEqual(Object.keys(files()), [SEALED])
      const log = (await exported()).map((line) => JSON.parse(line))
      assert.ok(!JSON.stringify(log).includes(ADA))
      assert.equal(log.filter(({ type }) => type === 'contacts.erased').length, 1)
      if (whole) {
        assert.ok(step > 10, `${step} steps`)
        break
      }
    }
  await closeBlocks(platform)
  assert.deepEqual(await failingChecks(platform), [])
})

test('two workers at once, and an archive that is written meanwhile, leave one erasure and one file', async () => {
  for (let round = 0; round < 5; round++) {
    const { ask, exported, files, stateOf } = await companyOfTwo()
    await ask()
    await Promise.all([work(), archive(), work(), archive(), work()])
    for (let again = 0; again < 3; again++) {
      await archive()
      await work()
    }
    await sequence()
    assert.equal(await stateOf(), 'erased')
    assert.deepEqual(Object.keys(files()), [SEALED])
    const log = (await exported()).map((line) => JSON.parse(line))
    assert.equal(log.filter(({ type }) => type === 'contacts.erased').length, 1)
    assert.ok(!JSON.stringify(log).includes(ADA))
  }
  await closeBlocks(platform)
  assert.deepEqual(await failingChecks(platform), [])
})

test('nobody can erase what is not to be erased, and verify sees who did it past the database', async () => {
  const { companyId } = await companyOfTwo()
  const erasing = (condition: string) =>
    `update events set erased_leaf = sha256('x'), data = erased_event_data(data ->> 'contactId') where company_id = '${companyId}' and ${condition}`
  await assert.rejects(platform.db.run(sql`${raw(erasing('event_id = 1'))}`), /append-only/)
  await asAdministrator(platform, async (admin) => {
    const { rows } = await admin.query('select data from events where company_id = $1 and event_id = 1', [
      companyId,
    ])
    await admin.query(erasing('event_id = 1'))
    assert.deepEqual(await failingChecks(platform), ['checkpoints_hold', 'erasures_hold'])
    await admin.query(
      'update events set erased_leaf = null, data = $2 where company_id = $1 and event_id = 1',
      [companyId, rows[0].data],
    )
  })
  assert.deepEqual(await failingChecks(platform), [])
})
