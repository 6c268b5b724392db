import { cutToMicros } from '../db/instant.ts'
import { empty, type Statement, sql } from '../db/sql.ts'
import type { Term } from '../search/terms.ts'
import type { TransactionState } from './debit.ts'

/** What a debit or credit can fail from: `paid` is a payment that had counted, and was taken back. */
export const failedFrom = [
  'requested',
  'preauthorized',
  'initiated',
  'paid',
] as const satisfies TransactionState[]
export type FailedFrom = (typeof failedFrom)[number]

export type Failing = { failed_at: Date | null; failed_from: string | null }

/** When and from what a row of the table has failed: the columns of `Failing`. */
export function failingColumns(table: Statement, id: Statement): Statement {
  const last = (column: Statement) => sql`
    case when state = 'failed' then (
      select ${column} from transaction_moves m
      where m.company_id = ${table}.company_id and m.transaction_id = ${id} and m.to_state = 'failed'
      order by m.sequence desc limit 1) end`
  return sql`${last(sql`moved_at`)} as failed_at, ${last(sql`from_state`)} as failed_from`
}

/** What blocks are told of it. */
export const tellFailing = ({ failed_at, failed_from }: Failing): { time?: Date; terms: Term[] } => ({
  ...(failed_at && { time: failed_at }),
  terms: failed_from === null ? [] : [failedFromTerm(failed_from)],
})

const failedFromTerm = (state: string): Term => ['failedFrom', state]

type Asked = {
  failed_after?: string | undefined
  failed_before?: string | undefined
  failed_from?: FailedFrom[] | undefined
}
/** Whether anything of it is asked for. */
export const asksFailing = ({ failed_after, failed_before, failed_from }: Asked): boolean =>
  (failed_after ?? failed_before ?? failed_from) !== undefined

/** The filter to it, beginning with `and`: of the last move of the row `id` into `failed`. */
export function failedSo(companyId: string, id: Statement, asked: Asked): Statement {
  if (!asksFailing(asked)) return empty
  const { failed_after, failed_before, failed_from } = asked
  const after = failed_after && cutToMicros(failed_after).time
  const end = failed_before && cutToMicros(failed_before)
  return sql`and state = 'failed' and exists (
    select from (
      select moved_at, from_state from transaction_moves m
      where m.company_id = ${companyId} and m.transaction_id = ${id} and m.to_state = 'failed'
      order by m.sequence desc limit 1
    ) failing where true ${after ? sql`and moved_at > ${after}::timestamptz` : empty}
      ${end ? sql`and moved_at ${end.cut ? sql`<=` : sql`<`} ${end.time}::timestamptz` : empty}
      ${failed_from ? sql`and from_state = any (${failed_from})` : empty})`
}

/** The same, as far as blocks can tell of it. */
export const wantedFailing = ({ failed_after, failed_before, failed_from }: Asked) => ({
  time:
    failed_after || failed_before
      ? ([
          failed_after === undefined ? undefined : new Date(failed_after),
          failed_before === undefined ? undefined : new Date(failed_before),
        ] as const)
      : undefined,
  oneOf: failed_from?.map(failedFromTerm),
})
