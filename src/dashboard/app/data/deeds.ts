/**
 * What somebody chose to do by the palette, until the page that does it opens its question. In memory: an
 * address that is opened again, or sent to another, opens none.
 */
import { useEffect, useState } from 'react'
import type { Page } from '../page.ts'

type Wanted = { page: Page; deed: string }

let wanted: Wanted | undefined
const listeners = new Set<() => void>()

/** Nothing, where the palette is opened again: what no page has taken is not meant any more. */
export function want(next: Wanted | undefined): void {
  wanted = next
  for (const listener of listeners) listener()
}

/** Whether the page's question for this deed is open, and how to open and close it. */
export function useDeed(page: Page, deed: string): [boolean, (open: boolean) => void] {
  const [open, setOpen] = useState(false)
  useEffect(() => {
    const take = () => {
      if (wanted?.page !== page || wanted.deed !== deed) return
      wanted = undefined
      setOpen(true)
    }
    take()
    listeners.add(take)
    return () => void listeners.delete(take)
  }, [page, deed])
  return [open, setOpen]
}
