/**
 * A file of its own, run before the app's is read: asks who is signed in where a page needs to know, so that
 * the answer is there when the app is. `data/early-session.ts` takes it.
 */
import type { EarlySession } from './data/early-session.ts'

const needsSession = /^\/dashboard(\/?$|\/(operator|[\da-f]{8}-[\da-f-]{27})(\/|$))/i

const askedAt = Date.now()
if (needsSession.test(location.pathname))
  (globalThis as EarlySession).jetpaySession = fetch('/session', {
    headers: { accept: 'application/json', 'jetpay-dashboard': '1' },
    credentials: 'same-origin',
  }).then(
    (response) => ({ response, askedAt }),
    () => undefined,
  )
