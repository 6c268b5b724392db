import type { EventStore } from './handle-once.ts'

/** What is used of a connection of `pg`, or of anything with the same three methods. */
export type PostgresClient = {
  query(text: string, values?: unknown[]): Promise<{ rows: { last_event_id?: unknown }[] }>
  release(destroy?: boolean): void
}

/**
 * A store in your PostgreSQL; `tx` is a client of your pool, inside the transaction. It needs, once:
 * `create table jetpay_events (stream text primary key, last_event_id bigint)`.
 * `stream` names what reads on its own: two webhooks whose events are handled apart need two.
 */
export function postgresStore<Client extends PostgresClient>(
  pool: { connect(): Promise<Client> },
  stream = 'jetpay',
): EventStore<Client> {
  return {
    async transaction(work) {
      const client = await pool.connect()
      let broken = false
      try {
        await client.query('begin')
        const result = await work(client)
        await client.query('commit')
        return result
      } catch (error) {
        // A connection that cannot even roll back is not given back to the pool.
        await client.query('rollback').catch(() => {
          broken = true
        })
        throw error
      } finally {
        client.release(broken)
      }
    },
    async lastHandled(tx) {
      await tx.query('insert into jetpay_events (stream) values ($1) on conflict do nothing', [stream])
      // The lock makes deliveries that overlap (a retry while the first is still at work) take turns.
      const { rows } = await tx.query(
        'select last_event_id from jetpay_events where stream = $1 for update',
        [stream],
      )
      const id = rows[0]?.last_event_id
      return id === null || id === undefined ? null : Number(id)
    },
    async setLastHandled(tx, id) {
      await tx.query('update jetpay_events set last_event_id = $2 where stream = $1', [stream, id])
    },
  }
}
