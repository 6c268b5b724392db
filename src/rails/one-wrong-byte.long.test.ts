/**
 * One byte of a bank's file goes wrong on its way: it is read to the same meaning, refused or parked, and
 * never moves other money. Every position with bytes that mean something there; what a file would move is
 * looked at and taken back.
 */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { isNines, joined, recordsOf, sendDebits } from '../../test/ach-answers.ts'
import { type AchStage, returned, startAchStage } from '../../test/ach-stage.ts'
import { returnsFile } from '../../test/bank-answers.ts'
import { sql } from '../db/sql.ts'
import { applyBankAnswer } from './apply-bank-answer.ts'
import { type BankAnswer, readBankAnswer } from './bank-answer.ts'
import { BankFileError } from './bank-file-error.ts'
import { railsOf } from './rail.ts'

let stage: AchStage
before(async () => {
  stage = await startAchStage()
})
after(() => stage?.close())

const undone = new Error('looked at and taken back')

/** The items that would be returned by an answer. */
async function movedBy(answer: BankAnswer): Promise<string[]> {
  const { context, subjects } = stage
  let moved: { bank_item_id: string }[] = []
  const db: typeof context.db = {
    ...context.db,
    transaction: (work) =>
      context.db.transaction(async (db) => {
        await work(db)
        moved = await db.many(sql`select bank_item_id from bank_items where state = 'returned' order by 1`)
        throw undone
      }),
  }
  await applyBankAnswer({ ...context, db }, subjects, answer, railsOf(context.config.bank)).catch(
    (error: Error) => assert.ok(error === undone || error instanceof BankFileError, String(error)),
  )
  return moved.map(({ bank_item_id }) => bank_item_id)
}

/** Files that are read at a time: most of it is waiting for the disk. */
const READ_AT_ONCE = 64

async function answerIn(bytes: Buffer, index = 0): Promise<BankAnswer | undefined> {
  const name = `.mutated-${index}`
  stage.drop(name, bytes)
  return readBankAnswer(`${stage.folder}/incoming/${name}`).catch((error: Error) => {
    assert.ok(error instanceof BankFileError, String(error))
    return undefined
  })
}

/**
 * Of each byte: the next digit, zero, a blank, the letter in its other case, line ends, DOS's end of file,
 * and bytes beyond ASCII.
 */
function changesOf(good: Buffer): { at: number; other: number }[] {
  return [...good].flatMap((byte, at) => {
    const digit = byte >= 0x30 && byte <= 0x39 ? 0x30 + ((byte - 0x2f) % 10) : 0x31
    const others = new Set([digit, 0x30, 0x20, byte ^ 0x20, 0x0a, 0x0d, 0x1a, 0xe9])
    return [...others].filter((other) => other !== byte).map((other) => ({ at, other }))
  })
}

/**
 * Takes a file with each byte exchanged for others, and the item that it returns. Returns how many were read.
 */
async function mutate(good: Buffer, itemId: string): Promise<number> {
  const seen = new Set<string>()
  assert.deepEqual(await movedBy((await answerIn(good))!), [itemId])
  const all = changesOf(good)
  for (let from = 0; from < all.length; from += READ_AT_ONCE) {
    const some = all.slice(from, from + READ_AT_ONCE)
    const answers = await Promise.all(
      some.map(({ at, other }, index) => {
        const changed = Buffer.from(good)
        changed[at] = other
        return answerIn(changed, index)
      }),
    )
    for (const [index, answer] of answers.entries()) {
      if (answer === undefined) continue
      const meaning = JSON.stringify({ ...answer, sha256: '', number: '' }, (_, of) =>
        typeof of === 'bigint' ? String(of) : of,
      )
      if (seen.has(meaning)) continue
      seen.add(meaning)
      const moved = await movedBy(answer)
      const { at, other } = some[index]!
      assert.ok(
        moved.length === 0 || (moved.length === 1 && moved[0] === itemId),
        `byte ${at} is ${other}: ${moved}`,
      )
    }
  }
  return seen.size
}

/** Half of the file, and nothing is said there. */
const withoutNines = (records: string[]) => records.filter((record) => !isNines(record))

test('a NACHA return with one wrong byte returns its item or none, beside items of the same amount', async () => {
  const sent = await sendDebits(stage, 12)
  for (const { item } of sent.slice(6))
    await stage.context.db.run(sql`
      update bank_accounts set account_number_last4 = '9999' where bank_account_id = ${item.bank_account_id}`)
  const [first] = sent
  const file = async (individualId: string) => {
    const back = returned(first!.sent)
    return Buffer.from(
      joined(withoutNines(await recordsOf([{ ...back, entry: { ...back.entry, individualId } }]))),
      'latin1',
    )
  }
  assert.ok((await mutate(await file(first!.item.trace_number), first!.item.bank_item_id)) > 50)
})

test('a NACHA return by its trace alone with one wrong byte returns its item or none, beside items of other accounts', async () => {
  const sent = await sendDebits(stage, 12, 42_00n)
  const [first, ...others] = sent
  for (const { item } of others)
    await stage.context.db.run(sql`
      update bank_accounts set account_number_last4 = '9999' where bank_account_id = ${item.bank_account_id}`)
  const back = returned(first!.sent)
  const records = await recordsOf([{ ...back, entry: { ...back.entry, individualId: '' } }])
  assert.ok(
    (await mutate(Buffer.from(joined(withoutNines(records)), 'latin1'), first!.item.bank_item_id)) > 50,
  )
})

test('an EFT return with one wrong byte returns its item or none, beside items of the same amount of other accounts', async () => {
  const items = await Promise.all(
    Array.from({ length: 12 }, async () =>
      stage.queue({ bankAccountId: await stage.createAccount('1234567') }),
    ),
  )
  const sent = await stage.sendAndTake()
  const [first, ...others] = items
  for (const item of others)
    await stage.context.db.run(sql`
      update bank_accounts set account_number_last4 = '9999' where bank_account_id = ${item.bank_account_id}`)
  const of = sent.items.find(({ crossReference }) => crossReference === first!.trace_number)!
  // Without the blanks at the ends, which are most of it.
  const text = (await returnsFile([[of, '901']])).toString('latin1').replaceAll(/ +\r\n/g, '\r\n')
  assert.ok((await mutate(Buffer.from(text, 'latin1'), first!.bank_item_id)) > 20)
})
