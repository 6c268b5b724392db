import {
  Agent,
  request as askHttp,
  type ClientRequest,
  type IncomingMessage,
  type ServerResponse,
} from 'node:http'
import { request as askHttps, Agent as TlsAgent } from 'node:https'
import { Problem } from '../ground/errors.ts'

/** Connections to one cell that are kept for the next request. */
const KEPT_MAX = 256
/** A cell on the same network lets one in within this, or it is down. */
const CONNECT_MS = 2_000
/**
 * Longer than an api works on any request: a charge waits for the network for less. Streams have begun by
 * then.
 */
const ANSWER_MS = 65_000

/** Of one connection, not of the request (RFC 9110 section 7.6.1); `expect` was answered here. */
const OF_CONNECTION = /^(connection|keep-alive|proxy-.*|te|trailer|transfer-encoding|upgrade|expect)$/i
/**
 * Of the request, whatever a client says: without its length a body would be taken for another request, on a
 * connection that others share.
 */
const OF_REQUEST = /^(content-length|host|authorization)$/i
/** What the router says of the client, and nobody else may. */
const SAID_HERE = /^(forwarded|x-forwarded-.*|x-real-ip|x-request-id)$/i

type Said = { address: string; requestId: string; proto: string }

/** Passes requests on to cells as they come in, byte by byte, and answers back: nothing of a body is read. */
export function openPassOn() {
  const kept = { keepAlive: true, maxFreeSockets: KEPT_MAX, scheduling: 'lifo' as const }
  const agents = { http: new Agent(kept), https: new TlsAgent(kept) }

  function ask(apiUrl: string, incoming: IncomingMessage, headers: string[]): ClientRequest {
    const { protocol, hostname, port, pathname } = new URL(apiUrl)
    const at = {
      hostname: hostname.replace(/^\[|\]$/g, ''),
      port,
      method: incoming.method!,
      path: `${pathname.replace(/\/$/, '')}${incoming.url}`,
      headers,
      setHost: false,
    }
    return protocol === 'https:'
      ? askHttps({ ...at, agent: agents.https })
      : askHttp({ ...at, agent: agents.http })
  }

  return {
    /**
     * Resolves once the answer is whole or its connection is gone. Rejects with a Problem where the cell gave
     * none, and nothing was sent to the client yet.
     */
    async pass(
      apiUrl: string,
      incoming: IncomingMessage,
      response: ServerResponse,
      said: Said,
    ): Promise<void> {
      const outgoing = ask(apiUrl, incoming, headersFor(incoming, said))
      const answered = new Promise<IncomingMessage>((resolve, reject) => {
        const late = setTimeout(() => reject(new Error('it does not answer')), ANSWER_MS)
        outgoing
          .once('response', resolve)
          .once('error', reject)
          .once('close', () => clearTimeout(late))
        outgoing.once('response', () => clearTimeout(late))
        outgoing.once('socket', (socket) => {
          if (!socket.connecting) return
          const overdue = setTimeout(() => outgoing.destroy(new Error('it lets nobody in')), CONNECT_MS)
          socket.once('connect', () => clearTimeout(overdue)).once('close', () => clearTimeout(overdue))
        })
      })
      // Where the client breaks off the cell hears of it, and the other way round.
      const closed = new Promise<void>((resolve) => response.once('close', resolve))
      void closed.then(() => {
        if (!response.writableFinished) outgoing.destroy()
      })
      if (hasBody(incoming)) incoming.pipe(outgoing)
      else outgoing.end()
      let answer: IncomingMessage
      try {
        answer = await answered
      } catch (error) {
        outgoing.destroy()
        throw unavailable(error)
      } finally {
        outgoing.on('error', () => undefined)
      }
      response.writeHead(answer.statusCode!, answer.statusMessage, keptOf(answer.rawHeaders))
      answer.once('error', () => response.destroy())
      answer.pipe(response)
      await closed
    },
    close() {
      agents.http.destroy()
      agents.https.destroy()
    },
  }
}

export const unavailable = (cause: unknown) =>
  new Problem(
    'service_unavailable',
    'The part of the platform that has your company does not answer. Try again with the same Idempotency-Key: then nothing happens twice.',
    { headers: { 'retry-after': '1' }, cause },
  )

/** Names and values in turn, as they were spelled, without those that are of the connection alone. */
function keptOf(raw: string[], alsoNot?: RegExp): string[] {
  // Only what the connection may have of its own: how long a body is, and who sends it, goes on in any case.
  const named = new Set<string>()
  for (let at = 0; at < raw.length; at += 2)
    if (/^connection$/i.test(raw[at]!))
      for (const name of raw[at + 1]!.split(','))
        if (!OF_REQUEST.test(name.trim())) named.add(name.trim().toLowerCase())
  const kept: string[] = []
  for (let at = 0; at < raw.length; at += 2) {
    const name = raw[at]!
    if (OF_CONNECTION.test(name) || alsoNot?.test(name) || named.has(name.toLowerCase())) continue
    kept.push(name, raw[at + 1]!)
  }
  return kept
}

function headersFor(incoming: IncomingMessage, said: Said): string[] {
  return [
    ...keptOf(incoming.rawHeaders, SAID_HERE),
    ...lengthOf(incoming),
    'x-forwarded-for',
    said.address,
    'x-forwarded-proto',
    said.proto,
    'x-request-id',
    said.requestId,
    'connection',
    'keep-alive',
  ]
}

const isInPieces = ({ headers }: IncomingMessage) => headers['transfer-encoding'] !== undefined
const hasBody = (incoming: IncomingMessage) =>
  isInPieces(incoming) || Number(incoming.headers['content-length'] ?? 0) > 0

/**
 * A body of unknown length goes on as one, and no body as none: Node would make an empty one in pieces of it.
 */
function lengthOf(incoming: IncomingMessage): string[] {
  if (isInPieces(incoming)) return ['transfer-encoding', 'chunked']
  const { headers, method = '' } = incoming
  const hasNone = headers['content-length'] === undefined && !/^(GET|HEAD|OPTIONS)$/.test(method)
  return hasNone ? ['content-length', '0'] : []
}
