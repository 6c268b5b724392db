import { type ChildProcess, fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { type System, saveCard } from '../test/system.ts'
import type { Job, LoadMessage, LoadRun, Target } from './load-generator.ts'

/** A load generator in a process of its own. */
export type Load = {
  pid: number
  /** `onStall` is called while nothing is answered for long, once for each such time. */
  run(job: Job, onStall?: (ms: number) => void): Promise<LoadRun>
  close(): void
}

export function startLoad(): Load {
  const child: ChildProcess = fork(fileURLToPath(new URL('load-generator.ts', import.meta.url)))
  return {
    pid: child.pid!,
    run: (job, onStall) =>
      new Promise((resolve, reject) => {
        const end = () => reject(new Error('the load generator ended'))
        const hear = (message: LoadMessage) => {
          if ('stalled' in message) return onStall?.(message.stalled)
          child.off('message', hear).off('exit', end)
          if ('done' in message) resolve(message.done)
          else reject(new Error(`the load failed: ${message.failed}`))
        }
        child.on('message', hear).once('exit', end)
        child.send(job)
      }),
    close: () => child.disconnect(),
  }
}

/** What a request is until its idempotency key. */
export const headOf = (host: string, path: string, headers: Record<string, string>, body: string) =>
  [
    `POST ${path} HTTP/1.1`,
    `host: ${host}`,
    ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
    `content-length: ${Buffer.byteLength(body)}`,
    '',
  ].join('\r\n')

/** Charges by HTTP over `cards` saved cards in turn. */
export async function chargesOf(system: System, cards: number): Promise<Target> {
  const { demo } = system
  const saved = await Promise.all(Array.from({ length: cards }, () => saveCard(system)))
  const { host, hostname, port } = new URL(demo.api_url)
  const headers = { authorization: `Bearer ${demo.api_token}`, 'content-type': 'application/json' }
  const body = JSON.stringify({ amount: 12.34, to_bank_account_id: demo.bank_account_id, statement: 'Bench' })
  const heads = saved.map(({ contactId, cardId }) =>
    headOf(host, `/contact/${contactId}/creditcards/${cardId}/charge`, headers, body),
  )
  return { host: hostname, port: Number(port), heads, body }
}
