import type { Database } from '../db/sql.ts'
import { readConfig } from '../ground/config.ts'
import { UsageError } from '../ground/errors.ts'
import { fieldErrors } from '../ground/field-errors.ts'
import { type Caller, NO_COMPANY } from '../http/authenticate.ts'
import type { EndpointRequest } from '../http/endpoint.ts'
import { operatorScopes, scopes } from '../http/scopes.ts'
import { readAcceptors } from '../process/acceptors.ts'
import { type Operation, operations } from './operations.ts'

type Asked = { companyId?: string; path?: Record<string, string>; query?: Record<string, unknown> }

/**
 * What an endpoint answers, asked in this process: its path and query are held against its schemas and its
 * handler runs on the command's database, as whoever answers for the platform. What it refuses is a
 * Problem, and told in its own words.
 */
export async function askOperation(db: Database, operation: Operation, asked: Asked = {}): Promise<unknown> {
  const { pathSchema, querySchema, handle } = await operations[operation]()
  const path = valid(pathSchema.safeParse(asked.path ?? {}))
  const query = querySchema && valid(querySchema.safeParse(given(asked.query)))
  const request = {
    // A handler that reads, or queues a mail again, has use for no more of a process.
    context: { config: readConfig(), db, searches: db, acceptors: readAcceptors(db) },
    db,
    caller: commandCaller(asked.companyId ?? NO_COMPANY),
    companyId: asked.companyId ?? NO_COMPANY,
    path,
    query,
    body: undefined,
  } as unknown as EndpointRequest<unknown, unknown, unknown>
  const answer = await handle(request)
  if ('body' in answer) return answer.body
  if ('json' in answer) return JSON.parse(answer.json)
  throw new Error(`${operation} answers no JSON`)
}

const given = (query: Record<string, unknown> = {}) =>
  Object.fromEntries(Object.entries(query).filter(([, value]) => value !== undefined))

function valid<Value>(parsed: ReturnType<import('zod').ZodType<Value>['safeParse']>): Value {
  if (parsed.success) return parsed.data
  const [first] = fieldErrors(parsed.error)
  // What a path holds is an argument, and was read as such: what is left is an option of the same name.
  throw new UsageError(`--${first!.path.replaceAll('_', '-')} ${first!.message}.`)
}

const commandCaller = (companyId: string): Caller => ({
  company_id: companyId,
  company_name: '',
  company_language: 'en',
  token_id: NO_COMPANY,
  scopes: [...scopes, ...operatorScopes],
  features: [],
  suspended: false,
  actor: { kind: 'operator_token' },
})
