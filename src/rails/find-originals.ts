import { type Db, sql } from '../db/sql.ts'
import type { Original } from './bank-answer.ts'
import { type BankItemRow, bankItemColumns } from './bank-item.ts'
import { referenceOf } from './nacha/ach-trace.ts'

/** The items that a bank speaks of, in its order; undefined where no file of these profiles has such an item. */
export async function findOriginals(
  db: Db,
  of: { original: Original }[],
  profiles: string[],
): Promise<(BankItemRow | undefined)[]> {
  const { last } = await db.one<{ last: bigint }>(sql`select last_value as last from bank_item_traces`)
  const references = of.map(({ original }) =>
    typeof original === 'string' ? original : referenceOf(original, last),
  )
  const items = await db.many<BankItemRow>(sql`
    select ${bankItemColumns} from bank_items i join bank_files f using (bank_file_id)
    where trace_number = any(${references}::text[]) and f.profile = any(${profiles}::text[])`)
  const byReference = new Map(items.map((item) => [item.trace_number, item]))
  return references.map((reference) => (reference === undefined ? undefined : byReference.get(reference)))
}
