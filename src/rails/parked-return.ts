import { raiseAlarm } from '../alarms/alarm.ts'
import { type Db, sql } from '../db/sql.ts'
import { OperatorError } from '../errors.ts'
import { newId } from '../ids.ts'
import type { BankAnswer, Return } from './bank-answer.ts'
import type { BankItemRow } from './bank-item.ts'

/** A return that moved nothing, why, and the item that it is about, where that is known. */
export type Parked = { of: Return; problem: string; item: BankItemRow | undefined }

/** An open parked return as an operator sees it. `amount` is minor units; `place` is where in the bank's file it stands. */
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
  currency: string
  reference: string
  problem: string
  parked_at: Date
}

const subjectOf = (sha256: Buffer) => sha256.toString('hex').slice(0, 16)

/** Keeps what a person has to see to, in the transaction of its file, with one alarm for all of the file. */
export async function parkReturns(db: Db, { sha256, number }: BankAnswer, parked: Parked[]): Promise<void> {
  const [first] = parked
  if (first === undefined) return
  const all = <Value>(value: (of: Parked) => Value) => parked.map(value)
  await db.run(sql`
    insert into bank_parked_returns (bank_parked_return_id, company_id, bank_item_id, sha256, place, code, stage, direction,
      amount, currency, reference, problem)
    select id, company_id, bank_item_id, ${sha256}, place, code, stage, direction, amount, currency, reference, problem
    from unnest(
      ${all(() => newId())}::uuid[], ${all(({ item }) => item?.company_id ?? null)}::uuid[],
      ${all(({ item }) => item?.bank_item_id ?? null)}::uuid[], ${all(({ of }) => of.place)}::text[],
      ${all(({ of }) => of.code)}::text[], ${all(({ of }) => of.stage)}::text[],
      ${all(({ of }) => of.direction)}::text[], ${all(({ of }) => of.amount)}::bigint[],
      ${all(({ of }) => of.currency)}::text[], ${all(referenceIn)}::text[], ${all(({ problem }) => problem)}::text[]
    ) as parked (id, company_id, bank_item_id, place, code, stage, direction, amount, currency, reference, problem)`)
  await raiseAlarm(db, {
    ...{ kind: 'bank_return_parked', subject: subjectOf(sha256), companyId: null },
    details: {
      ...{ number, parked: parked.length, first: { place: first.of.place, problem: first.problem } },
      do: 'the bank moved money that our books do not know of: `jetpay bank-return list`, and ask the bank',
    },
  })
}

/** What the bank has of the item: our reference, or the trace number that it goes by. */
const referenceIn = ({ of: { original } }: Parked): string =>
  'reference' in original ? original.reference : original.individualId || original.trace

/** Open ones, oldest first; at most a thousand. */
export const listParkedReturns = (db: Db) =>
  db.many<ParkedReturn>(sql`
    select bank_parked_return_id, company_id, bank_item_id, encode(sha256, 'hex') as file_sha256, place, code, stage, direction,
      amount, currency, reference, problem, parked_at
    from bank_parked_returns where resolved_at is null order by parked_at, bank_parked_return_id limit 1000`)

/** Closes one that a person has settled with the bank, and its file's alarm with the last one. Moves nothing. */
export async function resolveParkedReturn(db: Db, id: string, by: string, note: string): Promise<void> {
  const resolved = await db.first<{ sha256: Buffer }>(sql`
    update bank_parked_returns set resolved_at = jetpay_now(), resolved_by = ${by}, note = ${note}
    where bank_parked_return_id = ${id} and resolved_at is null returning sha256`)
  if (!resolved)
    throw new OperatorError(`There is no open parked return ${id}; see \`jetpay bank-return list\`.`)
  await db.run(sql`
    update alarms set closed_at = jetpay_now(), closed_by = ${by}
    where kind = 'bank_return_parked' and subject = ${subjectOf(resolved.sha256)} and closed_at is null
      and not exists (
        select from bank_parked_returns where sha256 = ${resolved.sha256} and resolved_at is null)`)
}
