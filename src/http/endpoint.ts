import type { z } from 'zod'
import type { Db } from '../db/sql.ts'
import type { ProblemCode } from '../ground/errors.ts'
import type { Context } from '../process/context.ts'
import type { Caller, Scope } from './authenticate.ts'
import type { IdempotencyKey } from './idempotency-key.ts'
import type { Tag } from './openapi-tags.ts'
import type { Load } from './slots.ts'
import type { StoredAnswer } from './stored-answer.ts'
import type { Timing } from './timing.ts'

/**
 * What a handler answers. A `StoredAnswer` goes out as it is, marked as a replay. `json` is a text that was
 * made already. `csv` is a read's file, sent while it is made; when making it fails the connection is cut, so
 * that no client takes a part for the whole. `file` is one that somebody has given us: no browser is to show
 * it as ours. `stream` is server-sent events; `leave` is called once when it is over. It holds no slot: the
 * handler bounds it. `concerns`: the company that an operator's write is about, where its path does not say.
 * `about`: the payments that it decides, each of which has a line of its own in the audit log.
 */
export type Answer =
  | {
      status?: number
      body: unknown
      headers?: Record<string, string>
      concerns?: string | null
      about?: readonly string[]
    }
  | { json: string }
  | { csv: AsyncIterable<string>; fileName: string }
  | { file: Buffer; contentType: string; fileName: string }
  | { stream: AsyncIterable<string>; leave: () => void }
  | { replay: StoredAnswer }

/** What a handler gets: a request that is authenticated, in scope and valid. */
export type EndpointRequest<Path, Query, Body> = {
  context: Context
  /** The transaction of this request; for a read or a `network` endpoint, the pool. */
  db: Db
  caller: Caller
  companyId: string
  path: Path
  query: Query
  body: Body
  requestId: string
  /** The header `Last-Event-ID`, where it is a number: what a stream of events is taken up after. */
  lastEventId: number | undefined
  /** Where it came from: the address as the trusted proxies tell it, and what the client says of itself. */
  from: { address: string; userAgent: string | null }
  idempotencyKey: IdempotencyKey | null
  timing: Timing
}

type Schema = z.ZodType

/**
 * One operation of the API, all of it: from this object come routing, authentication, validation,
 * `/openapi.json` and `/docs`. Path parameters are written `{contact_id}` and are UUIDs.
 */
export type Endpoint<Path = unknown, Query = unknown, Body = unknown> = {
  operationId: string
  method: 'GET' | 'PUT' | 'POST' | 'PATCH' | 'DELETE'
  path: string
  /** Other spellings of the path that are served too. */
  aliases?: string[]
  /** The group in the reference. */
  tag: Tag
  summary: string
  description?: string
  /** Of several one is enough; the handler may then ask for the one that what it found needs. */
  scope: Scope | readonly [Scope, ...Scope[]]
  /** What the token needs beside it. */
  alsoScope?: Scope
  /**
   * It moves money, makes keys or says where money or events go: a person who has not shown in the last ten
   * minutes that it is them is asked to (403 `reauthentication_required`). Tokens are not concerned.
   */
  reauthenticate?: true
  /** It takes money, or is to: a company that is suspended is refused (403 `company_suspended`). */
  takesMoney?: true
  /** For whoever asks, signed in or not: it has limits of its own. `scope` says what it is like. */
  anyone?: true
  pathSchema: z.ZodType<Path>
  querySchema?: z.ZodType<Query>
  bodySchema?: z.ZodType<Body>
  /** Where a body may be larger than all others (`http/body.ts`). */
  bodyBytesMax?: number
  /** JSON, unless `contentType` says otherwise. */
  answers: Record<number, { description: string; schema?: Schema; contentType?: string | readonly string[] }>
  /** Problems beyond those that every endpoint can answer. */
  problems?: ProblemCode[]
  /**
   * How a write runs. `transaction` (the default): in one, with its idempotency key. `network`: it calls the
   * card network or the vault, so outside of one, its key claimed before. `itself`: it claims its key and
   * keeps its answer in statements of its own.
   */
  runs?: 'transaction' | 'network' | 'itself'
  /**
   * What it answers holds a secret that is kept nowhere else: the answer is kept sealed under its idempotency
   * key.
   */
  answersSecret?: true
  /**
   * Where it is costly, in what way: how many of one company run at a time (`http/slots.ts`). A GET with a
   * query is a search.
   */
  load?: Load
  /**
   * A search whose question cannot be narrowed: it reads one thing, or a part that an answer of ours named.
   * Where it takes too long the moment is to blame: 503, not 422.
   */
  notToNarrow?: true
  /** Not served by a live installation. */
  demoOnly?: true
  /**
   * What it asks of its caller by what the request says, beside the scopes: before anything is done, and
   * before an answer that is kept under an idempotency key is told again. What depends on what is found is
   * the handler's.
   */
  permit?(request: EndpointRequest<Path, Query, Body>): void
  handle(request: EndpointRequest<Path, Query, Body>): Promise<Answer>
}

/** Declares an endpoint; its schemas give the handler its types. */
export const endpoint = <Path, Query = undefined, Body = undefined>(declared: Endpoint<Path, Query, Body>) =>
  declared as unknown as Endpoint
