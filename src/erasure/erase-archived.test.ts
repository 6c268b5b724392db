/** What stands of an erased contact in files cannot be read either. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import {
  ADA,
  type ArchivedErasures,
  archivedErasures,
  PLAIN,
  RETENTION_DAYS,
  SEALED,
} from '../../test/archived-erasures.ts'
import { asAdministrator, closeBlocks, failingChecks, loggedIds } from '../../test/event-log.ts'
import { type Platform, startPlatform } from '../../test/platform.ts'
import { raw, sql } from '../db/sql.ts'
import { deleteArchived, planArchive, writePlanned } from '../events/archive-events.ts'
import { checkProof, type Proof } from '../events/proof.ts'
import { eraseContactNow } from './erase-contacts.ts'

let platform: Platform
let stage: ArchivedErasures
before(async () => {
  platform = await startPlatform({ eventRetentionDays: RETENTION_DAYS })
  await platform.stopWorker()
  stage = archivedErasures(platform)
})
after(() => platform?.close())

test('in a file the events of a contact are sealed; once it is erased nothing opens them, and the others are as they were', async () => {
  const { companyId, ada, ask, exported, prove, files } = await stage.companyOfTwo()
  const before = await exported()
  const proofs: Proof[] = await Promise.all([1, 2, 3].map(prove))
  await stage.archive()
  await stage.archive()
  assert.deepEqual(await loggedIds(platform, companyId), [])
  assert.deepEqual(Object.keys(files()), [SEALED])
  assert.ok(!JSON.stringify(files()).includes(ADA), 'a name stands plain in the file')
  assert.deepEqual(await exported(), before, 'meanwhile it opens')
  assert.deepEqual(await Promise.all([1, 2, 3].map(prove)), proofs)
  const file = files()
  await ask()
  await stage.work()
  await stage.sequence()
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
  const { companyId, ask, exported } = await stage.companyOfTwo()
  await ask()
  await stage.work()
  const told = await exported()
  await stage.archive()
  await stage.archive()
  assert.deepEqual((await loggedIds(platform, companyId))[0], 4)
  assert.deepEqual((await exported()).slice(0, 3), told.slice(0, 3))
})

test('a file of before, in which names stand plain, is sealed and removed; its events are proved as before', async () => {
  const { companyId, ask, exported, prove, files, stateOf } = await stage.companyOfTwo()
  const proofs = await Promise.all([1, 2, 3].map(prove))
  await stage.archivePlain(companyId)
  assert.ok(files()[PLAIN]!.includes(ADA))
  await ask()
  await stage.work()
  assert.equal(await stateOf(), 'erased')
  assert.deepEqual(Object.keys(files()), [SEALED])
  assert.ok(!JSON.stringify(files()).includes(ADA))
  assert.ok(!(await exported()).join().includes(ADA))
  assert.deepEqual(await prove(2), proofs[1])
  assert.ok(proofs.every((proof) => checkProof(proof).ok))
})

test('while a range of the log is on its way to a file nothing in it is erased', async () => {
  const { companyId, ada, ask, stateOf } = await stage.companyOfTwo()
  await ask()
  await planArchive(platform.context, companyId)
  assert.equal(await eraseContactNow(platform.context, companyId, ada), false)
  assert.equal(await stateOf(), 'asked')
  await writePlanned(platform.context, companyId)
  assert.equal(await eraseContactNow(platform.context, companyId, ada), true)
  await deleteArchived(platform.context, companyId, 0)
  assert.deepEqual((await loggedIds(platform, companyId))[0], 4)
})

test('nobody can erase what is not to be erased, and verify sees who did it past the database', async () => {
  const { companyId } = await stage.companyOfTwo()
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
