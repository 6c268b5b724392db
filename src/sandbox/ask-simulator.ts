import { Problem } from '../ground/errors.ts'
import { hostName } from '../ground/host-name.ts'
import type { Context } from '../process/context.ts'

/** It answers from memory; a clearing file of a busy day takes longer. */
const ANSWER_MS = 20_000

/** Asks the demo's network or bank. Throws `service_unavailable` where it does not run. */
export async function askSimulator(
  { config }: Pick<Context, 'config'>,
  method: 'GET' | 'POST',
  path: string,
  body?: unknown,
): Promise<unknown> {
  const url = `http://${hostName(config.host)}:${config.simulatorPort}${path}`
  const answer = await fetch(url, {
    method,
    signal: AbortSignal.timeout(ANSWER_MS),
    ...(body !== undefined && {
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    }),
  }).catch(() => undefined)
  if (answer?.ok) return answer.json()
  throw new Problem(
    'service_unavailable',
    'The demo’s card network and bank do not answer; does `npm start` run?',
    {
      headers: { 'retry-after': '5' },
    },
  )
}
