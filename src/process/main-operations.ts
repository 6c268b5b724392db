import { sql } from '../db/sql.ts'
import { serveOperations } from '../ground/operations.ts'
import type { Context } from './context.ts'

/**
 * What the api and the worker show their operators. Ready: the database answers, and the vault with its card
 * network.
 */
export const serveMainOperations = (context: Context, port: number) =>
  serveOperations(
    { host: context.config.metricsHost, port, environment: context.config.environment },
    context.metrics.registry,
    {
      database: async () => (await context.db.one<{ one: number }>(sql`select 1 as one`)).one === 1,
      vault: () => context.vault.ready(),
    },
  )
