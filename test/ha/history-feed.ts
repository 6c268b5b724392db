import { isBefore, type Operation, type Violation } from './history.ts'

export type LoggedEvent = { id: number; type: string; transactionId: string | null }
/** One page of the feed as a client read it. */
type Page = Pick<Operation, 'client' | 'startedAt' | 'endedAt'> & {
  after: number
  limit: number
  events: LoggedEvent[]
}

export const pagesOf = (operations: Operation[]): Page[] =>
  operations.flatMap(({ client, method, path, startedAt, endedAt, answer }) => {
    const [, after, limit] = /^\/events\?after=(\d+)&limit=(\d+)$/.exec(path) ?? []
    if (method !== 'GET' || after === undefined || answer?.status !== 200) return []
    const events = answer.body.data.map(({ id, type, data }: any) => ({
      id,
      type,
      transactionId: data.transactionId ?? null,
    }))
    return [{ client, startedAt, endedAt, after: Number(after), limit: Number(limit), events }]
  })

const isSame = (one: LoggedEvent, other: LoggedEvent) =>
  one.type === other.type && one.transactionId === other.transactionId

/**
 * The feed of a company is one order without a gap, the same for all who read it and for ever: what one was
 * shown, whoever reads later is shown as well.
 */
export function checkFeed(pages: Page[], log: LoggedEvent[]): Violation[] {
  const violations: Violation[] = []
  log.forEach(({ id }, at) => {
    if (at > 0 && id !== log[at - 1]!.id + 1)
      violations.push(`the log: event ${id} follows ${log[at - 1]!.id}`)
  })
  const byId = new Map(log.map((event) => [event.id, event]))
  for (const { client, after, events } of pages)
    events.forEach((event, at) => {
      if (event.id !== after + 1 + at)
        violations.push(`${client}: event ${event.id} came where ${after + 1 + at} was due`)
      const logged = byId.get(event.id)
      if (!logged) violations.push(`${client}: event ${event.id} was shown and is in no log`)
      else if (!isSame(logged, event)) violations.push(`${client}: event ${event.id} is not the log's`)
    })
  // Whoever reads on from a place finds what others were shown behind it.
  const ended = pages.toSorted((a, b) => a.endedAt - b.endedAt)
  let [shown, next] = [0, 0]
  for (const page of pages.toSorted((a, b) => a.startedAt - b.startedAt)) {
    for (; next < ended.length && isBefore(ended[next]!, page); next++)
      shown = Math.max(shown, ended[next]!.events.at(-1)?.id ?? 0)
    const last = page.events.at(-1)?.id ?? page.after
    if (page.events.length < page.limit && last < shown)
      violations.push(`${page.client}: found nothing after ${last}, when ${shown} had been shown`)
  }
  return violations
}

/** Every charge that was acknowledged is told of, once. */
export function checkAnnounced(operations: Operation[], log: LoggedEvent[]): Violation[] {
  const paid = Map.groupBy(
    log.filter(({ type }) => type === 'transactions.debits.paid'),
    ({ transactionId }) => transactionId,
  )
  const acknowledged = new Set(
    operations.flatMap(({ path, answer }) =>
      path.endsWith('/charge') && answer?.status === 200 ? [answer.body.debit_id as string] : [],
    ),
  )
  return [...acknowledged].flatMap((debitId) => {
    const times = paid.get(debitId)?.length ?? 0
    return times === 1 ? [] : [`debit ${debitId}: acknowledged as paid, and ${times} events say so`]
  })
}
