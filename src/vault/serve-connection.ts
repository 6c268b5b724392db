import type { Socket } from 'node:net'
import {
  BadFrame,
  encodeFrames,
  type Frame,
  frameReader,
  helloOf,
  ONE_RELEASE,
  QUESTION_BYTES_MAX,
  QUESTIONS_AT_ONCE_MAX,
  told,
  VAULT_STREAM_VERSION,
} from '../ground/vault-frames.ts'
import type { AskVault } from './answer-question.ts'

/** How long a connection may say nothing. */
const HELLO_MS = 5_000
/** How long a peer may go on asking once it was told that we stop, and go on reading once all is answered. */
const LEAVE_MS = 2_000

/**
 * One connection of the main side. Questions are begun as they come, whatever becomes of those before, and
 * the answers of one turn of the event loop leave in one write. From a peer that does not read its answers,
 * or has too many questions under way, nothing more is read until it has caught up.
 */
export function serveConnection(
  socket: Socket,
  {
    ownId,
    caller,
    ask,
    onBroken,
  }: {
    ownId: string
    /** Who the peer is, as the audit log names it. */
    caller: string
    ask: AskVault
    /** Hears why a peer is not listened to any more. */
    onBroken: (error: Error) => void
  },
): { goodbye(): void } {
  let outgoing: Frame[] = []
  let underWay = 0
  let greeted = false
  /** Nothing more is taken; once all is answered, the connection ends. */
  let ending = false
  let backedUp = false
  let leaveTimer: NodeJS.Timeout | undefined
  const helloTimer = setTimeout(() => breakOff(new Error(`no hello within ${HELLO_MS / 1000} s`)), HELLO_MS)

  const hello = { version: VAULT_STREAM_VERSION, vault: ownId, ms: performance.now() }
  socket.write(encodeFrames([{ what: told.hello, id: 0, text: JSON.stringify(hello) }]))

  function flush(): void {
    const frames = outgoing
    outgoing = []
    if (socket.destroyed || socket.writableEnded) return
    if (frames.length > 0) {
      // Read later than it was written, so it tells the peer a moment that is too early and never too late.
      frames.unshift({ what: told.moment, id: 0, text: String(performance.now()) })
      backedUp = !socket.write(encodeFrames(frames))
    }
    paceReading()
    if (!ending || underWay > 0) return
    socket.destroySoon()
    leaveTimer = setTimeout(() => socket.destroy(), LEAVE_MS)
  }

  function send(frame: Frame): void {
    if (outgoing.push(frame) === 1) setImmediate(flush)
  }

  function paceReading(): void {
    if (ending) return
    const full = backedUp || underWay >= QUESTIONS_AT_ONCE_MAX
    if (full !== socket.isPaused()) socket[full ? 'pause' : 'resume']()
  }

  function end(): void {
    if (ending) return
    ending = true
    clearTimeout(helloTimer)
    clearTimeout(leaveTimer)
    setImmediate(flush)
  }

  /** What is under way is answered, and nothing more is read: who asked the rest knows that it was not. */
  function breakOff(error: Error): void {
    if (ending) return
    onBroken(error)
    end()
  }

  function greet(text: string): void {
    const { version } = helloOf.mainSide.parse(JSON.parse(text))
    if (version !== VAULT_STREAM_VERSION)
      throw new BadFrame(`its version is ${version}, this vault's ${VAULT_STREAM_VERSION}`)
    greeted = true
    clearTimeout(helloTimer)
  }

  function answer(what: number, id: number, text: string): void {
    underWay += 1
    ask(what, text, caller, (what, text) => {
      underWay -= 1
      send({ what, id, text })
    })
  }

  const read = frameReader(QUESTION_BYTES_MAX, (what, id, text) => {
    if (!greeted && what === told.hello) greet(text)
    else if (greeted && what < told.hello) answer(what, id, text)
    else throw new BadFrame(`a frame ${what} where ${greeted ? 'a question' : 'a hello'} was due`)
  })

  socket.on('data', (chunk: Buffer) => {
    if (ending) return
    try {
      read(chunk)
    } catch (error) {
      // Before the hello anything may have come; what it was is not repeated.
      const reason = error instanceof BadFrame ? error.message : 'its hello cannot be read'
      breakOff(new BadFrame(greeted ? reason : `no main side of this release: ${reason}; ${ONE_RELEASE}`))
    }
    paceReading()
  })
  socket.on('drain', () => {
    backedUp = false
    paceReading()
  })
  socket.on('end', end)
  socket.on('error', () => undefined)
  socket.on('close', () => {
    ending = true
    clearTimeout(helloTimer)
    clearTimeout(leaveTimer)
  })

  return {
    /** What the peer has asked by the time that it reads this is answered still. */
    goodbye() {
      send({ what: told.goodbye, id: 0, text: '' })
      leaveTimer = setTimeout(end, LEAVE_MS)
    },
  }
}
