import { createServer, type Server, type Socket } from 'node:net'
import { decodeMessage, encodeMessage, type Message } from '../vault/iso8583/codec.ts'
import type { DialectName } from '../vault/iso8583/dialect.ts'
import { frameMessages, frameReader } from '../vault/iso8583/framing.ts'
import { Iso8583Error } from '../vault/iso8583/iso8583-error.ts'
import { networkManagement } from '../vault/iso8583/message-type.ts'
import type { Books } from './books.ts'
import type { Faults } from './faults.ts'
import type { Reply } from './issuer.ts'
import { openReordering } from './reordering.ts'
import type { CardFault } from './test-cards.ts'

export type NetworkSettings = {
  dialect: DialectName
  books: Books
  faults: Faults
  answer: (request: Message) => Reply | null
  /** Hears of answers to requests of the network's own. */
  onAnswer?: (answer: Message) => void
  /** How long the card `late_answer` is held back. */
  lateAnswerMs: number
  /** Hears of messages that could not be read: which part, which rule, never what was in it. */
  onMalformed: (error: Iso8583Error) => void
  /**
   * The request could not be written down (the disk is full), so its connection is closed without an answer.
   */
  onUnwritten: (error: unknown) => void
}

/** In a frame of its own, so that the stream stays readable: not a message type in either dialect. */
const GARBAGE = Buffer.from('\xffthis is no ISO 8583\xff', 'latin1')

/**
 * The card network's side of the link: a TCP server for many connections. All requests that one read brings
 * are carried out, then written to the journal in one write, then answered in one write.
 */
export function openNetwork(settings: NetworkSettings) {
  const { dialect, books, faults, answer } = settings
  const sockets = new Set<Socket>()
  const timers = new Set<NodeJS.Timeout>()

  const reordering = openReordering(faults, (socket, answers) => {
    if (faults.answerDelayMs > 0) later(faults.answerDelayMs, socket, answers)
    else if (socket.writable) socket.write(frameMessages(answers))
  })

  function later(delayMs: number, socket: Socket, answers: Buffer[]): void {
    const timer = setTimeout(() => {
      timers.delete(timer)
      if (socket.writable) socket.write(frameMessages(answers))
    }, delayMs)
    timers.add(timer)
  }

  function replyTo(bytes: Buffer): { reply: Reply; encoded: Buffer; isManagement: boolean } | null {
    try {
      const request = decodeMessage(bytes, dialect)
      if (request.mti === '0312') settings.onAnswer?.(request)
      const reply = answer(request)
      if (!reply?.answer) return null
      if (faults.refuseSignOn > 0 && request.fields[70] === networkManagement.signOn) {
        faults.refuseSignOn--
        reply.answer.fields[39] = '91'
      }
      const isManagement = request.fields[70] !== undefined
      return { reply, encoded: encodeMessage(reply.answer, dialect), isManagement }
    } catch (error) {
      if (!(error instanceof Iso8583Error)) throw error
      settings.onMalformed(error)
      return null
    }
  }

  function copies(answer: Buffer, fault: CardFault | null): Buffer[] {
    if (fault === 'duplicate_answer') return [answer, answer]
    if (faults.duplicateAnswers === 0) return [answer]
    faults.duplicateAnswers--
    return [answer, answer]
  }

  /** Carries out the requests of one read; true where the connection is to be closed after it. */
  function serve(messages: Buffer[], socket: Socket): boolean {
    const answers: Buffer[] = []
    // A network that is slow about payments still says that it is there.
    const management: Buffer[] = []
    const late: Buffer[] = []
    let drop = false
    for (const bytes of messages) {
      const answered = replyTo(bytes)
      if (!answered) continue
      if (faults.stopAnswering > 0) {
        faults.stopAnswering--
        continue
      }
      const { reply, encoded, isManagement } = answered
      if (reply.fault === 'drop_link') drop = true
      else if (reply.fault === 'late_answer') late.push(encoded)
      else if (isManagement && faults.answerDelayMs > 0) management.push(...copies(encoded, null))
      else answers.push(...copies(reply.fault === 'garbage_answer' ? GARBAGE : encoded, reply.fault))
    }
    try {
      books.flush()
    } catch (error) {
      // What is not in the journal is not answered: whoever asked does not know the outcome, and reverses.
      settings.onUnwritten(error)
      return true
    }
    if (management.length > 0 && socket.writable) socket.write(frameMessages(management))
    if (late.length > 0) later(settings.lateAnswerMs, socket, late)
    if (answers.length > 0) reordering.pass(socket, answers)
    return drop
  }

  const server: Server = createServer({ noDelay: true }, (socket) => {
    sockets.add(socket)
    let received: Buffer[] = []
    const read = frameReader((message) => received.push(Buffer.from(message)))
    socket.on('data', (chunk: Buffer) => {
      let readable = true
      try {
        read(chunk)
      } catch (error) {
        if (!(error instanceof Iso8583Error)) throw error
        settings.onMalformed(error)
        readable = false
      }
      const messages = received
      received = []
      const drop = serve(messages, socket)
      if (drop || !readable) socket.destroy()
    })
    socket.on('error', () => {})
    socket.on('close', () => {
      sockets.delete(socket)
      reordering.forget(socket)
    })
  })

  return {
    /** Listens and returns the port (0 takes a free one). Rejects where the port cannot be had. */
    listen: (port: number, host: string): Promise<number> =>
      new Promise((resolve, reject) => {
        server.once('error', reject)
        server.listen(port, host, () => {
          server.off('error', reject)
          resolve((server.address() as { port: number }).port)
        })
      }),
    connections: (): number => sockets.size,
    /** Sends a request of the network's own over one of the links; false where there is none. */
    send(message: Message): boolean {
      const socket = [...sockets].at(-1)
      if (!socket?.writable) return false
      socket.write(frameMessages([encodeMessage(message, dialect)]))
      return true
    },
    /** Closes every connection at once, as a network does that fails. */
    dropLinks(): void {
      for (const socket of sockets) socket.destroy()
    },
    async close(): Promise<void> {
      for (const timer of timers) clearTimeout(timer)
      reordering.close()
      for (const socket of sockets) socket.destroy()
      await new Promise<void>((resolve) => server.close(() => resolve()))
    },
  }
}

export type Network = ReturnType<typeof openNetwork>
