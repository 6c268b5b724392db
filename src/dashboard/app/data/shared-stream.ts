/**
 * One stream for all tabs of a company: a browser has six connections to a server without HTTP/2, for all its
 * tabs together. The tab that holds a lock (Web Locks) follows the stream and tells the others what it hears
 * (BroadcastChannel); when it is closed, or nobody looks at it, another gets the lock and goes on behind the
 * last event that it was told. Of different companies few have a stream at a time, by locks too: the others
 * are asked for every few seconds, and hold no connection. A browser without locks (a page that is not
 * secure) has a stream in each tab.
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

/**
 * Streams of one browser at a time, whatever companies its tabs show: of its six connections these are taken
 * for good, and every other request needs one.
 */
const STREAMS_MAX = 3
/** How often a company is asked for that has found no place among them. */
const ASK_MS = 5_000

const held = (name: string): Promise<(() => void) | undefined> =>
  new Promise((resolve, reject) => {
    navigator.locks
      .request(name, { ifAvailable: true }, (lock) => {
        if (!lock) return resolve(undefined)
        return new Promise<void>((end) => resolve(end))
      })
      .catch(reject)
  })

/** A place among the streams of this browser, to be given back; undefined where all are taken. */
async function takePlace(): Promise<(() => void) | undefined> {
  if (!('locks' in navigator)) return () => undefined
  for (let place = 1; place <= STREAMS_MAX; place++) {
    const leave = await held(`jetpay.stream place ${place}`).catch(() => () => undefined)
    if (leave) return leave
  }
  return undefined
}

const pause = (ms: number, signal: AbortSignal) =>
  new Promise<void>((resolve) => {
    const timer = setTimeout(done, ms)
    function done() {
      clearTimeout(timer)
      signal.removeEventListener('abort', done)
      resolve()
    }
    signal.addEventListener('abort', done)
  })

/** Follows it by itself until `signal`, over every lost connection; where it has no place it asks. */
async function follow(of: Of, { behind, tell, signedOut }: Listener, signal: AbortSignal): Promise<void> {
  let waitMs = AGAIN_MS
  let fromNow = false
  const on = (heard: Heard) => {
    if (heard.heard === 'event' || heard.heard === 'caught_up') waitMs = AGAIN_MS
    tell(heard)
  }
  while (!signal.aborted) {
    const leave = await takePlace()
    const once = leave === undefined
    let isWell = false
    try {
      await followStream({ company: of.company, behind: fromNow ? undefined : behind(), once }, on, signal)
      fromNow = false
      isWell = once
    } catch (error) {
      // So old that it is in the archive: from now on, and all that is shown is asked anew.
      fromNow = error instanceof StreamRefused && error.status === 410
      if (error instanceof StreamRefused && error.status === 401) signedOut()
    } finally {
      leave?.()
    }
    if (signal.aborted) return
    if (isWell) {
      await pause(ASK_MS, signal)
      continue
    }
    tell({ heard: 'lost' })
    await pause(waitMs, signal)
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
