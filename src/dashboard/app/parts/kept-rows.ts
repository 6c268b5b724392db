import { type FocusEvent, useMemo, useState } from 'react'

/**
 * Rows of a list while a dialog is open that one of them has: who is asked there has the row until they are
 * done, though it is no longer what the list is of; its refusal says what became of it. What the rows say
 * stays as new as the list.
 */
export function useKeptRows<Row>(rows: readonly Row[], keyOf: (row: Row) => string) {
  const [kept, setKept] = useState<readonly Row[]>()
  const shown = useMemo(() => {
    if (!kept || !document.querySelector('.dialog')) return rows
    const newest = new Map(rows.map((row) => [keyOf(row), row]))
    return kept.map((row) => newest.get(keyOf(row)) ?? row)
  }, [kept, rows, keyOf])
  // Events come up through React's tree: from a dialog to the row that has it.
  const onFocus = ({ target }: FocusEvent<HTMLElement>) => {
    const isAsked = target.closest('.dialog') !== null
    if (isAsked !== (kept !== undefined)) setKept(isAsked ? rows : undefined)
  }
  return { rows: shown, onFocus }
}
