import { isTrouble, type Operation } from './history.ts'

/**
 * A request that takes longer than this was held up, whatever came of it: a network that does not answer
 * takes half as long.
 */
const HELD_UP_MS = 3_000

/** One client's: from its first request that failed or was held up, in ms. */
export type Outage = {
  client: string
  /** To the first that was answered well after it. */
  firstMs: number
  /** To the first that was answered well after its last trouble. */
  allMs: number
}

/** What a fault at `faultAt` cost each client until `until`. Nothing where all went on as before. */
export function outagesOf(operations: Operation[], faultAt: number, until: number): Outage[] {
  const during = operations.filter(({ startedAt, endedAt }) => endedAt > faultAt && startedAt < until)
  return [...Map.groupBy(during, ({ client }) => client)].map(([client, own]) => {
    const troubled = own.filter((one) => isTrouble(one) || one.endedAt - one.startedAt > HELD_UP_MS)
    if (troubled.length === 0) return { client, firstMs: 0, allMs: 0 }
    const [first, last] = [
      minOf(troubled, 'startedAt'),
      Math.max(...troubled.map(({ startedAt }) => startedAt)),
    ]
    const wellAfter = (at: number) => {
      const well = own.filter((one) => !isTrouble(one) && one.startedAt >= at)
      return well.length > 0 ? minOf(well, 'endedAt') : until
    }
    const from = Math.max(first, faultAt)
    return { client, firstMs: wellAfter(first) - from, allMs: wellAfter(last) - from }
  })
}

const minOf = (operations: Operation[], when: 'startedAt' | 'endedAt') =>
  Math.min(...operations.map((one) => one[when]))

/** The value that so many of a hundred do not exceed. */
export function percentile(values: number[], percent: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.max(0, Math.ceil((sorted.length * percent) / 100) - 1)] ?? 0
}
