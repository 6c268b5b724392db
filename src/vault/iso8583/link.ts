import type { Socket } from 'node:net'
import { decodeMessage, type Message, readingOf } from './codec.ts'
import { transmissionField } from './field-values.ts'
import { isFileUpdate } from './file-updates.ts'
import { frameReader } from './framing.ts'
import { inFlightTable, type RequestInFlight } from './in-flight.ts'
import { Iso8583Error } from './iso8583-error.ts'
import type { DownReason, LinkCounters, LinkState } from './link-events.ts'
import { type LinkSettings, linkDefaults } from './link-settings.ts'
import { answerType, isAnswer, networkManagement } from './message-type.ts'
import { openOutbox } from './outbox.ts'
import { connectPlainly } from './plain-socket.ts'

export type LinkAnswer =
  | { outcome: 'answered'; message: Message }
  | { outcome: 'unknown'; reason: 'timeout' | 'link_lost' }
  | { outcome: 'unsent'; reason: 'link_down' | 'link_busy' }

export type Link = {
  /**
   * Sends a request and resolves with what `read` makes of its answer, which is there for that call alone:
   * what is kept of it would be kept until the next thorough collection. `unsent` says that no byte was
   * handed to the socket, so nothing can have happened; `unknown` that something may have. Never rejects for
   * network trouble; throws `Iso8583Error`, having sent nothing, for a message that the dialect cannot
   * express.
   */
  request<Read>(
    message: Message,
    read: (answer: LinkAnswer) => Read | Promise<Read>,
    options?: { timeoutMs?: number },
  ): Promise<Read>
  /** Resolves when the link is signed on, at once if it is. Rejects when the link is closed. */
  ready(): Promise<void>
  state(): LinkState
  counters(): LinkCounters
  /** Takes no further request, waits for the answers under way (each has its timeout), signs off, closes. */
  close(): Promise<void>
}

const linkDown: LinkAnswer = { outcome: 'unsent', reason: 'link_down' }
const linkBusy: LinkAnswer = { outcome: 'unsent', reason: 'link_busy' }
const linkLost: LinkAnswer = { outcome: 'unknown', reason: 'link_lost' }
const timedOut: LinkAnswer = { outcome: 'unknown', reason: 'timeout' }

/** What the network says to a sign-on, sign-off or echo. */
type Managed = 'accepted' | 'refused' | 'unanswered'
const managed = (answer: LinkAnswer): Managed => {
  if (answer.outcome !== 'answered') return 'unanswered'
  return answer.message.fields[39] === '00' ? 'accepted' : 'refused'
}

/** By which answers are given to their requests, and told of where there is none. */
const MATCHED_BY = [7, 11, 37, 39]

/**
 * Opens one TCP connection to a card network that many requests share: it signs on, tests the connection by
 * echo, connects again when it is lost, and gives each answer to its request whatever their order.
 */
export function openLink(given: LinkSettings): Link {
  const settings = { ...linkDefaults, ...given }
  const { dialect, clock } = settings
  const emit = settings.onEvent ?? (() => {})
  const inFlight = inFlightTable<LinkAnswer>(settings.onAnswered)
  const counters: Omit<LinkCounters, 'inFlight'> = {
    requests: 0,
    answered: 0,
    timedOut: 0,
    lost: 0,
    notSent: 0,
    late: 0,
    duplicate: 0,
    unmatched: 0,
    malformed: 0,
    connects: 0,
    drops: 0,
  }
  let state: LinkState = 'connecting'
  let closing = false
  let socket: Socket | null = null
  const outbox = openOutbox(dialect)
  /** Requests that wait to be handed to the socket with what else leaves in this turn. */
  let leaving: RequestInFlight<LinkAnswer>[] = []
  let flushing = false
  const reading = settings.reads && readingOf([...MATCHED_BY, ...settings.reads])
  const readingOfType = (mti: string) => (isAnswer(mti) ? reading : undefined)
  let retryStep = settings.retryMinMs
  let retryTimer: NodeJS.Timeout | undefined
  let echoTimer: NodeJS.Timeout | undefined
  let ownStan = 0
  const countStan = async () => {
    ownStan = (ownStan % 999_999) + 1
    return String(ownStan).padStart(6, '0')
  }
  const nextStan = settings.nextStan ?? countStan
  let whenReady = Promise.withResolvers<void>()
  whenReady.promise.catch(() => {})
  const idleWaiters: (() => void)[] = []

  function flush(): void {
    flushing = false
    const batch = leaving
    leaving = []
    if (socket) {
      const now = performance.now()
      for (const request of batch) inFlight.sent(request, now)
      outbox.leave(socket)
    } else outbox.forget()
  }

  /** All that is sent within one turn of the event loop leaves in one write. */
  function enqueue(message: Message): void {
    outbox.put(message)
    if (flushing) return
    flushing = true
    setImmediate(flush)
  }

  /** Nothing of the request is held while it waits, but what tells its answer. */
  function exchange<Read>(
    message: Message,
    read: (answer: LinkAnswer) => Read | Promise<Read>,
    timeoutMs: number,
  ): Promise<Read> {
    const { promise, resolve, reject } = Promise.withResolvers<Read>()
    const settle = settling(read, resolve, reject)
    const request = inFlight.add(message, settle, timeoutMs, timedOut)
    if (request === null) settle(linkBusy)
    else
      try {
        enqueue(message)
        leaving.push(request)
      } catch (error) {
        inFlight.forget(request)
        throw error
      }
    return promise
  }

  /** In a scope of its own, which holds no message. */
  const settling =
    <Read>(
      read: (answer: LinkAnswer) => Read | Promise<Read>,
      resolve: (read: Read | Promise<Read>) => void,
      reject: (error: unknown) => void,
    ) =>
    (answer: LinkAnswer): void => {
      try {
        resolve(read(answer))
      } catch (error) {
        reject(error)
      }
      if (inFlight.size() === 0) for (const wake of idleWaiters.splice(0)) wake()
    }

  /** Null where it could not be sent. */
  async function manage(code: string, over: Socket): Promise<Managed | null> {
    const stan = await nextStan().catch(() => null)
    if (stan === null || socket !== over) return null
    const fields = { 7: transmissionField(clock.now()), 11: stan, 70: code }
    return exchange({ mti: '0800', fields }, managed, settings.managementTimeoutMs)
  }

  function onMessage(bytes: Buffer): void {
    let message: Message
    try {
      message = decodeMessage(bytes, dialect, readingOfType)
    } catch (error) {
      if (!(error instanceof Iso8583Error)) throw error
      counters.malformed++
      emit({ type: 'malformed_message', error })
      return
    }
    if (message.mti === '0800') {
      const answer = { mti: answerType('0800')!, fields: { ...message.fields, 39: '00' } }
      enqueue(answer)
      return
    }
    if (isFileUpdate(message)) return void answerUpdate(message, socket)
    const match = inFlight.answer(message, { outcome: 'answered', message })
    if (match !== 'answered') {
      counters[match]++
      const { mti, fields } = message
      emit({ type: `${match}_answer`, mti, stan: fields[11] ?? '', rrn: fields[37] ?? '' })
    }
    reading?.clear()
  }

  async function answerUpdate(message: Message, over: Socket | null): Promise<void> {
    const answer = await settings.onFileUpdate?.(message)
    if (answer && socket === over) enqueue(answer)
  }

  function drop(dropped: Socket, reason: DownReason): void {
    if (socket !== dropped) return
    const wasConnected = state !== 'connecting'
    socket = null
    outbox.forget()
    leaving = []
    clearInterval(echoTimer)
    if (state === 'up') {
      whenReady = Promise.withResolvers<void>()
      whenReady.promise.catch(() => {})
    }
    state = closing ? 'closed' : 'down'
    dropped.destroy()
    if (wasConnected) counters.drops++
    let retryMs: number | null = null
    if (!closing) {
      retryMs = Math.ceil(retryStep * (0.5 + Math.random() / 2))
      retryStep = Math.min(retryStep * 2, settings.retryMaxMs)
      retryTimer = setTimeout(connect, retryMs)
    }
    inFlight.settleAll(linkLost, linkDown)
    emit({ type: 'down', reason, retryMs })
  }

  async function signOn(connected: Socket): Promise<void> {
    state = 'signing_on'
    counters.connects++
    const answer = await manage(networkManagement.signOn, connected)
    if (socket !== connected) return
    if (answer !== 'accepted') return drop(connected, 'sign_on_failed')
    state = 'up'
    retryStep = settings.retryMinMs
    echoTimer = setInterval(() => void echo(connected), settings.echoIntervalMs)
    whenReady.resolve()
    emit({ type: 'up' })
  }

  async function echo(connected: Socket): Promise<void> {
    const answer = await manage(networkManagement.echo, connected)
    if (answer === 'unanswered') drop(connected, 'echo_unanswered')
  }

  function connect(): void {
    state = 'connecting'
    const read = frameReader(onMessage)
    const opened =
      settings.connectTls?.() ?? connectPlainly(settings.host, settings.port, (chunk) => take(chunk))
    socket = opened
    // Of TLS; in the clear it is handed over without an event.
    opened.on('data', (chunk: Buffer) => take(chunk))
    const take = (chunk: Buffer): void => {
      if (socket !== opened) return void chunk.fill(0)
      try {
        read(chunk)
      } catch (error) {
        if (!(error instanceof Iso8583Error)) throw error
        counters.malformed++
        drop(opened, 'bad_frame')
      }
    }
    opened.setTimeout(settings.managementTimeoutMs, () => {
      if (state === 'connecting') drop(opened, 'connect_failed')
    })
    opened.on(settings.connectTls ? 'secureConnect' : 'connect', () => {
      opened.setTimeout(0)
      void signOn(opened)
    })
    opened.on('error', () => {})
    opened.on('close', () => {
      read.forget()
      drop(opened, state === 'connecting' ? 'connect_failed' : 'connection_lost')
    })
  }

  function count(answer: LinkAnswer): LinkAnswer {
    if (answer.outcome === 'answered') counters.answered++
    else if (answer.outcome === 'unsent') counters.notSent++
    else if (answer.reason === 'timeout') counters.timedOut++
    else counters.lost++
    return answer
  }

  connect()
  return {
    request(message, read, options) {
      counters.requests++
      if (state !== 'up' || closing) return Promise.resolve(read(count(linkDown)))
      if (inFlight.size() >= settings.maxInFlight) return Promise.resolve(read(count(linkBusy)))
      return exchange(message, (answer) => read(count(answer)), options?.timeoutMs ?? settings.timeoutMs)
    },
    ready: () => whenReady.promise,
    state: () => state,
    counters: () => ({ ...counters, inFlight: inFlight.size() }),
    async close() {
      if (closing) return
      closing = true
      clearTimeout(retryTimer)
      clearInterval(echoTimer)
      if (inFlight.size() > 0) await new Promise<void>((resolve) => idleWaiters.push(resolve))
      if (state === 'up' && socket) await manage(networkManagement.signOff, socket)
      if (socket) drop(socket, 'closed')
      state = 'closed'
      whenReady.reject(new Error('The card network link is closed.'))
    },
  }
}
