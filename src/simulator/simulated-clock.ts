import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import type { Clock } from '../ground/clock.ts'

const body = z.strictObject({ ahead_ms: z.number().int().min(0) })

/**
 * The clock of network and bank, which the platform moves with its own (`POST /clock`), never back. How far
 * it was moved is kept in `folder`, so that a restart does not bring an earlier day.
 */
export function openSimulatedClock(folder: string, time: Clock) {
  const path = join(folder, 'clock.json')
  let aheadMs = read(path)
  const clock: Clock = { now: () => new Date(time.now().getTime() + aheadMs) }

  function moveTo(ms: number): void {
    if (ms <= aheadMs) return
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    writeFileSync(`${path}.new`, JSON.stringify({ ahead_ms: ms }), { mode: 0o600, flush: true })
    renameSync(`${path}.new`, path)
    aheadMs = ms
  }
  return {
    clock,
    serve(http: FastifyInstance): void {
      http.post('/clock', (request, reply) => {
        const asked = body.safeParse(request.body)
        if (!asked.success) return reply.code(422).send({ errors: asked.error.issues })
        moveTo(asked.data.ahead_ms)
        return { now: clock.now(), ahead_ms: aheadMs }
      })
    },
  }
}

function read(path: string): number {
  try {
    return body.parse(JSON.parse(readFileSync(path, 'utf8'))).ahead_ms
  } catch (error) {
    if ((error as { code?: string }).code === 'ENOENT') return 0
    throw error
  }
}
