/** One connection to `GET /events/stream`, as what is heard of it. */
import { headersOf } from './ask.ts'

export type Heard =
  /** From here on all is told that is behind this event; undefined: what happens from now on. */
  | { heard: 'opened'; behind: number | undefined }
  | { heard: 'event'; id: number; type: string }
  /** All there is was told; `newest` below `id` says that the log was restored to before it. */
  | { heard: 'caught_up'; id: number; newest: number }
  | { heard: 'beat' }
  | { heard: 'lost' }

/** The server beats every 15 seconds; who heard nothing for so long has lost it. */
export const SILENCE_MS = 40_000

export class StreamRefused extends Error {
  readonly status: number
  constructor(status: number) {
    super(`the stream answered ${status}`)
    this.status = status
  }
}

type Frame = { event: string; data: string }

/** The frames of a stream's text, as the HTML standard has them; what is cut off waits for its rest. */
function readFrames(text: string): { frames: Frame[]; rest: string } {
  const whole = text.split('\n\n')
  const rest = whole.pop() ?? ''
  const frames = whole.map((frame) => {
    const said: Frame = { event: 'message', data: '' }
    for (const line of frame.split('\n')) {
      const [, name, value = ''] = /^(event|data): ?(.*)$/.exec(line) ?? []
      if (name === 'event' || name === 'data') said[name] = value
    }
    return said
  })
  return { frames, rest }
}

function heardIn({ event, data }: Frame): Heard {
  if (data === '') return { heard: 'beat' }
  if (event === 'caught_up') {
    const { last_event_id, newest_event_id } = JSON.parse(data) as Record<string, number>
    return { heard: 'caught_up', id: last_event_id!, newest: newest_event_id! }
  }
  const { id, type } = JSON.parse(data) as { id: number; type: string }
  return { heard: 'event', id, type }
}

type Asked = {
  company: string
  behind: number | undefined
  /** It ends once all there is was told, and holds no connection. */
  once: boolean
}

/**
 * Tells what comes behind an event until the connection ends, and returns then; also where it is ahead of the
 * log, behind which nothing comes. Throws where it was refused or lost.
 */
export async function followStream(
  { company, behind, once }: Asked,
  tell: (heard: Heard) => void,
  signal: AbortSignal,
): Promise<void> {
  const silence = new AbortController()
  let timer = setTimeout(() => silence.abort(), SILENCE_MS)
  // A browser that knows of no network need not wait to find out.
  addEventListener('offline', () => silence.abort(), { signal: AbortSignal.any([signal, silence.signal]) })
  try {
    const response = await fetch(`/events/stream${once ? '?follow=false' : ''}`, {
      headers: {
        ...headersOf({ company }),
        ...(behind !== undefined && { 'last-event-id': String(behind) }),
      },
      signal: AbortSignal.any([signal, silence.signal]),
    })
    if (!response.ok || !response.body) throw new StreamRefused(response.status)
    tell({ heard: 'opened', behind })
    let text = ''
    const reader = response.body.pipeThrough(new TextDecoderStream()).getReader()
    for (;;) {
      const { value, done } = await reader.read()
      if (done) return
      clearTimeout(timer)
      timer = setTimeout(() => silence.abort(), SILENCE_MS)
      const { frames, rest } = readFrames(text + value)
      text = rest
      for (const heard of frames.map(heardIn)) {
        tell(heard)
        if (heard.heard === 'caught_up' && heard.newest < heard.id) return
      }
    }
  } finally {
    clearTimeout(timer)
    silence.abort()
  }
}
