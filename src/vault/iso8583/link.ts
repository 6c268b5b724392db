import type { Socket } from 'node:net'
import type { Clock } from '../../ground/clock.ts'
import { decodeMessage, encodeMessage, type Message } from './codec.ts'
import type { DialectName } from './dialect.ts'
import { transmissionField } from './field-values.ts'
import { isFileUpdate } from './file-updates.ts'
import { frameMessages, frameReader } from './framing.ts'
import { inFlightTable } from './in-flight.ts'
import { Iso8583Error } from './iso8583-error.ts'
import type { DownReason, LinkCounters, LinkEvent, LinkState } from './link-events.ts'
import { answerType, networkManagement } from './message-type.ts'
import { connectPlainly } from './plain-socket.ts'

export type LinkSettings = {
  host: string
  port: number
  dialect: DialectName
  clock: Clock
  /** Begins a TLS connection; without it the link is in the clear. */
  connectTls?: () => Socket
  /** How long a request waits for its answer, unless it says otherwise. */
  timeoutMs: number
  /** Between two echo tests; 30 s, what networks usually ask for. */
  echoIntervalMs?: number
  /** How long sign-on, sign-off and echo wait for their answer before the connection is given up. */
  managementTimeoutMs?: number
  /** First and longest wait before connecting again; each wait is drawn between half and all of its step. */
  retryMinMs?: number
  retryMaxMs?: number
  /**
   * The number (field 11) of a sign-on, sign-off or echo. Without it the link counts by itself, which is
   * right only where no other link has its identity. Rejects where none can be had: then nothing is sent.
   */
  nextStan?: () => Promise<string>
  /** Requests that may wait for an answer at once; beyond it they are refused as `link_busy`. */
  maxInFlight?: number
  onEvent?: (event: LinkEvent) => void
  /** Answers a file update of the network's (0302); null: it is to come again. Never rejects. */
  onFileUpdate?: (message: Message) => Promise<Message | null>
}

export type LinkAnswer =
  | { outcome: 'answered'; message: Message }
  | { outcome: 'unknown'; reason: 'timeout' | 'link_lost' }
  | { outcome: 'unsent'; reason: 'link_down' | 'link_busy' }

export type Link = {
  /**
   * Sends a request and waits for its answer. `unsent` says that no byte was handed to the socket, so nothing
   * can have happened; `unknown` that something may have. Never rejects for network trouble; rejects with
   * `Iso8583Error`, having sent nothing, for a message that the dialect cannot express.
   */
  request(message: Message, options?: { timeoutMs?: number }): Promise<LinkAnswer>
  /** Resolves when the link is signed on, at once if it is. Rejects when the link is closed. */
  ready(): Promise<void>
  state(): LinkState
  counters(): LinkCounters
  /** Takes no further request, waits for the answers under way (each has its timeout), signs off, closes. */
  close(): Promise<void>
}

const defaults = {
  echoIntervalMs: 30_000,
  managementTimeoutMs: 5_000,
  retryMinMs: 100,
  retryMaxMs: 15_000,
  maxInFlight: 5_000,
}

const linkDown: LinkAnswer = { outcome: 'unsent', reason: 'link_down' }
const linkBusy: LinkAnswer = { outcome: 'unsent', reason: 'link_busy' }
const linkLost: LinkAnswer = { outcome: 'unknown', reason: 'link_lost' }
const timedOut: LinkAnswer = { outcome: 'unknown', reason: 'timeout' }

/** Bytes that will not be sent. */
const wipe = ({ bytes }: { bytes: Buffer }): void => void bytes.fill(0)

/**
 * Opens one TCP connection to a card network that many requests share: it signs on, tests the connection by
 * echo, connects again when it is lost, and gives each answer to its request whatever their order.
 */
export function openLink(given: LinkSettings): Link {
  const settings = { ...defaults, ...given }
  const { dialect, clock } = settings
  const emit = settings.onEvent ?? (() => {})
  const inFlight = inFlightTable<LinkAnswer>()
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
  let outgoing: { bytes: Buffer; key: string | null }[] = []
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
    const batch = outgoing
    outgoing = []
    if (!socket) for (const one of batch) wipe(one)
    if (!socket || batch.length === 0) return
    for (const { key } of batch) if (key) inFlight.sent(key)
    const frame = frameMessages(batch.map(({ bytes }) => bytes))
    for (const one of batch) wipe(one)
    // Called also where the connection is lost before the bytes have left.
    socket.write(frame, () => frame.fill(0))
  }

  /** All that is sent within one turn of the event loop leaves in one write. */
  function enqueue(bytes: Buffer, key: string | null): void {
    outgoing.push({ bytes, key })
    if (outgoing.length === 1) setImmediate(flush)
  }

  function exchange(message: Message, timeoutMs: number): Promise<LinkAnswer> {
    const bytes = encodeMessage(message, dialect)
    return new Promise((resolve) => {
      const settle = (answer: LinkAnswer): void => {
        resolve(answer)
        if (inFlight.size() === 0) for (const wake of idleWaiters.splice(0)) wake()
      }
      const key = inFlight.add(message, settle, timeoutMs, timedOut)
      if (key === null) {
        bytes.fill(0)
        resolve(linkBusy)
      } else enqueue(bytes, key)
    })
  }

  /** Null where it could not be sent. */
  async function manage(code: string, over: Socket): Promise<LinkAnswer | null> {
    const stan = await nextStan().catch(() => null)
    if (stan === null || socket !== over) return null
    const fields = { 7: transmissionField(clock.now()), 11: stan, 70: code }
    return exchange({ mti: '0800', fields }, settings.managementTimeoutMs)
  }

  const isAccepted = (answer: LinkAnswer | null): boolean =>
    answer?.outcome === 'answered' && answer.message.fields[39] === '00'

  function onMessage(bytes: Buffer): void {
    let message: Message
    try {
      message = decodeMessage(bytes, dialect)
    } catch (error) {
      if (!(error instanceof Iso8583Error)) throw error
      counters.malformed++
      emit({ type: 'malformed_message', error })
      return
    }
    if (message.mti === '0800') {
      const answer = { mti: answerType('0800')!, fields: { ...message.fields, 39: '00' } }
      enqueue(encodeMessage(answer, dialect), null)
      return
    }
    if (isFileUpdate(message)) return void answerUpdate(message, socket)
    const match = inFlight.answer(message, { outcome: 'answered', message })
    if (match === 'answered') return
    counters[match]++
    const { mti, fields } = message
    emit({ type: `${match}_answer`, mti, stan: fields[11] ?? '', rrn: fields[37] ?? '' })
  }

  async function answerUpdate(message: Message, over: Socket | null): Promise<void> {
    const answer = await settings.onFileUpdate?.(message)
    if (answer && socket === over) enqueue(encodeMessage(answer, dialect), null)
  }

  function drop(dropped: Socket, reason: DownReason): void {
    if (socket !== dropped) return
    const wasConnected = state !== 'connecting'
    socket = null
    for (const one of outgoing.splice(0)) wipe(one)
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
    if (!isAccepted(answer)) return drop(connected, 'sign_on_failed')
    state = 'up'
    retryStep = settings.retryMinMs
    echoTimer = setInterval(() => void echo(connected), settings.echoIntervalMs)
    whenReady.resolve()
    emit({ type: 'up' })
  }

  async function echo(connected: Socket): Promise<void> {
    const answer = await manage(networkManagement.echo, connected)
    if (answer && answer.outcome !== 'answered') drop(connected, 'echo_unanswered')
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

  function settled(answer: LinkAnswer): LinkAnswer {
    if (answer.outcome === 'answered') counters.answered++
    else if (answer.outcome === 'unsent') counters.notSent++
    else if (answer.reason === 'timeout') counters.timedOut++
    else counters.lost++
    return answer
  }

  connect()
  return {
    async request(message, options) {
      counters.requests++
      if (state !== 'up' || closing) return settled(linkDown)
      if (inFlight.size() >= settings.maxInFlight) return settled(linkBusy)
      return settled(await exchange(message, options?.timeoutMs ?? settings.timeoutMs))
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
