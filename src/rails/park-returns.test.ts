/**
 * What a bank says of returns by NACHA that is no return of ours: it moves nothing, and a person is called.
 */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { change, joined, put, receive, recordsOf, sendDebits } from '../../test/ach-answers.ts'
import { type AchStage, returned, startAchStage } from '../../test/ach-stage.ts'
import { listAlarms } from '../alarms/alarm.ts'
import { sql } from '../db/sql.ts'
import type { BatchedEntry } from './nacha/write-nacha.ts'
import { listParkedReturns, resolveParkedReturn } from './parked-return.ts'
import { railsOf } from './rail.ts'
import { settleByClock } from './settle-by-clock.ts'

let stage: AchStage
before(async () => {
  stage = await startAchStage()
})
after(() => stage?.close())

/** The return with another addenda 99, as a bank sends one about a return. */
const about = (
  { batch, entry }: BatchedEntry,
  code: string,
  information = '',
  individualId = entry.individualId,
) => {
  const back = returned({ batch, entry })
  return {
    batch,
    entry: { ...back.entry, individualId, addenda: { ...back.entry.addenda!, code, information } },
  } as BatchedEntry
}

test('a dishonored or contested return, or one of a code that may be, moves nothing and is parked with an alarm until a person has seen to it', async () => {
  const { db } = stage.context
  const sent = await sendDebits(stage, 3)
  await receive(stage, joined(await recordsOf([returned(sent[0]!.sent)])))
  const codes = [
    'R61',
    'R62',
    'R67',
    'R68',
    'R69',
    'R70',
    'R71',
    'R72',
    'R73',
    'R74',
    'R75',
    'R76',
    'R77',
    'R63',
    'R79',
  ]
  for (const code of codes)
    for (const { sent: of } of sent.slice(0, 2))
      assert.equal(
        await receive(stage, joined(await recordsOf([about(of, code, '   021000020000001327  02')]))),
        undefined,
      )
  assert.deepEqual(await stage.words(sent[0]!.item), ['sent', 'returned'])
  assert.deepEqual(await stage.words(sent[1]!.item), ['sent'])
  // Its addenda repeat what was before: the return, and that it was dishonored.
  const contested = await recordsOf([about(sent[2]!.sent, 'R71')])
  const at = contested.findIndex((of) => of.startsWith('799'))
  contested.splice(at, 0, put(contested[at]!, 4, 'R07'), put(contested[at]!, 4, 'R68'))
  const summed = change(
    change(contested, '8', (of) => put(of, 5, '000004')),
    '9',
    (of) => put(of, 14, '00000004'),
  )
  assert.equal(
    await receive(
      stage,
      joined(
        [...summed.slice(0, at + 3), put(summed[at]!, 4, 'R07'), ...summed.slice(at + 3)].filter(
          (_, index) => index !== at,
        ),
      ),
    ),
    undefined,
  )
  assert.deepEqual(await stage.words(sent[2]!.item), ['sent'])

  const parked = await listParkedReturns(db)
  assert.equal(parked.length, codes.length * 2 + 1)
  const stages = Object.fromEntries(parked.map(({ code, stage }) => [code, stage]))
  assert.deepEqual(
    codes.map((code) => stages[code]),
    [...Array(6).fill('dishonored'), ...Array(7).fill('contested'), 'unknown', 'unknown'],
  )
  const [first] = parked
  assert.deepEqual(
    [first!.company_id, first!.bank_item_id, first!.amount, first!.direction, first!.reference],
    [stage.companyId, sent[0]!.item.bank_item_id, 41_00n, 'debit', sent[0]!.item.trace_number],
  )
  const alarms = async () => (await listAlarms(db)).filter(({ kind }) => kind === 'bank_return_parked').length
  assert.equal(await alarms(), parked.length, 'one for each file')
  for (const { bank_parked_return_id } of parked)
    await resolveParkedReturn(db, stage.subjects, bank_parked_return_id, 'stands', 'Ada', 'asked')
  assert.equal(await alarms(), 0)
  await assert.rejects(
    resolveParkedReturn(db, stage.subjects, first!.bank_parked_return_id, 'stands', 'Ada', 'again'),
    /was resolved already/,
  )
})

test('an item waits until all returns that name it are settled with the bank, and a file’s alarm until all of the file is', async () => {
  const { db } = stage.context
  const [one, two] = await sendDebits(stage, 2)
  const wrong = (sent: BatchedEntry, more: bigint) => {
    const back = returned(sent)
    return { ...back, entry: { ...back.entry, amount: back.entry.amount + more } }
  }
  for (const backs of [
    [wrong(one!.sent, 1n), wrong(two!.sent, 1n)],
    [wrong(one!.sent, 2n)],
    [about(one!.sent, 'R61')],
  ])
    assert.equal(await receive(stage, joined(await recordsOf(backs))), undefined)
  const named = (await listParkedReturns(db)).filter((of) => of.bank_item_id === one!.item.bank_item_id)
  const [first, second] = named
  assert.deepEqual(
    named.map(({ stage }) => stage),
    ['return', 'return', 'dishonored'],
  )
  const stands = (of: typeof first) =>
    resolveParkedReturn(db, stage.subjects, of!.bank_parked_return_id, 'stands', 'Ada', 'asked')
  const waits = async () =>
    (await db.first(sql`
      select from bank_items where bank_item_id = ${one!.item.bank_item_id} and questioned_at is not null`)) !==
    undefined
  const alarms = async () => (await listAlarms(db)).filter(({ kind }) => kind === 'bank_return_parked').length
  const clock = { ...stage.context.clock, now: () => new Date(Date.now() + 60 * 86_400_000) }
  const rails = railsOf(stage.context.config.bank).map((rail) => ({
    ...rail,
    profile: { ...rail.profile, returnDays: 2 },
  }))
  const timePasses = () => settleByClock({ ...stage.context, clock }, stage.subjects, rails)
  await timePasses()
  assert.deepEqual(await stage.words(one!.item), ['sent'], 'what is asked about does not settle by itself')
  await stands(first)
  assert.deepEqual(
    [await waits(), await alarms()],
    [true, 3],
    'another return of it, another item of the file',
  )
  await stands(second)
  assert.deepEqual(
    [await waits(), await alarms()],
    [false, 2],
    'what is about a return keeps nothing waiting',
  )
  await timePasses()
  assert.deepEqual(await stage.words(one!.item), ['sent', 'settled'])
  for (const left of await listParkedReturns(db)) await stands(left)
  assert.equal(await alarms(), 0)
})

test('a file with returns of several originators is taken apart: ours count, others are parked', async () => {
  const { db } = stage.context
  const [ours, late, twin] = await sendDebits(stage, 3)
  // An id that we sent with before it was changed.
  await db.run(sql`update bank_files f set originator_id = 'OLDID' from bank_items i
    where i.bank_file_id = f.bank_file_id and i.bank_item_id = ${late!.item.bank_item_id}`)
  await db.run(
    sql`update bank_files f set originator_id = ${ours!.sent.batch.companyId} where originator_id <> 'OLDID'`,
  )
  const [again] = await sendDebits(stage, 1)
  const of = (back: BatchedEntry, batch: Partial<BatchedEntry['batch']>) => ({
    ...back,
    batch: { ...back.batch, ...batch },
  })
  const foreign = about(again!.sent, 'R01', '', 'INVOICE 77')
  const bytes = joined(
    await recordsOf([
      of(returned(late!.sent), { companyId: 'OLDID' }),
      of(foreign, { companyId: '5555555555' }),
      returned(again!.sent),
      of(returned(twin!.sent), { companyId: '5555555555' }),
    ]),
  )
  assert.equal(await receive(stage, bytes), undefined)
  assert.deepEqual(await stage.words(late!.item), ['sent', 'returned'])
  assert.deepEqual(await stage.words(again!.item), ['sent', 'returned'])
  assert.deepEqual(await stage.words(twin!.item), ['sent'], 'it names another originator')
  const parked = await listParkedReturns(db)
  assert.deepEqual(
    parked.map(({ problem }) => problem),
    Array(2).fill('is for another originator'),
  )
  for (const { bank_parked_return_id } of parked)
    await resolveParkedReturn(db, stage.subjects, bank_parked_return_id, 'stands', 'Ada', 'asked')
})

test('a return of a class that we never send, of another bank’s trace or account, or that contradicts itself is parked', async () => {
  const { db } = stage.context
  const [one, other] = await sendDebits(stage, 2)
  const back = returned(one!.sent)
  const addenda = back.entry.addenda as { originalTrace: string } & typeof back.entry.addenda
  const file = async (entry: object, more: object = {}) =>
    receive(
      stage,
      joined(
        await recordsOf([
          { ...back, entry: { ...back.entry, ...entry, addenda: { ...addenda, ...more } } as never },
        ]),
      ),
    )
  await receive(stage, joined(change(await recordsOf([back]), '5', (of) => put(of, 51, 'TEL'))))
  await file({ individualId: '' }, { originalTrace: `12345678${addenda.originalTrace.slice(8)}` })
  await file({ individualId: '' }, { originalDfi: '01140153' })
  await file({ individualId: '', account: '7654321' })
  await file({ individualId: other!.item.trace_number })
  assert.deepEqual(await stage.words(one!.item), ['sent'])
  assert.deepEqual(await stage.words(other!.item), ['sent'])
  const parked = await listParkedReturns(db)
  assert.deepEqual(
    parked.map(({ problem }) => problem),
    [
      'it is of class TEL, which we never send',
      ...Array(3).fill('its trace number fits no item of this account'),
      'its trace number and its reference are of two items',
    ],
  )
  for (const { bank_parked_return_id } of parked)
    await resolveParkedReturn(db, stage.subjects, bank_parked_return_id, 'stands', 'Ada', 'asked')
})
