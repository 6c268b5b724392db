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

/** By how much more all samples sum to whose name and labels fit, over all processes of a role. */
const grown = (
  before: Map<string, Samples>,
  after: Map<string, Samples>,
  role: string,
  name: string,
  label = '',
) =>
  [...after]
    .filter(([process]) => process.startsWith(role))
    .reduce(
      (sum, [process, samples]) =>
        sum + sumOf(samples, name, label) - sumOf(before.get(process), name, label),
      0,
    )

/** Charges a statement, for each of the two, between two readings, over all api processes. */
export const batchSizes = (
  before: Map<string, Samples>,
  after: Map<string, Samples>,
): Record<string, number> =>
  Object.fromEntries(
    ['request', 'record'].map((statement) => {
      const of = (what: string) =>
        grown(before, after, 'api', `jetpay_batch_size_${what}`, `statement="${statement}"`)
      return [statement, of('sum') / of('count')]
    }),
  )

/** Milliseconds, on average, in which the card network answered between two readings, over all vaults. */
export function networkMs(before: Map<string, Samples>, after: Map<string, Samples>): number {
  const of = (what: string) => grown(before, after, 'vault', `jetpay_network_answer_seconds_${what}`)
  return (1000 * of('sum')) / of('count')
}
