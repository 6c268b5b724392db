import { z } from 'zod'
import { sql } from '../db/sql.ts'
import { uuid } from '../http/schema.ts'

export type EntryRow = {
  request_id: string
  /** What a trusted proxy called it, which is what its client was told. */
  proxy_request_id: string | null
  at: Date
  method: string
  path: string
  query: string | null
  operation: string
  status: number
  problem: Record<string, unknown> | null
  duration_us: number
  token_id: string | null
  token_name: string | null
  user_id: string | null
  user_name: string | null
  address: string
  user_agent: string | null
  idempotency_key_hash: Buffer | null
  replayed: boolean
}

/** Of the row `request_log`, by its short name `r`. */
export const entryColumns = sql`request_id, proxy_request_id, at, method, path, query, operation, status, problem, duration_us, token_id, (
  select name from api_tokens t where t.company_id = r.company_id and t.token_id = r.token_id) as token_name,
  user_id, (
    select name from memberships m join users using (user_id)
    where m.company_id = r.company_id and m.user_id = r.user_id) as user_name,
  address, user_agent, idempotency_key_hash, replayed`

export const entrySchema = z
  .object({
    request_id: uuid.meta({ description: 'As in the header `X-Request-Id` and in problems' }),
    at: z.iso.datetime().meta({ description: 'When it was answered' }),
    method: z.string(),
    path: z.string().meta({ description: 'What is neither an id nor a word of the API is `[hidden]`' }),
    query: z.string().nullable().meta({ description: 'Values that may be a person’s are `[hidden]`' }),
    operation: z.string().meta({ description: 'The operation id', examples: ['create_debit'] }),
    status: z.int(),
    problem_code: z.string().nullable(),
    problem: z.record(z.string(), z.unknown()).nullable().meta({ description: 'What it was told' }),
    duration_ms: z.number(),
    token_id: uuid.nullable(),
    token_name: z.string().nullable(),
    user_id: uuid.nullable().meta({ description: 'Whose session it was, where it was one' }),
    user_name: z
      .string()
      .nullable()
      .meta({ description: 'What that is called, of somebody who is in the company’s team now' }),
    address: z.string().meta({ description: 'Where it came from, as the trusted proxies tell it' }),
    user_agent: z.string().nullable(),
    idempotency_key_hash: z
      .string()
      .nullable()
      .meta({ description: 'The first 32 digits of the key’s SHA-256 in hexadecimal' }),
    replayed: z.boolean().meta({ description: 'The stored answer of its `Idempotency-Key`' }),
  })
  .meta({ id: 'LoggedRequest' })

export const showEntry = (row: EntryRow) => ({
  request_id: row.proxy_request_id ?? row.request_id,
  at: row.at,
  method: row.method,
  path: row.path,
  query: row.query,
  operation: row.operation,
  status: row.status,
  problem_code: typeof row.problem?.code === 'string' ? row.problem.code : null,
  problem: row.problem,
  duration_ms: row.duration_us / 1000,
  token_id: row.token_id,
  token_name: row.token_name,
  user_id: row.user_id,
  user_name: row.user_name,
  address: row.address,
  user_agent: row.user_agent,
  idempotency_key_hash: row.idempotency_key_hash?.toString('hex') ?? null,
  replayed: row.replayed,
})
