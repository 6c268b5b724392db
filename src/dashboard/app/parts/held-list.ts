import { useState } from 'react'

/**
 * A list of suggestions as it stood when somebody began to walk it by arrows, until it is `release`d: an
 * answer of the server that comes later would put its own before, and Enter would open another one than was
 * looked at.
 */
export function useHeldList<Item>(items: readonly Item[]) {
  const [held, setHeld] = useState<readonly Item[] | null>(null)
  const shown = held ?? items
  return {
    shown,
    /** For `onItemHighlighted`. */
    holdAtKeys: (_: Item | undefined, { reason }: { reason: string }) => {
      if (reason === 'keyboard') setHeld(shown)
    },
    release: () => setHeld(null),
  }
}
