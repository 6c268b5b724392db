import { createContext, useContext, useEffect, useRef, useState } from 'react'

type Hold = (by: 1 | -1) => void
const context = createContext<Hold | null>(null)

/** Around a list: what is asked in one of its rows holds all of them. */
export const HeldRows = context.Provider

/**
 * The rows as they were when a question of one of them was opened, until it is closed: another may have done
 * the same meanwhile, and a row that goes would take its question with it, and what was typed there.
 */
export function useHeldRows<Row>(rows: readonly Row[]): { rows: readonly Row[]; hold: Hold } {
  const [holds, setHolds] = useState(0)
  const [hold] = useState<Hold>(() => (by: 1 | -1) => setHolds((before) => before + by))
  const held = useRef(rows)
  if (holds === 0) held.current = rows
  return { rows: held.current, hold }
}

/** Holds the rows of the list that it is in, if any, while it is open. */
export function useHoldsRows(open: boolean): void {
  const hold = useContext(context)
  useEffect(() => {
    if (!open || !hold) return
    hold(1)
    return () => hold(-1)
  }, [open, hold])
}
