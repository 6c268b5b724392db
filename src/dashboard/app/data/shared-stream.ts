/**
 * One stream for all tabs of a company: a browser has six connections to a server without HTTP/2, for all its
 * tabs together. The tab that holds a lock (Web Locks) follows the stream and tells the others what it hears
 * (BroadcastChannel); when it is closed, or nobody looks at it, another gets the lock and goes on behind the
 * last event that it was told. A browser without locks (a page that is not secure) has a stream in each tab.
 */
import { followStream, type Heard, SILENCE_MS, StreamRefused } from './stream.ts'

/** After a lost connection; doubled up to the most, so that a server that starts is not run over. */
const AGAIN_MS = 500
const AGAIN_MAX_MS = 15_000

/** Which stream: the company's, as this user may hear it. */
export type Of = { company: string; user: string }
type Listener = {
  /** Behind which event it goes on; undefined: from now on. */
  behind(): number | undefined
  tell(heard: Heard): void
  /** The session is over. */
  signedOut(): void
}
/** What the tabs say to each other: what was heard, or that one has come that has heard nothing yet. */
type Said = Heard | { heard: 'who_tells' }

/** Follows it by itself until `signal`, over every lost connection. */
async function follow(of: Of, { behind, tell, signedOut }: Listener, signal: AbortSignal): Promise<void> {
  let waitMs = AGAIN_MS
  let fromNow = false
  const on = (heard: Heard) => {
    if (heard.heard === 'event' || heard.heard === 'caught_up') waitMs = AGAIN_MS
    tell(heard)
  }
  while (!signal.aborted) {
    try {
      await followStream(of.company, fromNow ? undefined : behind(), on, signal)
      fromNow = false
    } catch (error) {
      // So old that it is in the archive: from now on, and all that is shown is asked anew.
      fromNow = error instanceof StreamRefused && error.status === 410
      if (error instanceof StreamRefused && error.status === 401) signedOut()
    }
    if (signal.aborted) return
    tell({ heard: 'lost' })
    await new Promise((resolve) => setTimeout(resolve, waitMs))
    waitMs = Math.min(waitMs * 2, AGAIN_MAX_MS)
  }
}

/** Tells the listener what happens until `signal`; by a stream of this tab or of another. */
export async function followShared(of: Of, listener: Listener, signal: AbortSignal): Promise<void> {
  if (!('locks' in navigator)) return follow(of, listener, signal)
  const name = `jetpay.stream ${of.company} ${of.user}`
  const channel = new BroadcastChannel(name)
  const say = (said: Said) => channel.postMessage(said)
  let timer: ReturnType<typeof setTimeout> | undefined
  /** Of the tab that tells: how far it is, once it has caught up. */
  let leads: { caughtUp: boolean } | undefined

  const lead = async (ended: AbortSignal) => {
    if (ended.aborted) return
    clearTimeout(timer)
    leads = { caughtUp: false }
    const tell = (heard: Heard) => {
      if (leads) leads.caughtUp = heard.heard === 'caught_up' || (leads.caughtUp && heard.heard !== 'lost')
      listener.tell(heard)
      say(heard)
    }
    await follow(of, { ...listener, tell }, ended)
    leads = undefined
  }
  /** Who tells has been silent for too long: its place is taken. */
  const waitForWord = () => {
    clearTimeout(timer)
    timer = setTimeout(() => {
      listener.tell({ heard: 'lost' })
      void hold({ steal: true })
    }, SILENCE_MS)
  }
  const hold = async (how: LockOptions) => {
    const stolen = new AbortController()
    const ended = AbortSignal.any([signal, stolen.signal])
    await navigator.locks
      .request(name, how, () => lead(ended))
      .catch((error: unknown) => {
        stolen.abort()
        if (!(error instanceof DOMException && error.name === 'AbortError')) throw error
      })
  }
  channel.onmessage = ({ data }: MessageEvent<Said>) => {
    if (data.heard === 'who_tells') {
      const behind = listener.behind()
      if (leads) say({ heard: 'opened', behind })
      if (leads?.caughtUp && behind !== undefined) say({ heard: 'caught_up', id: behind, newest: behind })
    } else if (!leads) {
      waitForWord()
      listener.tell(data)
    }
  }
  say({ heard: 'who_tells' })
  waitForWord()
  // Taken from, it listens to whoever took it, and waits for its turn again.
  try {
    while (!signal.aborted) await hold({ signal })
  } catch {
    // The browser keeps no locks for this page.
    await lead(signal)
  } finally {
    clearTimeout(timer)
    channel.close()
  }
}
