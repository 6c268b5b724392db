/** How long a statement may run, in ms. */
export const STATEMENT_MS = 10_000

/**
 * Every statement of ours looks rows up by key, so plans are made once per connection and go by index, also
 * while a table has outgrown its statistics: a scan chosen when it was empty would otherwise stay until
 * autovacuum comes by. Nor is work shared with parallel workers, which a plan that is made for every value
 * asks for where a value has many rows: to start them takes 20 ms and more of what charges need, for two
 * rows.
 */
export const planSettings = {
  plan_cache_mode: 'force_generic_plan',
  enable_seqscan: 'off',
  enable_hashjoin: 'off',
  enable_mergejoin: 'off',
  jit: 'off',
  max_parallel_workers_per_gather: '0',
}

/** The bounds of every wait in the server, in ms. */
export const timeLimits = {
  statement_timeout: STATEMENT_MS,
  lock_timeout: 5_000,
  idle_in_transaction_session_timeout: 15_000,
}

/**
 * All of them, as `pg_settings` shows them. A connection of ours sets them as it starts; behind a pooler that
 * gives a server's connection to one transaction after the other they are the user's (`alter role … set`).
 */
export const sessionSettings: Readonly<Record<string, string>> = {
  ...planSettings,
  ...Object.fromEntries(Object.entries(timeLimits).map(([name, ms]) => [name, String(ms)])),
}
