import { Problem } from '../ground/errors.ts'
import { openHeadCount } from '../http/head-count.ts'
import type { Context } from '../process/context.ts'
import { archivedThrough } from './archive.ts'
import { eventJson } from './event.ts'
import { waitForEvent } from './long-poll.ts'
import { readEvents } from './read-events.ts'

/** Streams of one process and of one company: each is a connection, and a read for each event that comes. */
const STREAMS_MAX = 1_000
const STREAMS_OF_COMPANY_MAX = 100

/** Events of one read: a screenful of work for a slow reader, who is sent no more until it has that. */
const BATCH = 100

/** Below the minute after which proxies take a quiet connection for a dead one. */
const BEAT_MS = 15_000

/** Kept beside the context, since a process has one of each. */
const streamsOf = new WeakMap<Context, ReturnType<typeof openHeadCount>>()

/** Counts a stream until what it returns is called. 429 or 503 where there are too many. */
export function enterStream(context: Context, companyId: string): () => void {
  const streams = streamsOf.get(context) ?? openHeadCount()
  streamsOf.set(context, streams)
  if (streams.all() >= STREAMS_MAX) throw tooMany('service_unavailable')
  if (streams.of(companyId) >= STREAMS_OF_COMPANY_MAX) throw tooMany('rate_limited')
  return streams.enter(companyId)
}

type Followed = {
  companyId: string
  requestId: string
  after: bigint
  type: string | undefined
  follow: boolean
}

/**
 * The text of the stream: events after this one, each once and in order, then a beat while there is none. It
 * ends when the client leaves, the server closes or the events that come next have been archived (whoever was
 * so slow asks again, and is told).
 */
export async function* followEvents(
  context: Context,
  { companyId, requestId, type, follow, ...from }: Followed,
): AsyncGenerator<string> {
  const { db } = context
  let after = from.after
  let told: bigint | undefined
  for (;;) {
    const read = await readEvents(db, companyId, after, type, BATCH)
    const { last_event_id: archived } = await archivedThrough(db, companyId)
    if (after < archived) return
    after = read.after
    if (read.events.length > 0)
      yield read.events.map((event) => `id: ${event.event_id}\ndata: ${eventJson(event)}\n\n`).join('')
    if (after < read.newest) continue
    if (told !== after)
      yield `event: caught_up\nid: ${after}\ndata: {"last_event_id":${after},"newest_event_id":${read.newest}}\n\n`
    told = after
    if (!follow) return
    const begun = performance.now()
    if (!(await waitForEvent(context, requestId, companyId, after, BEAT_MS, 'stream'))) return
    if (performance.now() - begun >= BEAT_MS) yield ': \n\n'
  }
}

const tooMany = (code: 'rate_limited' | 'service_unavailable') =>
  new Problem(code, 'Too many follow the events already; end some, then try again.', {
    headers: { 'retry-after': '5' },
  })
