import { AskError, codeOf } from './problem.ts'
import { isTyped } from './typed.ts'

const SIGN_IN = '/dashboard/sign-in'

let isLeaving = false
let wasSignedIn = false

/** Somebody is signed in on this page: a refusal from now on says that their session has ended. */
export const noteSignedIn = () => {
  wasSignedIn = true
}

/** They end it themselves, and go: nobody has to be told of it. */
export const noteSigningOut = () => {
  isLeaving = true
}

const hasEnded = (error: unknown) =>
  wasSignedIn || (error instanceof AskError && error.problem.session_over === true)

let tell: (() => void) | undefined
let isTold = false

/** Who says it where something is typed (`shell/session-ended.tsx`): once, for each question is refused. */
export const onEndedWhileTyped = (show: () => void) => {
  tell = show
}

/**
 * The session is over, or there is none: to the page that makes one, which says that a session has ended
 * where there was one, and back to where the user was after it. A new page, so that nothing of what was shown
 * stays in its memory. Where something is typed they are told instead, and leave by themselves.
 */
export function leaveIfSignedOut(error: unknown): boolean {
  if (codeOf(error) !== 'unauthenticated') return false
  if (isTyped() && tell && !isLeaving) {
    if (!isTold) tell()
    isTold = true
  } else leaveToSignIn(hasEnded(error))
  return true
}

export function leaveToSignIn(ended: boolean): void {
  // Several questions are refused at once: a second way there would cut off the first.
  if (isLeaving || location.pathname.startsWith(SIGN_IN)) return
  isLeaving = true
  const next = encodeURIComponent(location.pathname + location.search)
  location.assign(`${SIGN_IN}?next=${next}${ended ? '&ended=true' : ''}`)
}
