import { createContext, useContext, useMemo } from 'react'
import { useSession } from '../data/session.tsx'
import type { Page } from '../page.ts'

/**
 * The list of pages, handed down by the router: what shows it does not import it, since it imports what
 * shows.
 */
export const PageList = createContext<readonly Page[]>([])

/** The pages that this installation has: those for the demo are not in a live one. */
export function usePages(): readonly Page[] {
  const pages = useContext(PageList)
  const { environment } = useSession()
  return useMemo(
    () => pages.filter(({ demoOnly }) => !demoOnly || environment === 'demo'),
    [pages, environment],
  )
}
