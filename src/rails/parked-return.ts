import { raiseAlarm } from '../alarms/alarm.ts'
import { type Database, type Db, sql } from '../db/sql.ts'
import { OperatorError } from '../ground/errors.ts'
import { newId } from '../ground/ids.ts'
import type { Currency } from '../ground/money.ts'
import { NO_COMPANY } from '../http/authenticate.ts'
import type { BankAnswer } from './bank-answer.ts'
import { type BankItemRow, type BankSubjects, bankItemColumns, moveBankItems } from './bank-item.ts'
import type { Return } from './bank-message.ts'
import { failDirectionOf, failReasonOf } from './fail-reason.ts'

/** A return that moved nothing, why, and the item that it is about, where that is known. */
export type UnappliedReturn = { of: Return; problem: string; item: BankItemRow | undefined }

/**
 * An open parked return as an operator sees it. `amount` is minor units; `place` is where in the bank's file
 * it stands.
 */
export type ParkedReturn = {
  bank_parked_return_id: string
  company_id: string | null
  bank_item_id: string | null
  file_sha256: string
  place: string
  code: string
  stage: Return['stage']
  direction: Return['direction']
  amount: bigint
  currency: Currency
  reference: string
  problem: string
  parked_at: Date
}

const subjectOf = (sha256: Buffer) => sha256.toString('hex').slice(0, 16)

/** Keeps what a person has to see to, in the transaction of its file, with one alarm for all of the file. */
export async function parkReturns(
  db: Db,
  { sha256, number }: BankAnswer,
  parked: UnappliedReturn[],
): Promise<void> {
  const [first] = parked
  if (first === undefined) return
  const all = <Value>(value: (of: UnappliedReturn) => Value) => parked.map(value)
  await db.run(sql`
    insert into bank_parked_returns (bank_parked_return_id, company_id, bank_item_id, sha256, place, code, stage, direction,
      amount, currency, reference, problem)
    select id, company_id, bank_item_id, ${sha256}, place, code, stage, direction, amount, currency, reference, problem
    from unnest(
      ${all(() => newId())}::uuid[], ${all(({ item }) => item?.company_id ?? null)}::uuid[],
      ${all(({ item }) => item?.bank_item_id ?? null)}::uuid[], ${all(({ of }) => of.position)}::text[],
      ${all(({ of }) => of.code)}::text[], ${all(({ of }) => of.stage)}::text[],
      ${all(({ of }) => of.direction)}::text[], ${all(({ of }) => of.amount)}::bigint[],
      ${all(({ of }) => of.currency)}::text[], ${all(referenceIn)}::text[], ${all(({ problem }) => problem)}::text[]
    ) as parked (id, company_id, bank_item_id, place, code, stage, direction, amount, currency, reference, problem)`)
  await raiseAlarm(db, {
    kind: 'bank_return_parked',
    subject: subjectOf(sha256),
    companyId: null,
    details: {
      number,
      parked: parked.length,
      first: { place: first.of.position, problem: first.problem },
      do: 'ask the bank what it returned; items that it names wait: jetpay bank-return list, jetpay bank-return resolve <id> --as returned|stands',
    },
  })
}

/** What the bank has of the item: our reference, or the trace number that it goes by. */
const referenceIn = ({ of: { original } }: UnappliedReturn): string =>
  'reference' in original ? original.reference : original.individualId || original.trace

/** Open ones, oldest first; at most a thousand. */
export const listParkedReturns = (db: Db) =>
  db.many<ParkedReturn>(sql`
    select bank_parked_return_id, company_id, bank_item_id, encode(sha256, 'hex') as file_sha256, place, code, stage, direction,
      amount, currency, reference, problem, parked_at
    from bank_parked_returns where resolved_at is null order by parked_at, bank_parked_return_id limit 1000`)

export const returnResolutions = ['returned', 'stands'] as const
export type ReturnResolution = (typeof returnResolutions)[number]

/**
 * Closes one that a person has settled with the bank, and its file's alarm with the last one. Where it is a
 * return that names an item of ours, the item has waited for the answer: `returned`, it came back whole, as
 * by a return that fits; `stands`, it did not, and settles as any other. For anything else `stands` is the
 * only decision, and nothing moves. Throws an OperatorError, and changes nothing, for one that is not open.
 */
export const resolveParkedReturn = (
  db: Database,
  subjects: BankSubjects,
  id: string,
  as: ReturnResolution,
  by: string,
  note: string,
  /** Where it is said whose it is to be; the nil UUID: nobody's. */
  companyId: string | null = null,
): Promise<void> =>
  db.transaction(async (db) => {
    const resolved = await db.first<{
      sha256: Buffer
      company_id: string | null
      bank_item_id: string | null
      stage: string
    }>(sql`
      update bank_parked_returns set resolved_at = jetpay_now(), resolved_as = ${as}, resolved_by = ${by}, note = ${note}
      where bank_parked_return_id = ${id} and resolved_at is null
        and ${isOf(companyId)}
      returning sha256, company_id, bank_item_id, stage`)
    if (!resolved) throw await notOpen(db, id, companyId)
    const item = resolved.stage === 'return' ? await unquestioned(db, resolved) : undefined
    if (as === 'returned') {
      if (!item || !(await takeBack(db, subjects, item)))
        throw new OperatorError(
          'No item of ours that can come back is named there; say that it stands. Nothing was changed.',
        )
    }
    await db.run(sql`
      update alarms set closed_at = jetpay_now(), closed_by = ${by}
      where kind = 'bank_return_parked' and subject = ${subjectOf(resolved.sha256)} and closed_at is null
        and not exists (
          select from bank_parked_returns where sha256 = ${resolved.sha256} and resolved_at is null)`)
  })

export type DecidedReturn = {
  bank_item_id: string
  kind: 'payout' | 'debit' | 'credit' | 'refund'
  subject_id: string
  resolved_as: ReturnResolution
  resolved_at: Date
  note: string | null
  code: string
}

/** What was decided of returns that name bank items of these subjects. */
export const decidedReturnsOf = (db: Db, companyId: string, subjects: string[]) =>
  db.many<DecidedReturn>(sql`
    select i.bank_item_id, i.kind, i.subject_id, r.resolved_as, r.resolved_at, r.note, r.code
    from bank_items i join bank_parked_returns r on r.company_id = i.company_id and r.bank_item_id = i.bank_item_id
    where i.company_id = ${companyId} and i.subject_id = any (${subjects}::uuid[]) and r.resolved_as is not null
    order by r.resolved_at desc limit 200`)

/** Whose it is, where that is said: the nil UUID names those that nobody knows. */
const isOf = (companyId: string | null) =>
  sql`(${companyId}::uuid is null or coalesce(company_id, ${NO_COMPANY}) = ${companyId})`

async function notOpen(db: Db, id: string, companyId: string | null): Promise<OperatorError> {
  const resolved = await db.first(sql`
    select 1 from bank_parked_returns where bank_parked_return_id = ${id} and ${isOf(companyId)}`)
  return resolved
    ? new OperatorError('The return was resolved already; nothing was changed.', 'wrong_state')
    : new OperatorError(`There is no parked return ${id}; see \`jetpay bank-return list\`.`, 'not_found')
}

type ItemName = { company_id: string | null; bank_item_id: string | null }

/** The item, which waits no longer once nothing else that the bank said of it is open. */
const unquestioned = (db: Db, { company_id, bank_item_id }: ItemName) =>
  db.first<BankItemRow>(sql`
    update bank_items i set questioned_at = case when exists (
        select from bank_parked_returns r where r.company_id = i.company_id and r.bank_item_id = i.bank_item_id
          and r.stage = 'return' and r.resolved_at is null) then questioned_at end
    where company_id = ${company_id} and bank_item_id = ${bank_item_id}
    returning ${bankItemColumns}`)

const takeBack = async (db: Db, subjects: BankSubjects, item: BankItemRow): Promise<boolean> => {
  const reason = { fail_reason: failReasonOf(''), fail_direction: failDirectionOf(item.direction) }
  return (await moveBankItems(db, subjects, 'returned', [{ ...item, ...reason }])).length > 0
}
