import { readFileSync } from 'node:fs'
import type { System } from '../test/system.ts'

/**
 * Samples of a role's `/metrics`, by name and labels as they stand there. Reading resets its event loop's
 * delay.
 */
export type Samples = Map<string, number>

const ports = {
  api: 'JETPAY_METRICS_PORT',
  vault: 'JETPAY_VAULT_METRICS_PORT',
  worker: 'JETPAY_WORKER_METRICS_PORT',
}

/** Of api, vault and worker. */
export async function readMetrics({ dataFolder }: System): Promise<Map<string, Samples>> {
  const run = JSON.parse(readFileSync(`${dataFolder}/run.json`, 'utf8')) as Record<string, string>
  return new Map(
    await Promise.all(
      Object.entries(ports).map(async ([role, setting]): Promise<[string, Samples]> => {
        const answer = await fetch(`http://127.0.0.1:${run[setting]}/metrics`)
        return [role, parse(await answer.text())]
      }),
    ),
  )
}

const parse = (text: string): Samples =>
  new Map(
    [...text.matchAll(/^(\w+(?:\{[^}]*\})?) (\S+)$/gm)].map(([, name, value]) => [name!, Number(value)]),
  )

/** What all samples sum to whose name and labels fit. */
export const sumOf = (samples: Samples | undefined, name: string, label = ''): number =>
  [...(samples ?? [])].reduce(
    (sum, [key, value]) => (key.split('{')[0] === name && key.includes(label) ? sum + value : sum),
    0,
  )

/** Charges a statement, for each of the two, between two readings of the api's metrics. */
export const batchSizes = (before: Samples | undefined, after: Samples | undefined): Record<string, number> =>
  Object.fromEntries(
    ['request', 'record'].map((statement) => {
      const grown = (what: string) =>
        sumOf(after, `jetpay_batch_size_${what}`, `statement="${statement}"`) -
        sumOf(before, `jetpay_batch_size_${what}`, `statement="${statement}"`)
      return [statement, grown('sum') / grown('count')]
    }),
  )
