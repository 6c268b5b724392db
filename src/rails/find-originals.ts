import { type Db, sql } from '../db/sql.ts'
import type { Original } from './bank-answer.ts'
import { type BankItemRow, bankItemColumns } from './bank-item.ts'
import { referenceOf } from './nacha/ach-trace.ts'

/** The items that a bank speaks of, in its order; undefined where there is none. */
export async function findOriginals(
  db: Db,
  of: { original: Original }[],
): Promise<(BankItemRow | undefined)[]> {
  const { last } = await db.one<{ last: bigint }>(sql`select last_value as last from bank_item_traces`)
  const references = of.map(({ original }) =>
    typeof original === 'string' ? original : referenceOf(original, last),
  )
  const items = await db.many<BankItemRow>(sql`
    select ${bankItemColumns} from bank_items i where trace_number = any(${references}::text[])`)
  const byReference = new Map(items.map((item) => [item.trace_number, item]))
  return references.map((reference) => (reference === undefined ? undefined : byReference.get(reference)))
}
