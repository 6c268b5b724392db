import { type Db, sql } from '../db/sql.ts'
import { newId } from '../ground/ids.ts'
import type { Context } from '../process/context.ts'
import type { BankAnswer } from './bank-answer.ts'
import type { BankConfirmation } from './bank-confirmation.ts'
import { BankFileError } from './bank-file-error.ts'
import { type BankItemRow, type BankSubjects, type ItemMove, moveBankItems } from './bank-item.ts'
import type { Return, Unmatched } from './bank-message.ts'
import { moveDepartedItems } from './departed-items.ts'
import { failDirectionOf, failReasonOf } from './fail-reason.ts'
import { findOriginals } from './find-originals.ts'
import { parkReturns, type UnappliedReturn } from './parked-return.ts'
import type { Rail } from './rail.ts'
import { recordNotices } from './record-notices.ts'

/**
 * A bank's numbers run to 9999 and begin again; among so many files of a kind the same number is the same
 * file.
 */
const SAME_NUMBER_FILES = 5_000
/** Items that one statement moves and tells of. */
const BATCH = 500

export type Applied = { outcome: 'applied' | 'known'; unmatched: Unmatched[] }

/**
 * Makes of a bank's file what it says, in one transaction with the record that it was read: each file counts
 * once, whatever it is called and however often it comes. `rails` are those of the bank that it came from: it
 * speaks of their items and no others. Throws a BankFileError for one that cannot be, with nothing changed.
 */
export function applyBankAnswer(
  context: Context,
  subjects: BankSubjects,
  answer: BankAnswer,
  rails: Rail[],
): Promise<Applied> {
  return context.db.transaction(async (db) => {
    const ours = await ourOriginators(db, answer, rails)
    if (answer.originators.length > 0 && !answer.originators.some((id) => ours.has(id)))
      throw new BankFileError('is for another originator', { field: 'originator id' })
    // The number's rows are few and this is the only writer that waits: two workers with one file go one
    // after the other.
    await db.run(sql`select pg_advisory_xact_lock(hashtext('bank_answers'))`)
    const known = await db.first(sql`select from bank_answers where sha256 = ${answer.sha256}`)
    if (known) return { outcome: 'known', unmatched: [] }
    const changed = await isNumberKnown(db, answer)
    if (changed)
      throw new BankFileError(
        `a file of ${answer.kind} with number ${answer.number} was read before, and it was another`,
      )
    const { items, unmatched } = await apply(db, context, subjects, answer, rails, ours)
    await db.run(sql`
      insert into bank_answers (sha256, kind, number, items, unmatched)
      values (${answer.sha256}, ${answer.kind}, ${answer.number}, ${items}, ${unmatched.length})`)
    return { outcome: 'applied', unmatched }
  })
}

/** Ids that we send with, or have sent with: what comes back late bears the one that it was sent with. */
async function ourOriginators(db: Db, { originators }: BankAnswer, rails: Rail[]): Promise<Set<string>> {
  const before = await db.many<{ originator_id: string }>(sql`
    select distinct originator_id from bank_files
    where originator_id = any(${originators}::text[]) and profile = any(${profilesOf(rails)}::text[])`)
  return new Set([...rails.map(({ originatorId }) => originatorId), ...before.map((of) => of.originator_id)])
}

const profilesOf = (rails: Rail[]) => rails.flatMap(({ layout }) => Object.keys(layout.profiles))

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
  ours: Set<string>,
): Promise<Result> {
  if ('confirmation' in answer) return applyConfirmation(db, subjects, answer.confirmation)
  const notOurs = ({ originator }: { originator: string }) =>
    ours.has(originator) ? {} : { unfit: 'is for another originator' }
  const returns = answer.returns.map((of) => ({ ...of, ...notOurs(of) }))
  const notices = answer.notices.map((of) => ({ ...of, ...notOurs(of) }))
  const profiles = profilesOf(rails.filter(({ name }) => name === answer.rail))
  const parked = await applyReturns(db, subjects, returns, profiles)
  await parkReturns(db, answer, parked)
  const unmatched = parked.map(({ of: { position }, problem }) => ({ position, problem }))
  unmatched.push(...(await recordNotices(db, context.seal, notices, profiles)))
  return { items: returns.length + notices.length, unmatched }
}

async function applyReturns(
  db: Db,
  subjects: BankSubjects,
  returns: Return[],
  profiles: string[],
): Promise<UnappliedReturn[]> {
  const parked: UnappliedReturn[] = []
  for (let at = 0; at < returns.length; at += BATCH) {
    const batch = returns.slice(at, at + BATCH)
    const originals = await findOriginals(db, batch, profiles)
    const moves = new Map<string, ItemMove>()
    const questioned: BankItemRow[] = []
    for (const [at, back] of batch.entries()) {
      const { item, problem: notFound } = originals[at]!
      const problem =
        // The same item a second time in one file is one return.
        item && moves.has(item.bank_item_id) && back.stage === 'return'
          ? CAME_BACK
          : problemWith(back, item, notFound)
      if (problem !== undefined || item === undefined) {
        const isHere = item !== undefined && item.departed_to === null
        const where = item && !isHere ? ` (its company is in cell ${item.departed_to})` : ''
        parked.push({ of: back, problem: problem! + where, item: isHere ? item : undefined })
        if (isHere && back.stage === 'return') questioned.push(item)
      } else if (item.departed_to !== null) {
        // Each at once, so that the same one a second time in this file has come back before.
        if ((await moveDepartedItems(db, 'returned', [{ ...item, return_code: back.code }])) === 0)
          parked.push({ of: back, problem: CAME_BACK, item: undefined })
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
  return parked
}

const CAME_BACK = 'the item came back before'

/**
 * These items do not fit what the bank says of them, so they do not count as settled until a person has
 * asked.
 */
const question = (db: Db, items: BankItemRow[]) =>
  db.run(sql`
    update bank_items i set questioned_at = coalesce(questioned_at, jetpay_now())
    from unnest(${items.map((item) => item.company_id)}::uuid[], ${items.map((item) => item.bank_item_id)}::uuid[])
      as asked (company_id, bank_item_id)
    where i.company_id = asked.company_id and i.bank_item_id = asked.bank_item_id and i.state in ('sent', 'settled')`)

/**
 * A bank's answer about a return. It moves the money the other way, so it must never be taken for one; what
 * it means for the item is settled with the bank, as it may be answered in turn.
 */
const aboutReturns = {
  dishonored:
    'it dishonors a return: the bank takes the return back, and the money of the item moves once more',
  contested: 'it contests a dishonored return: for the bank the return stands',
  unknown: 'its code is among those of banks about returns, and is not known',
} as const

/** Why a return is not one of ours that can be applied; undefined where it is. */
function problemWith(back: Return, item: BankItemRow | undefined, notFound?: string): string | undefined {
  if (back.unfit !== undefined) return back.unfit
  if (back.stage !== 'return') return `${aboutReturns[back.stage]} (${back.code})`
  if (item === undefined) return notFound
  if (back.direction !== item.direction) return `the item is a ${item.direction}`
  if (back.amount !== item.amount) return 'the item has another amount'
  if (back.currency !== item.currency) return 'the item has another currency'
  if (item.state === 'returned') return CAME_BACK
  if (item.state !== 'sent' && item.state !== 'settled') return `the item is ${item.state}`
  return undefined
}

export const rememberReturns = (db: Db, items: BankItemRow[]) =>
  db.run(sql`
    insert into bank_returns (company_id, bank_return_id, bank_item_id, return_code, late)
    select * from unnest(
      ${items.map((item) => item.company_id)}::uuid[], ${items.map(() => newId())}::uuid[],
      ${items.map((item) => item.bank_item_id)}::uuid[], ${items.map((item) => item.return_code)}::text[],
      ${items.map((item) => item.late)}::boolean[])`)

/**
 * No lock of the file's row: answers are applied one at a time, and nobody else changes a file that was sent.
 */
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
    order by created_at desc limit 1`)
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
    const moves = items.map(
      (item): ItemMove => ({
        ...item,
        fail_reason: 'rejected_by_bank',
        fail_direction: failDirectionOf(item.direction),
      }),
    )
    await moveBankItems(db, subjects, 'rejected', moves)
  }
  await moveDepartedItems(
    db,
    'rejected',
    await db.many<DepartedKey>(sql`
      select company_id, bank_item_id from departed_bank_items where bank_file_id = ${fileId} and state = 'sent'`),
  )
}

/** Of a company that has left: of one file, so they are few enough for one statement. */
type DepartedKey = Pick<BankItemRow, 'company_id' | 'bank_item_id'>

async function settle(db: Db, subjects: BankSubjects, fileId: string, dueUntil: string): Promise<number> {
  let settled = 0
  const next = () =>
    db.many<Key>(sql`
      select company_id, bank_item_id, direction from bank_items
      where bank_file_id = ${fileId} and state = 'sent' and file_due_on <= ${dueUntil}::date and questioned_at is null
      order by file_line limit ${BATCH}`)
  for (let items = await next(); items.length > 0; items = await next())
    settled += (await moveBankItems(db, subjects, 'settled', items)).length
  const departed = await db.many<DepartedKey>(sql`
    select company_id, bank_item_id from departed_bank_items
    where bank_file_id = ${fileId} and state = 'sent' and file_due_on <= ${dueUntil}::date and questioned_at is null`)
  return settled + (await moveDepartedItems(db, 'settled', departed))
}
