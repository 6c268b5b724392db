import { type Db, sql } from '../db/sql.ts'
import { type BankItemRow, bankItemColumns } from './bank-item.ts'
import type { Original } from './bank-message.ts'
import { contradictsItself, fitsTrace, hasReference, referenceOf } from './nacha/ach-trace.ts'

/** The item that a bank speaks of, or why there is none. */
export type FoundOriginal = { item: FoundItem; problem?: never } | { item?: never; problem: string }
/**
 * `departed_to`: the cell where its company is now; null: here. Of such an item nothing but its move is
 * known.
 */
export type FoundItem = BankItemRow & { departed_to: string | null }

type OriginalRow = FoundItem & {
  originator_id: string
  odfi: string | null
  institution_number: string | null
  transit_number: string | null
  routing: string
  last4: string
}

/**
 * The items that a bank speaks of, in its order: those of these profiles' files, of the originator that it
 * names, and where what else it says of them fits: one wrong digit in a reference is another item, perhaps of
 * the same amount.
 */
export async function findOriginals(
  db: Db,
  of: { original: Original; originator: string }[],
  profiles: string[],
): Promise<FoundOriginal[]> {
  const { last } = await db.one<{ last: bigint }>(sql`select last_value as last from bank_item_traces`)
  const references = of.map(({ original }) =>
    'reference' in original ? original.reference : referenceOf(original, last),
  )
  const items = await db.many<OriginalRow>(sql`
    select ${bankItemColumns}, f.originator_id, f.originator ->> 'odfi' as odfi,
      a.institution_number, a.transit_number, coalesce(left(a.routing_number, 8), '') as routing, a.account_number_last4 as last4,
      null as departed_to
    from bank_items i join bank_files f using (bank_file_id)
    join bank_accounts a on a.company_id = i.company_id and a.bank_account_id = i.bank_account_id
    where trace_number = any(${references}::text[]) and f.profile = any(${profiles}::text[])
    union all
    select i.company_id, i.bank_item_id, i.kind, i.bank_item_id, i.direction, i.bank_item_id, i.amount, i.currency, i.state,
      i.trace_number, null, null, null, false, true, f.originator_id, f.originator ->> 'odfi', i.institution_number,
      i.transit_number, coalesce(left(i.routing_number, 8), ''), i.account_number_last4, gone.cell_id
    from departed_bank_items i join bank_files f using (bank_file_id) join departed_companies gone using (company_id)
    where trace_number = any(${references}::text[]) and f.profile = any(${profiles}::text[])`)
  const byReference = new Map(items.map((item) => [item.trace_number, item]))
  return of.map(({ original, originator }, at) => {
    const reference = references[at]
    const isAch = 'trace' in original
    if (isAch && contradictsItself(original))
      return { problem: 'its trace number and its reference are of two items' }
    const row = reference === undefined ? undefined : byReference.get(reference)
    if (row === undefined) return { problem: 'no item has this cross reference' }
    const { originator_id, odfi, institution_number, transit_number, routing, last4, ...item } = row
    if (originator_id !== originator) return { problem: 'the item was sent by another originator' }
    if (isAch && !hasReference(original) && !fitsTrace(original, { odfi: odfi ?? '', routing, last4 }))
      return { problem: 'its trace number fits no item of this account' }
    const account = isAch ? null : original.account
    const isAccount =
      account === null ||
      (account.institution === institution_number &&
        account.transit === transit_number &&
        account.number.endsWith(last4))
    return isAccount ? { item } : { problem: 'the item is of another account' }
  })
}
