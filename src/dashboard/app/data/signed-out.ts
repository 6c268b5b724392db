import { codeOf } from './problem.ts'

const SIGN_IN = '/dashboard/sign-in'

let isLeaving = false

/**
 * The session is over, or there is none: to the page that makes one, and back to where the user was after it.
 * A new page, so that nothing of what was shown stays in its memory.
 */
export function leaveIfSignedOut(error: unknown): boolean {
  if (codeOf(error) !== 'unauthenticated') return false
  // Several questions are refused at once: a second way there would cut off the first.
  if (!isLeaving && !location.pathname.startsWith(SIGN_IN)) {
    isLeaving = true
    const next = location.pathname + location.search
    location.assign(`${SIGN_IN}?next=${encodeURIComponent(next)}`)
  }
  return true
}
