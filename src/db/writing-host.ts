import pg from 'pg'

/**
 * How long a host is asked whether it takes writes. Less than a pool waits for a connection, so that one that
 * does not answer is not waited for.
 */
const ASK_MS = 2_500
/**
 * How long the others are still waited for once one has said that it does: a primary that was cut off or
 * stopped may not know yet that another was promoted.
 */
const OTHERS_MS = 300

/** `timeline` grows with each promotion. */
export type WritingHost = { host: string; port: number; timeline: number }

/** The newest timeline that this process has seen, by addresses: what is on an older one was replaced. */
const newest = new Map<string, number>()

/**
 * The host that takes writes. All are asked at once: one that is cut off keeps nobody waiting while another
 * answers. Of two that say so it is the one that was promoted last, and none that was replaced by one that
 * this process has seen. Rejects where none does.
 */
export async function findWritingHost(addresses: string[]): Promise<WritingHost> {
  const found: WritingHost[] = []
  const asked = addresses.map((address) =>
    ask(address).then((writing) => {
      found.push(writing)
      return writing
    }),
  )
  const all = Promise.allSettled(asked)
  await Promise.any(asked).catch(({ errors }: AggregateError) => Promise.reject(noneOf(errors)))
  await soon(all)
  const cluster = addresses.join()
  const seen = newest.get(cluster) ?? 0
  if (lastPromoted(found).timeline < seen) await all
  const writing = lastPromoted(found)
  const { host, port, timeline } = writing
  if (timeline < seen)
    throw noneOf([new Error(`${host}:${port} was replaced (timeline ${timeline}, and ${seen} was seen)`)])
  newest.set(cluster, Math.max(timeline, newest.get(cluster) ?? 0))
  return writing
}

const lastPromoted = (found: WritingHost[]) =>
  found.reduce((last, one) => (one.timeline > last.timeline ? one : last))

async function soon(others: Promise<unknown>): Promise<void> {
  const enough = Promise.withResolvers<void>()
  const timer = setTimeout(enough.resolve, OTHERS_MS)
  await Promise.race([others, enough.promise])
  clearTimeout(timer)
}

async function ask(connectionString: string): Promise<WritingHost> {
  const client = new pg.Client({
    connectionString,
    connectionTimeoutMillis: ASK_MS,
    query_timeout: ASK_MS,
  })
  // It may die at any moment; the call that waits for it says so.
  client.on('error', () => undefined)
  const { host, port } = client
  try {
    await client.connect()
    const { rows } = await client.query<{ writes: boolean; timeline: number }>(`
      select not pg_is_in_recovery() and current_setting('default_transaction_read_only') = 'off' as writes,
        case when not pg_is_in_recovery()
          then ('x' || left(pg_walfile_name(pg_current_wal_lsn()), 8))::bit(32)::integer end as timeline`)
    const { writes, timeline } = rows[0]!
    if (writes) return { host, port, timeline }
    throw new Error('takes no writes')
  } catch (error) {
    const { code, message } = error as Error & { code?: string }
    throw Object.assign(new Error(`${host}:${port} ${message || code}`), { code })
  } finally {
    void client.end().catch(() => undefined)
  }
}

/**
 * A password that is wrong is what has to be told; else that the database is away, and why each of them is.
 */
function noneOf(errors: (Error & { code?: string })[]): Error {
  const refused = errors.find(({ code }) => /^(28|3D)/.test(code ?? ''))
  if (refused) return refused
  const why = errors.map(({ message }) => message).join('; ')
  return Object.assign(new Error(`no host takes writes: ${why}`), { code: 'ECONNREFUSED' })
}
