import { useQueryClient } from '@tanstack/react-query'
import { useCallback } from 'react'
import { ask } from '../data/ask.ts'
import { noteSigningOut } from '../data/signed-out.ts'

/** Ends the session of this browser, and goes to the page that makes one. */
export function useSignOut(): () => void {
  const client = useQueryClient()
  return useCallback(() => {
    noteSigningOut()
    void ask('/session', { method: 'DELETE', company: null })
      .catch(() => undefined)
      .then(() => {
        client.clear()
        // A new page: nothing of what was shown stays in its memory.
        location.assign('/dashboard')
      })
  }, [client])
}
