import { UsageError } from '../../ground/errors.ts'
import type { Events } from './listen-events.ts'
import type { ListenState } from './listen-state.ts'

/** How far times may run against ids, as the platform's own replay has it (webhooks/replay-cursor.ts). */
const DISORDER_MS = 60_000
const PAGE = 100

/**
 * The id after which to begin: where `--replay-from` says (an event id, itself included, or a time), else
 * where the last run was, else at the newest event.
 */
export async function startAfter(
  events: Events,
  state: ListenState,
  replayFrom: string | undefined,
): Promise<number> {
  if (replayFrom === undefined) return state.cursor() ?? (await events.oldest()).newestEventId
  const { events: oldest, newestEventId: newest } = await events.oldest()
  if (/^\d{1,15}$/.test(replayFrom)) return checkId(Number(replayFrom), newest)
  const time = timeOf(replayFrom)
  if (time === undefined)
    throw new UsageError(
      `--replay-from is "${replayFrom}"; give an event id, or a time such as 2026-01-31T12:00:00Z.`,
    )
  return beforeTime(events, time, (oldest[0]?.id ?? 1) - 1, newest)
}

/**
 * A day of the calendar, alone or with a time: "1.5" and the 31st of February are dates to JavaScript too.
 */
function timeOf(text: string): number | undefined {
  const [day] = /^\d{4}-\d{2}-\d{2}(?=$|[T ]\d)/.exec(text) ?? []
  const midnight = day === undefined ? Number.NaN : Date.parse(`${day}T00:00:00Z`)
  const time = Date.parse(text)
  if (Number.isNaN(midnight) || Number.isNaN(time)) return undefined
  return new Date(midnight).toISOString().startsWith(day!) ? time : undefined
}

function checkId(id: number, newest: number): number {
  if (id >= 1 && id <= newest + 1) return id - 1
  throw new UsageError(`--replay-from must be 1 to ${newest + 1}: the newest event is ${newest}.`)
}

/**
 * The id before the first event after `archived` created at `time` or later: a binary search to where times
 * come near, then a walk.
 */
async function beforeTime(events: Events, time: number, archived: number, newest: number): Promise<number> {
  let below = archived
  let above = newest + 1
  while (above - below > 1) {
    const middle = Math.floor((below + above) / 2)
    const [event] = (await events.read(middle - 1, 1)).events
    if (event && Date.parse(event.createdAt) < time - DISORDER_MS) below = middle
    else above = middle
  }
  for (let after = below; ; ) {
    const page = await events.read(after, PAGE)
    const first = page.events.find((event) => Date.parse(event.createdAt) >= time)
    if (first) return first.id - 1
    if (page.events.length === 0) return after
    after = page.lastEventId
  }
}
