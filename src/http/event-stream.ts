import { Readable } from 'node:stream'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { type Caller, requireScope, type Scope } from './authenticate.ts'

declare module 'fastify' {
  interface FastifyInstance {
    /** Looks once more at who asked: throws where a new request of theirs would be refused. */
    admitAgain(request: FastifyRequest): Promise<Caller>
  }
}

/** Who takes nothing for this long, while a beat is sent every quarter of it, is gone or stuck. */
const STUCK_MS = 60_000

/**
 * Before more is sent the caller is looked at again where that is longer ago: a session that was ended, or a
 * token that was revoked, is told nothing after it.
 */
const LOOK_AGAIN_MS = 1_000

/** Sends server-sent events to who asked, for as long as they have the scope in the same company. */
export function sendStream(
  request: FastifyRequest,
  reply: FastifyReply,
  { stream, leave }: { stream: AsyncIterable<string>; leave: () => void },
  scope: Scope | readonly Scope[],
): void {
  async function stillMay(): Promise<boolean> {
    try {
      const caller = await request.server.admitAgain(request)
      requireScope(caller, ...[scope].flat())
      return caller.company_id === request.caller?.company_id
    } catch {
      return false
    }
  }
  async function* whileAllowed() {
    let lookedAt = performance.now()
    for await (const text of stream) {
      if (performance.now() - lookedAt > LOOK_AGAIN_MS) {
        if (!(await stillMay())) return
        lookedAt = performance.now()
      }
      yield text
    }
  }
  if (reply.raw.closed) {
    leave()
    return
  }
  reply.raw.once('close', leave)
  reply.raw.setTimeout(STUCK_MS, () => reply.raw.destroy())
  reply
    .header('content-type', 'text/event-stream; charset=utf-8')
    .header('cache-control', 'no-store')
    // nginx keeps what it passes on in a buffer unless it is told.
    .header('x-accel-buffering', 'no')
    // A few bytes at a time: what was read beyond what was sent is what is looked at too early.
    .send(Readable.from(whileAllowed(), { highWaterMark: 1 }))
}
