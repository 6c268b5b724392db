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

/** Of api, vault and worker, and of further processes of them by their names (`api-2`). */
export async function readMetrics({ dataFolder, output }: System): Promise<Map<string, Samples>> {
  const run = JSON.parse(readFileSync(`${dataFolder}/run.json`, 'utf8')) as Record<string, string>
  const first = Object.entries(ports).map(
    ([name, setting]) => [name, `http://127.0.0.1:${run[setting]}/metrics`] as const,
  )
  // The start says where those of further processes are.
  const further = [...output().matchAll(/^The metrics of (\S+): (\S+)$/gm)].map(
    ([, name, url]) => [name!, url!] as const,
  )
  return new Map(
    await Promise.all(
      [...first, ...further].map(
        async ([name, url]): Promise<[string, Samples]> => [name, parse(await (await fetch(url)).text())],
      ),
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

/** Charges a statement, for each of the two, between two readings, over all api processes. */
export const batchSizes = (
  before: Map<string, Samples>,
  after: Map<string, Samples>,
): Record<string, number> =>
  Object.fromEntries(
    ['request', 'record'].map((statement) => {
      const apis = [...after].filter(([name]) => name.startsWith('api'))
      const grown = (what: string) =>
        apis.reduce((sum, [name, samples]) => {
          const of = (one: Samples | undefined) =>
            sumOf(one, `jetpay_batch_size_${what}`, `statement="${statement}"`)
          return sum + of(samples) - of(before.get(name))
        }, 0)
      return [statement, grown('sum') / grown('count')]
    }),
  )

/** Milliseconds, on average, in which the card network answered between two readings, over all vaults. */
export function networkMs(before: Map<string, Samples>, after: Map<string, Samples>): number {
  const grown = (what: string) =>
    [...after].reduce(
      (sum, [name, samples]) =>
        sum +
        sumOf(samples, `jetpay_network_answer_seconds_${what}`) -
        sumOf(before.get(name), `jetpay_network_answer_seconds_${what}`),
      0,
    )
  return (1000 * grown('sum')) / grown('count')
}
