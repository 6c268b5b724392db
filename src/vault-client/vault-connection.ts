import type { Socket } from 'node:net'
import { watchDeadlines } from '../ground/deadlines.ts'
import {
  ANSWER_BYTES_MAX,
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
import { type VaultStopwatch, vaultStopwatch } from './vault-stopwatch.ts'

/** How long a connection may take to be made and to say its hello. */
const CONNECT_MS = 2_000

/** Not one byte of the question has left: the vault has not seen it. */
export class NotAsked extends Error {
  override name = 'NotAsked'
  readonly code: string
  constructor(code: string, message = 'the vault was not asked', options?: ErrorOptions) {
    super(message, options)
    this.code = code
  }
}

/** What answers at the door is no vault of this release. */
export class OtherRelease extends NotAsked {
  override name = 'OtherRelease'
  constructor(reason: string) {
    super('OTHER_RELEASE', `what answers there is no vault of this release: ${reason}; ${ONE_RELEASE}`)
  }
}

/** The vault has read the question and refused it, before anything else was done. */
export class Refused extends Error {
  override name = 'Refused'
  readonly code = 'REFUSED'
}

/** The question may have reached the vault, and nobody knows what it has done. */
class NotAnswered extends Error {
  override name = 'NotAnswered'
  readonly code: string
  constructor(code: string, message = 'the vault did not answer') {
    super(message)
    this.code = code
  }
}

/** `text`: made when it is sent, by the stopwatch of the vault that it is sent to. */
export type Question = {
  id: number
  kind: number
  text(stopwatch: VaultStopwatch): string
  resolve(answer: unknown): void
  reject(error: Error): void
  dueAt: number
}

/**
 * One connection to one vault process, from its beginning to its end. `onRoom`: questions can be sent, at
 * first or again. `onGone`: it takes no more of them; with what it failed by before it was ever open. What it
 * had sent is settled by itself.
 */
export function openVaultConnection(
  socket: Socket,
  {
    timeoutMs,
    onRoom,
    onGone,
  }: { timeoutMs: number; onRoom(): void; onGone(failure: NotAsked | null): void },
) {
  const stopwatch = vaultStopwatch()
  const sent = new Map<number, Question>()
  const deadlines = watchDeadlines(sent, ({ reject }) => {
    reject(new NotAnswered('TIMEOUT'))
    if (state === 'open') onRoom()
  })
  let state: 'connecting' | 'open' | 'leaving' | 'gone' = 'connecting'
  let vault = ''
  let backedUp = false
  const connectTimer = setTimeout(() => fail(new NotAsked('CONNECT_TIMEOUT')), CONNECT_MS)

  function leave(failure: NotAsked | null): void {
    if (state === 'leaving' || state === 'gone') return
    state = 'leaving'
    clearTimeout(connectTimer)
    onGone(failure)
  }

  /** What was sent may have been read, and is unknown from here on. */
  function fail(error: Error): void {
    const failure = state === 'connecting' ? notAsked(error) : null
    socket.destroy()
    leave(failure)
    if (state === 'gone') return
    state = 'gone'
    deadlines.stop()
    const lost = [...sent.values()]
    sent.clear()
    for (const { reject } of lost) reject(new NotAnswered('LOST', 'the connection to the vault was lost'))
  }

  function greet(text: string): void {
    const hello = helloOf.vault.parse(JSON.parse(text))
    if (hello.version !== VAULT_STREAM_VERSION)
      throw new BadFrame(`its version is ${hello.version}, ours ${VAULT_STREAM_VERSION}`)
    clearTimeout(connectTimer)
    vault = hello.vault
    stopwatch.learn(vault, hello.ms)
    state = 'open'
    onRoom()
  }

  function settle(what: number, id: number, text: string): void {
    const question = sent.get(id)
    // Its time was up.
    if (!question) return
    sent.delete(id)
    if (what === told.answered) question.resolve(parsed(text))
    else if (what === told.refused) question.reject(new Refused(`the vault refused the question: ${text}`))
    else question.reject(new NotAnswered('FAILED'))
    if (state === 'open' && sent.size === QUESTIONS_AT_ONCE_MAX - 1) onRoom()
  }

  const read = frameReader(ANSWER_BYTES_MAX, (what, id, text) => {
    if (state === 'connecting' && what === told.hello) greet(text)
    else if (state === 'connecting') throw new BadFrame(`a frame ${what} where a hello was due`)
    else if (what === told.moment) stopwatch.learn(vault, Number(text))
    else if (what === told.answered || what === told.refused || what === told.failed) settle(what, id, text)
    else if (what === told.goodbye) endAsking()
    else throw new BadFrame(`a frame ${what}, which is no answer`)
  })

  /** The vault stops: it answers what it was asked, once it knows that nothing more comes. */
  function endAsking(): void {
    leave(null)
    socket.end()
  }

  socket.write(
    encodeFrames([{ what: told.hello, id: 0, text: JSON.stringify({ version: VAULT_STREAM_VERSION }) }]),
  )
  socket.on('data', (chunk: Buffer) => {
    if (state === 'gone') return
    try {
      read(chunk)
    } catch (error) {
      fail(error as Error)
    }
  })
  socket.on('drain', () => {
    backedUp = false
    if (state === 'open') onRoom()
  })
  socket.on('error', fail)
  // Nothing more is answered: what would be sent now goes to the next connection.
  socket.on('end', () => leave(state === 'connecting' ? noHello() : null))
  socket.on('close', () => fail(noHello()))

  return {
    isConnecting: () => state === 'connecting',
    /** How many questions can be sent now. */
    room: () => (state === 'open' && !backedUp ? QUESTIONS_AT_ONCE_MAX - sent.size : 0),
    /** Hands questions to the socket in one write. From here on each may have reached the vault. */
    send(questions: Question[]): void {
      const frames: Frame[] = []
      const dueAt = performance.now() + timeoutMs
      for (const question of questions) {
        const { id, kind, reject } = question
        try {
          const text = question.text(stopwatch)
          if (text.length > QUESTION_BYTES_MAX / 3 && Buffer.byteLength(text) > QUESTION_BYTES_MAX)
            throw new NotAsked('TOO_LONG', `a question of more than ${QUESTION_BYTES_MAX} bytes`)
          frames.push({ what: kind, id, text })
        } catch (error) {
          reject(error instanceof NotAsked ? error : new NotAsked('MISTAKE', undefined, { cause: error }))
          continue
        }
        question.dueAt = dueAt
        sent.set(id, question)
      }
      if (frames.length === 0) return
      deadlines.watch(dueAt)
      backedUp = !socket.write(encodeFrames(frames))
    },
    /** Ends it at once, where nothing is under way. */
    close: () => socket.destroySoon(),
  }
}

/** What is no JSON is no answer: the schema of the answer refuses it. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

const noHello = () => new NotAsked('NO_HELLO', 'the vault ended the connection')

/** Before a connection is open: who could not be reached, or is no vault of ours. */
function notAsked(error: Error): NotAsked {
  if (error instanceof NotAsked) return error
  if (error instanceof BadFrame) return new OtherRelease(error.message)
  const { code } = error as { code?: string }
  // What it was is not repeated: anything may answer there.
  return code === undefined ? new OtherRelease('its hello cannot be read') : new NotAsked(code, error.message)
}
