/**
 * The verified webhook events, as the shop's server passes them on: shown in a list, and told to whoever
 * waits for one.
 */
import { byId, make } from './elements.ts'

export type ShopEvent = { id: number; createdAt: string; type: string; data: Record<string, unknown> }
type Listener = (event: ShopEvent) => void

const SHOWN_MAX = 200

const events: ShopEvent[] = []
const listeners = new Set<Listener>()

/**
 * Calls `listener` with the events that came, which may be earlier than the answer that makes us wait for
 * them, and to come.
 */
export function onEvents(listener: Listener): () => void {
  for (const event of events) listener(event)
  listeners.add(listener)
  return () => listeners.delete(listener)
}

const time = new Intl.DateTimeFormat(undefined, { timeStyle: 'medium' })

/** An event type that may be broken after its dots, for narrow columns. */
const breakable = (type: string) => type.split(/(?<=\.)/).flatMap((part) => [part, make('wbr')])

function row(event: ShopEvent): HTMLLIElement {
  const created = make('time', { datetime: event.createdAt }, time.format(new Date(event.createdAt)))
  const head = make(
    'summary',
    {},
    make('span', { class: 'event-id' }, `#${event.id}`),
    make('span', { class: 'event-type' }, ...breakable(event.type)),
    make('span', { class: 'event-foot' }, created, make('span', { class: 'verified' }, 'Signature verified')),
  )
  const json = make('pre', { tabindex: '0', 'aria-label': `Event ${event.id} as JSON` })
  json.textContent = JSON.stringify(event, null, 2)
  return make('li', {}, make('details', {}, head, json))
}

function take(event: ShopEvent): void {
  // The server sends its history again when the connection was lost; ids only grow.
  if (event.id <= (events.at(-1)?.id ?? 0)) return
  events.push(event)
  byId('no-events').hidden = true
  const list = byId('events')
  list.prepend(row(event))
  if (events.length > SHOWN_MAX) {
    events.shift()
    list.lastElementChild?.remove()
  }
  for (const listener of listeners) listener(event)
}

/**
 * Starts listening. `onReconnect` is called when the connection was lost and is there again: events may have
 * been missed.
 */
export function startLiveEvents(onReconnect: () => void): void {
  const pill = byId('webhook')
  const say = (text: string, tone: string) => {
    pill.textContent = text
    pill.className = `pill ${tone}`
  }
  let lost = false
  const source = new EventSource('/api/events')
  source.addEventListener('message', ({ data }) => take(JSON.parse(data) as ShopEvent))
  source.addEventListener('webhook', ({ data }: MessageEvent<string>) => {
    const { registered, problem } = JSON.parse(data) as { registered: boolean; problem?: string }
    if (registered) say('Webhook registered', 'good')
    else say(problem ?? 'Registering the webhook…', '')
  })
  source.addEventListener('error', () => {
    lost = true
    say(source.readyState === EventSource.CLOSED ? 'No live events: reload' : 'Reconnecting…', 'bad')
  })
  source.addEventListener('open', () => {
    if (lost) onReconnect()
    lost = false
  })
}
