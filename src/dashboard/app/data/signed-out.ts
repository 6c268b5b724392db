import { codeOf } from './problem.ts'

const SIGN_IN = '/dashboard/sign-in'

/**
 * The session is over, or there is none: to the page that makes one, and back to where the user was after it.
 * A new page, so that nothing of what was shown stays in its memory.
 */
export function leaveIfSignedOut(error: unknown): boolean {
  if (codeOf(error) !== 'unauthenticated') return false
  if (!location.pathname.startsWith(SIGN_IN)) {
    const next = location.pathname + location.search
    location.assign(`${SIGN_IN}?next=${encodeURIComponent(next)}`)
  }
  return true
}
