/**
 * Follows the company's events (`GET /events/stream`), and has what they concern asked anew. A lost
 * connection is taken up behind the last event that came, so nothing is missed; while it is lost the page
 * says so. A tab that nobody looks at follows nothing until somebody does: a browser has six connections to a
 * server without HTTP/2, for all its tabs together.
 */
import { type QueryClient, useQueryClient } from '@tanstack/react-query'
import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from 'react'
import { headersOf } from './ask.ts'
import { concernedBy } from './concerned.ts'
import { useCompanyId, useMay } from './session.tsx'

export type Live = 'connecting' | 'live' | 'reconnecting'
type Frame = { id: string | undefined; event: string; data: string }

/** After a lost connection; doubled up to the most, so that a server that starts is not run over. */
const AGAIN_MS = 500
const AGAIN_MAX_MS = 15_000
/** The server beats every 15 seconds; who heard nothing for so long has lost it. */
const SILENCE_MS = 40_000
/** Many events at once are one question. */
const GATHER_MS = 300

const context = createContext<Live>('connecting')
export const useLive = () => useContext(context)

/** The frames of a stream's text, as the HTML standard has them; what is cut off waits for its rest. */
function readFrames(text: string): { frames: Frame[]; rest: string } {
  const whole = text.split('\n\n')
  const rest = whole.pop() ?? ''
  const frames = whole.map((frame) => {
    const said: Frame = { id: undefined, event: 'message', data: '' }
    for (const line of frame.split('\n')) {
      const [, name, value = ''] = /^(id|event|data): ?(.*)$/.exec(line) ?? []
      if (name === 'id' || name === 'event' || name === 'data') said[name] = value
    }
    return said
  })
  return { frames: frames.filter(({ data }) => data !== ''), rest }
}

/** Asks anew for what is shown of these paths, once for many events. */
function refresher(client: QueryClient, company: string) {
  const concerned = new Set<string>()
  let timer: ReturnType<typeof setTimeout> | undefined
  const refresh = () => {
    timer = undefined
    const paths = [...concerned]
    concerned.clear()
    void client.invalidateQueries({
      predicate: ({ queryKey: [of, path] }) =>
        of === company && paths.some((one) => String(path).startsWith(one)),
    })
  }
  return (type: string) => {
    for (const path of concernedBy(type)) concerned.add(path)
    if (timer === undefined) timer = setTimeout(refresh, GATHER_MS)
  }
}

const answeredBefore =
  (company: string, at: number) =>
  ({ queryKey: [of], state }: { queryKey: readonly unknown[]; state: { dataUpdatedAt: number } }) =>
    of === company && state.dataUpdatedAt < at

async function follow(
  company: string,
  last: { id: string | undefined },
  on: { frame(frame: Frame): 'ahead' | undefined; open(): void },
  signal: AbortSignal,
  client: QueryClient,
): Promise<void> {
  const silence = new AbortController()
  let timer = setTimeout(() => silence.abort(), SILENCE_MS)
  // A browser that knows of no network need not wait to find out.
  addEventListener('offline', () => silence.abort(), { signal: AbortSignal.any([signal, silence.signal]) })
  try {
    const response = await fetch('/events/stream', {
      headers: { ...headersOf({ company }), ...(last.id !== undefined && { 'last-event-id': last.id }) },
      signal: AbortSignal.any([signal, silence.signal]),
    })
    // So old that it is in the archive: from now on, and all that is shown is asked anew.
    if (response.status === 410) last.id = undefined
    if (response.status === 401) void client.invalidateQueries({ queryKey: ['session'] })
    if (!response.ok || !response.body) throw new Error(`the stream answered ${response.status}`)
    on.open()
    let text = ''
    const reader = response.body.pipeThrough(new TextDecoderStream()).getReader()
    for (;;) {
      const { value, done } = await reader.read()
      if (done) return
      clearTimeout(timer)
      timer = setTimeout(() => silence.abort(), SILENCE_MS)
      const { frames, rest } = readFrames(text + value)
      text = rest
      for (const frame of frames) {
        if (frame.id !== undefined) last.id = frame.id
        // Behind what is told here nothing comes: it is followed anew.
        if (on.frame(frame) === 'ahead') return
      }
    }
  } finally {
    clearTimeout(timer)
    silence.abort()
  }
}

/** Once the page is looked at, or `signal` says not to wait. */
const shown = (signal: AbortSignal) =>
  new Promise<void>((resolve) => {
    if (!document.hidden || signal.aborted) return resolve()
    document.addEventListener('visibilitychange', () => resolve(), { once: true, signal })
    signal.addEventListener('abort', () => resolve(), { once: true })
  })

export function LiveProvider({ children }: { children: ReactNode }) {
  const company = useCompanyId()
  const client = useQueryClient()
  const may = useMay()('events:read')
  const [live, setLive] = useState<Live>('connecting')
  useEffect(() => {
    if (company === null || !may) return
    const stop = new AbortController()
    const refresh = refresher(client, company)
    const last: { id: string | undefined } = { id: undefined }
    let waitMs = AGAIN_MS
    /** Since when events come that no stream before has told of; null while one goes on behind another. */
    let fromNow: number | null = null
    const on = {
      open: () => {
        fromNow = last.id === undefined ? Date.now() : null
      },
      frame: ({ event, data }: Frame): 'ahead' | undefined => {
        waitMs = AGAIN_MS
        if (event === 'caught_up') {
          setLive('live')
          const { last_event_id, newest_event_id } = JSON.parse(data) as Record<string, number>
          // The log was restored to before what is shown: all of it is asked anew, and followed from its end.
          if (newest_event_id! < last_event_id!) {
            last.id = String(newest_event_id)
            void client.invalidateQueries({ queryKey: [company] })
            return 'ahead'
          }
          // What was answered before is told of by no stream: the first one may have been long in coming.
          if (fromNow !== null) void client.invalidateQueries({ predicate: answeredBefore(company, fromNow) })
          fromNow = null
        } else refresh((JSON.parse(data) as { type: string }).type)
        return undefined
      },
    }
    const run = async () => {
      while (!stop.signal.aborted) {
        await shown(stop.signal)
        const away = new AbortController()
        const signal = AbortSignal.any([stop.signal, away.signal])
        const leave = () => {
          if (document.hidden) away.abort()
        }
        document.addEventListener('visibilitychange', leave, { signal })
        leave()
        await follow(company, last, on, signal, client).catch(() => undefined)
        away.abort()
        if (stop.signal.aborted) return
        if (document.hidden) continue
        setLive('reconnecting')
        await new Promise((resolve) => setTimeout(resolve, waitMs))
        waitMs = Math.min(waitMs * 2, AGAIN_MAX_MS)
      }
    }
    void run()
    return () => stop.abort()
  }, [company, client, may])
  const value = useMemo(() => live, [live])
  return <context.Provider value={value}>{children}</context.Provider>
}
