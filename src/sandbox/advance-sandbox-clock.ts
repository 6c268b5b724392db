import { z } from 'zod'
import { Problem } from '../ground/errors.ts'
import { endpoint } from '../http/endpoint.ts'
import { noPath } from '../http/schema.ts'
import { advanceClock, clockSchema, parseStep, showClock } from './sandbox-clock.ts'

const step = z
  .string()
  .transform((text, context) => {
    const ms = parseStep(text)
    if (ms !== null) return ms
    context.addIssue('must be a time such as 3d, 12h, 30m or 1d12h, 366d at most')
    return z.NEVER
  })
  .meta({
    jsonSchema: {
      type: 'string',
      pattern: '^(\\d+d)?(\\d+h)?(\\d+m)?(\\d+s)?$',
      description: 'How far: days, hours, minutes or seconds, such as 3d or 1d12h; 366d at most',
      examples: ['3d'],
    },
  })

export const advanceSandboxClock = endpoint({
  operationId: 'advance_sandbox_clock',
  method: 'POST',
  path: '/sandbox/clock',
  tag: 'Sandbox',
  summary: 'Move the demo’s clock forward',
  description:
    'In the demo only. Clearing, deposits, returns, schedules, expiry and retries happen as if the time had passed. It is one clock for all companies of the installation, and it never goes back.',
  scope: 'company:write',
  pathSchema: noPath,
  bodySchema: z.strictObject({ advance: step }),
  answers: { 200: { description: 'The clock, moved', schema: clockSchema } },
  problems: ['wrong_state'],
  runs: 'network',
  demoOnly: true,
  async handle({ db, context, body }) {
    const moved = await advanceClock(db, body.advance)
    if (moved === false)
      throw new Problem('wrong_state', 'The clock is ten years ahead; start with a new data folder.')
    if (moved === null)
      throw new Problem(
        'service_unavailable',
        'The clock is moved once worker, vault and simulator run; see GET /sandbox/clock.',
        { headers: { 'retry-after': '5' } },
      )
    await context.lookAtClock()
    return { body: showClock(moved) }
  },
})
