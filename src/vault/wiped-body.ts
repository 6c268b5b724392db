import type { Socket } from 'node:net'
import type { FastifyInstance } from 'fastify'
import { checkJson, decodeBody, UnreadableBody } from '../ground/json-text.ts'
import { connectionEvent } from '../ground/listen-tls.ts'
import { openReadBufferWash, type ReadBufferWash } from './read-buffer-wash.ts'

/** What the client is told of a body that is none; the parser's own message would quote it. */
class BadBody extends Error {
  readonly statusCode: 400 | 413
  readonly code: string

  constructor(statusCode: 400 | 413, code: string) {
    super(code)
    this.statusCode = statusCode
    this.code = code
  }
}

/**
 * Reads JSON bodies so that no copy of their bytes stays (PCI DSS 3.3.1, 3.5.1): what a socket received is
 * zeroed once the HTTP parser has had it, the body once it is parsed, and Node's buffer for reads after it.
 * What is left are the strings that JavaScript made of it, which the garbage collector frees.
 */
export function readBodiesWiped(server: FastifyInstance, bytesMax: number): void {
  let readBuffer: ReadBufferWash | undefined
  server.addHook('onReady', async () => {
    readBuffer = await openReadBufferWash()
  })
  server.addHook('onClose', async () => readBuffer?.close())
  server.server.on(connectionEvent(server.server), (socket: Socket) => {
    // A listener of ours has Node hand the bytes to its parser in JavaScript, before us, instead of reading
    // them into a buffer of its own in C++ that keeps the last request of all connections. The parser copies
    // what it passes on.
    socket.on('data', wipe)
  })
  server.removeContentTypeParser('application/json')
  server.addContentTypeParser('application/json', (request, payload, done) => {
    const chunks: Buffer[] = []
    let bytes = 0
    let refused = false
    payload.on('data', (chunk: Buffer) => {
      bytes += chunk.length
      if (bytes <= bytesMax) return chunks.push(chunk)
      for (const one of [...chunks.splice(0), chunk]) wipe(one)
      if (!refused) done(new BadBody(413, 'FST_ERR_CTP_BODY_TOO_LARGE'))
      refused = true
    })
    // Also where it was refused, or cut off.
    payload.on('close', () => readBuffer?.wash())
    payload.on('end', () => {
      if (refused) return
      const body = Buffer.concat(chunks)
      for (const chunk of chunks.splice(0)) wipe(chunk)
      try {
        const text = decodeBody(body, request.headers)
        checkJson(text)
        done(null, JSON.parse(text))
      } catch (error) {
        done(error instanceof UnreadableBody ? error : new BadBody(400, 'FST_ERR_CTP_INVALID_JSON_BODY'))
      } finally {
        wipe(body)
      }
    })
    payload.on('error', () => {
      for (const chunk of chunks.splice(0)) wipe(chunk)
      if (!refused) done(new BadBody(400, 'FST_ERR_CTP_INVALID_CONTENT_LENGTH'))
      refused = true
    })
  })
}

const wipe = (bytes: Buffer) => void bytes.fill(0)
