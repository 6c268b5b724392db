import { useSyncExternalStore } from 'react'

const narrowerThan = (width: string) => ({
  follow(changed: () => void) {
    const list = matchMedia(width)
    list.addEventListener('change', changed)
    return () => list.removeEventListener('change', changed)
  },
  isSo: () => matchMedia(width).matches,
})
const forFew = narrowerThan('(max-width: 700px)')
/** A column of sentences would get a word a line. */
const forLong = narrowerThan('(max-width: 1150px)')

/** The class of a table: on a narrow screen its rows are cards. */
export function useCards(hasLong = false): 'data' | 'data cards' {
  const { follow, isSo } = hasLong ? forLong : forFew
  return useSyncExternalStore(follow, isSo) ? 'data cards' : 'data'
}
