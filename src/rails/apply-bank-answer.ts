import { raiseAlarm } from '../alarms/alarm.ts'
import type { Context } from '../context.ts'
import { type Db, sql } from '../db/sql.ts'
import { newId } from '../ids.ts'
import type { BankAnswer, Return } from './bank-answer.ts'
import type { BankConfirmation } from './bank-confirmation.ts'
import { BankFileError } from './bank-file-error.ts'
import { type BankItemRow, type BankSubjects, type ItemMove, moveBankItems } from './bank-item.ts'
import { failDirectionOf, failReasonOf } from './fail-reason.ts'
import { findOriginals } from './find-originals.ts'
import type { Rail } from './rail.ts'
import { recordNotices } from './record-notices.ts'

/** A bank's numbers run to 9999 and begin again; among so many files of a kind the same number is the same file. */
const SAME_NUMBER_FILES = 5_000
/** Items that one statement moves and tells of. */
const BATCH = 500

/** What could not be matched: where in the file, and what is wrong with it. */
export type Unmatched = { place: string; problem: string }
export type Applied = { outcome: 'applied' | 'known'; unmatched: Unmatched[] }

/**
 * Makes of a bank's file what it says, in one transaction with the record that it was read: each file counts once, whatever it is called
 * and however often it comes. `rails` are those of the bank that it came from: it speaks of their items and no others. Throws a
 * BankFileError for one that cannot be, with nothing changed.
 */
export function applyBankAnswer(
  context: Context,
  subjects: BankSubjects,
  answer: BankAnswer,
  rails: Rail[],
): Promise<Applied> {
  const { db } = context
  const addressed = rails.filter(({ originatorId }) => originatorId === answer.originatorId)
  if (answer.originatorId !== null && addressed.length === 0)
    throw new BankFileError('is for another originator', { record: 1, field: 'originator id' })
  return db.transaction(async (db) => {
    // The number's rows are few and this is the only writer that waits: two workers with one file go one after the other.
    await db.run(sql`select pg_advisory_xact_lock(hashtext('bank_answers'))`)
    const known = await db.first(sql`select from bank_answers where sha256 = ${answer.sha256}`)
    if (known) return { outcome: 'known', unmatched: [] }
    const changed = await isNumberKnown(db, answer)
    if (changed)
      throw new BankFileError(
        `a file of ${answer.kind} with number ${answer.number} was read before, and it was another`,
      )
    const { items, unmatched } = await apply(db, context, subjects, answer, addressed)
    await db.run(sql`
      insert into bank_answers (sha256, kind, number, items, unmatched)
      values (${answer.sha256}, ${answer.kind}, ${answer.number}, ${items}, ${unmatched.length})`)
    return { outcome: 'applied', unmatched }
  })
}

/** Confirmations carry our own number, which the state of our file guards. */
const isNumberKnown = async (db: Db, { kind, number }: BankAnswer): Promise<boolean> =>
  (kind === 'returns' || kind === 'notices') &&
  (await db.first(sql`
    select from bank_answers a where kind = ${kind} and number = ${number} and (
      select count(*) from (
        select from bank_answers b where b.kind = a.kind and b.read_at > a.read_at limit ${SAME_NUMBER_FILES}
      ) as later
    ) < ${SAME_NUMBER_FILES} limit 1`)) !== undefined

type Result = { items: number; unmatched: Unmatched[] }

async function apply(
  db: Db,
  context: Context,
  subjects: BankSubjects,
  answer: BankAnswer,
  rails: Rail[],
): Promise<Result> {
  if ('confirmation' in answer) return applyConfirmation(db, subjects, answer.confirmation)
  const { returns, notices } = answer
  const profiles = rails.flatMap(({ layout }) => Object.keys(layout.profiles))
  const unmatched = await applyReturns(db, subjects, returns, profiles)
  await callSomeone(db, answer, unmatched)
  unmatched.push(...(await recordNotices(db, context.seal, notices, profiles)))
  return { items: returns.length + notices.length, unmatched }
}

async function applyReturns(
  db: Db,
  subjects: BankSubjects,
  returns: Return[],
  profiles: string[],
): Promise<Unmatched[]> {
  const unmatched: Unmatched[] = []
  for (let at = 0; at < returns.length; at += BATCH) {
    const batch = returns.slice(at, at + BATCH)
    const originals = await findOriginals(db, batch, profiles)
    const moves = new Map<string, ItemMove>()
    const questioned: BankItemRow[] = []
    for (const [at, back] of batch.entries()) {
      const item = originals[at]
      const problem =
        // The same item a second time in one file is one return.
        item && moves.has(item.bank_item_id) ? CAME_BACK : problemWith(back, item)
      if (problem !== undefined || item === undefined) {
        unmatched.push({ place: back.place, problem: problem! })
        if (item) questioned.push(item)
      } else
        moves.set(item.bank_item_id, {
          ...item,
          return_code: back.code,
          fail_reason: failReasonOf(back.code),
          fail_direction: failDirectionOf(item.direction),
        })
    }
    const moved = await moveBankItems(db, subjects, 'returned', [...moves.values()])
    await rememberReturns(db, moved)
    await question(db, questioned)
  }
  return unmatched
}

const CAME_BACK = 'the item came back before'

/** Returns that an alarm shows; the log has no more of a file either. */
const SHOWN_MAX = 20

/** The bank moved money that nothing of ours stands for: one alarm for a file, however many there are in it. */
async function callSomeone(
  db: Db,
  { kind, number, sha256 }: BankAnswer,
  unmatched: Unmatched[],
): Promise<void> {
  if (unmatched.length === 0) return
  await raiseAlarm(db, {
    ...{ kind: 'bank_return_unmatched', subject: `${kind} ${number} ${sha256.toString('hex').slice(0, 12)}` },
    companyId: null,
    details: {
      ...{ number, unmatched: unmatched.length, first: unmatched.slice(0, SHOWN_MAX) },
      do: 'ask the bank what it returned; items that it names wait (`jetpay bank list`): jetpay bank resolve <item> --as returned|stands',
    },
  })
}

/** What the bank says of these does not fit, so they are not taken for settled until a person has asked. */
const question = (db: Db, items: BankItemRow[]) =>
  db.run(sql`
    update bank_items i set questioned_at = coalesce(questioned_at, jetpay_now())
    from unnest(${items.map((item) => item.company_id)}::uuid[], ${items.map((item) => item.bank_item_id)}::uuid[])
      as asked (company_id, bank_item_id)
    where i.company_id = asked.company_id and i.bank_item_id = asked.bank_item_id and i.state in ('sent', 'settled')`)

/** Why a return is not one of ours; undefined where it is. */
function problemWith(back: Return, item: BankItemRow | undefined): string | undefined {
  if (item === undefined) return 'no item has this cross reference'
  if (back.direction !== item.direction) return `the item is a ${item.direction}`
  if (back.amount !== item.amount) return 'the item has another amount'
  if (back.currency !== item.currency) return 'the item has another currency'
  if (item.state === 'returned') return CAME_BACK
  if (item.state !== 'sent' && item.state !== 'settled') return `the item is ${item.state}`
  return undefined
}

const rememberReturns = (db: Db, items: BankItemRow[]) =>
  db.run(sql`
    insert into bank_returns (company_id, bank_return_id, bank_item_id, return_code, late)
    select * from unnest(
      ${items.map((item) => item.company_id)}::uuid[], ${items.map(() => newId())}::uuid[],
      ${items.map((item) => item.bank_item_id)}::uuid[], ${items.map((item) => item.return_code)}::text[],
      ${items.map((item) => item.late)}::boolean[])`)

async function applyConfirmation(db: Db, subjects: BankSubjects, of: BankConfirmation): Promise<Result> {
  const file = await db.first<{
    bank_file_id: string
    state: string
    items: number
    debit_total: bigint
    credit_total: bigint
  }>(sql`
    select bank_file_id, state, items, debit_total, credit_total from bank_files
    where originator_id = ${of.originatorId} and file_number = ${of.fileNumber}
    order by created_at desc limit 1 for update`)
  if (!file || file.state === 'writing')
    throw new BankFileError('is about a file that was not sent', { record: 1 })
  if (of.kind === 'settled') {
    if (file.state === 'rejected') throw new BankFileError('settles a file that was rejected', { record: 1 })
    return { items: await settle(db, subjects, file.bank_file_id, of.dueUntil), unmatched: [] }
  }
  if (file.state !== 'sent')
    throw new BankFileError(`is about a file that was ${file.state} before`, { record: 1 })
  if (of.kind === 'accepted') {
    if (of.items !== file.items || of.debits !== file.debit_total || of.credits !== file.credit_total)
      throw new BankFileError('accepts another number of items, or another value, than we sent', {
        record: 1,
      })
  }
  const reason = of.kind === 'rejected' ? of.reason : null
  await db.run(sql`
    update bank_files set state = ${of.kind}, reject_reason = ${reason}, answered_at = jetpay_now()
    where bank_file_id = ${file.bank_file_id}`)
  if (of.kind === 'rejected') await rejectItems(db, subjects, file.bank_file_id)
  return { items: file.items, unmatched: [] }
}

type Key = Pick<BankItemRow, 'company_id' | 'bank_item_id' | 'direction'>

/** No money has moved: whoever's item it was decides whether a new one is queued, once the cause is found. */
async function rejectItems(db: Db, subjects: BankSubjects, fileId: string): Promise<void> {
  const next = () =>
    db.many<Key>(sql`
      select company_id, bank_item_id, direction from bank_items where bank_file_id = ${fileId} and state = 'sent'
      order by file_line limit ${BATCH}`)
  for (let items = await next(); items.length > 0; items = await next()) {
    const moves = items.map((item) => ({
      ...item,
      fail_reason: 'rejected_by_bank',
      fail_direction: failDirectionOf(item.direction),
    }))
    await moveBankItems(db, subjects, 'rejected', moves)
  }
}

async function settle(db: Db, subjects: BankSubjects, fileId: string, dueUntil: string): Promise<number> {
  let settled = 0
  const next = () =>
    db.many<Key>(sql`
      select company_id, bank_item_id, direction from bank_items
      where bank_file_id = ${fileId} and state = 'sent' and file_due_on <= ${dueUntil}::date and questioned_at is null
      order by file_line limit ${BATCH}`)
  for (let items = await next(); items.length > 0; items = await next())
    settled += (await moveBankItems(db, subjects, 'settled', items)).length
  return settled
}
