import { setTimeout as delay } from 'node:timers/promises'
import type { Random } from './random.ts'
import { type Answer, ask, mayRetry, type World } from './world.ts'

const RETRY_MS = 150

/**
 * Asks under one key, sometimes twice at once, until the outcome is known: a 202 is followed by repeating,
 * but of a refund by bank, which the bank ends later. Every answer is kept in `answers`. Null when the run's
 * end came first.
 */
export async function askUntilFinal(
  world: World,
  random: Random,
  [method, path, body]: readonly [method: string, path: string, body?: unknown],
  key: string,
  answers: Answer[],
): Promise<Answer | null> {
  const send = async () => {
    const answer = await ask(world, method, path, body, key)
    if (answer) answers.push(answer)
    return answer
  }
  if (random.chance(0.1)) await Promise.all([send(), send()])
  while (performance.now() < world.deadline()) {
    const answer = await send()
    const isOpen = answer?.status === 202 && answer.body.method !== 'bank'
    if (answer && !isOpen && !mayRetry(answer)) return answer
    await delay(RETRY_MS)
  }
  return null
}
