import { useState } from 'react'
import { AskError } from '../../data/problem.ts'

/** One thing that is done by a button: whether it runs, and why it did not work. */
export function useAct() {
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>(null)
  return {
    busy,
    error,
    /** Another way is tried: what the one before was refused for is none of it. */
    forget: () => setError(null),
    async run(work: () => Promise<void>): Promise<void> {
      setBusy(true)
      setError(null)
      try {
        await work()
      } catch (error) {
        setError(error)
      } finally {
        setBusy(false)
      }
    },
  }
}

/** What is wrong with one field. */
export const ofField = (error: unknown, path: string): string | undefined =>
  error instanceof AskError ? error.of(path) : undefined

/** The secret of a link from a mail: behind `#`, so that no server and no log ever sees it. */
export const ticketOf = (hash: string): string | null => /^#?([\w-]{43})$/.exec(hash)?.[1] ?? null
