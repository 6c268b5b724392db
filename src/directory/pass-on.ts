import {
  Agent,
  request as askHttp,
  type ClientRequest,
  type IncomingMessage,
  type ServerResponse,
} from 'node:http'
import { request as askHttps, Agent as TlsAgent } from 'node:https'
import { pipeline } from 'node:stream'
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
      const gone = () => outgoing.destroy()
      response.once('close', gone)
      // Its end is the request's: where the client breaks off, or the cell does, the other hears of it.
      pipeline(incoming, outgoing, () => undefined)
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
      await new Promise<void>((resolve) => pipeline(answer, response, () => resolve()))
      response.off('close', gone)
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

/**
 * A body of unknown length goes on as one, and no body as none: Node would make an empty one in pieces of it.
 */
function lengthOf({ headers, method = '' }: IncomingMessage): string[] {
  if (headers['transfer-encoding'] !== undefined) return ['transfer-encoding', 'chunked']
  const hasNone = headers['content-length'] === undefined && !/^(GET|HEAD|OPTIONS)$/.test(method)
  return hasNone ? ['content-length', '0'] : []
}
