import { z } from 'zod'
import { type ProblemCode, problems } from '../ground/errors.ts'
import { retries } from '../ground/fail-reasons.ts'
import type { Endpoint } from './endpoint.ts'
import { type Components, type JsonSchema, toJsonSchema } from './openapi-schema.ts'
import { sampleProblem } from './problem-samples.ts'
import { amountAnswer, failReason, uuid } from './schema.ts'
import { isSearch } from './slots.ts'

/** Every body of `application/problem+json` (RFC 9457). A problem may carry further members. */
export const problemSchema = z
  .looseObject({
    type: z.string().meta({ description: 'A URI that ends in the code and never changes' }),
    title: z.string(),
    status: z.int(),
    detail: z.string().meta({ description: 'What to do' }),
    code: z.enum(Object.keys(problems) as [ProblemCode]),
    request_id: z.string().meta({ description: 'Also in the header X-Request-Id; quote it when you ask us' }),
    doc_url: z.url().meta({ description: 'Where the code is explained, on this server' }),
    errors: z
      .array(z.object({ path: z.string(), message: z.string() }))
      .optional()
      .meta({ description: 'With `validation_failed`: each bad or unknown field' }),
    debit_id: uuid
      .optional()
      .meta({ description: 'Of a charge, capture or refund that has begun: its debit' }),
    transaction_state: z
      .string()
      .optional()
      .meta({ description: 'What that debit is now', examples: ['failed'] }),
    fail_reason: failReason.optional(),
    network_code: z
      .string()
      .optional()
      .meta({ description: 'With `card_declined`: the response code of the card network', examples: ['51'] }),
    retry: z
      .enum(retries)
      .optional()
      .meta({ description: 'With `card_declined`: whether the card may be tried again' }),
    advice_code: z
      .string()
      .optional()
      .meta({ description: 'With `card_declined`: Mastercard’s merchant advice code', examples: ['24'] }),
    retry_after_hours: z
      .int()
      .optional()
      .meta({ description: 'With `card_declined`: hours to wait, where the network says so' }),
    retry_after: z.iso
      .datetime()
      .nullable()
      .optional()
      .meta({ description: 'With `retry_not_allowed`: when the card may be charged again; null: never' }),
    retry_rules: z
      .string()
      .optional()
      .meta({ description: 'With `retry_not_allowed`: the edition of the rules', examples: ['2026-12'] }),
    limit: z
      .enum(['per_transaction', 'per_day_debits', 'per_day_credits'])
      .optional()
      .meta({ description: 'With `limit_exceeded`: which one; a day is one in Toronto' }),
    limit_amount: amountAnswer.optional().meta({ description: 'With `limit_exceeded`: the limit' }),
    used_amount: amountAnswer.optional().meta({ description: 'Of a limit for the day: what counts today' }),
    left_amount: amountAnswer.optional().meta({ description: 'Of a limit for the day: what is left today' }),
  })
  .meta({ id: 'Problem' })

const { shape } = problemSchema
/** What comes with a code each time, so that whoever branches on it has it typed. */
const always = {
  validation_failed: { errors: shape.errors.unwrap() },
  card_declined: {
    debit_id: shape.debit_id.unwrap(),
    transaction_state: shape.transaction_state.unwrap(),
    fail_reason: shape.fail_reason.unwrap(),
    network_code: shape.network_code.unwrap(),
    retry: shape.retry.unwrap(),
  },
  limit_exceeded: { limit: shape.limit.unwrap(), limit_amount: shape.limit_amount.unwrap() },
}
const byCode = new Map(
  Object.entries(always).map(([code, members]) => {
    const named = problemSchema.extend({ code: z.literal(code as ProblemCode), ...members })
    return [code, named.meta({ id: `Problem.${code}` })]
  }),
)

/** The body of a problem of this code. */
export const problemSchemaOf = (code: ProblemCode): z.ZodType => byCode.get(code) ?? problemSchema

/** The problems that this endpoint can answer: those that come with its shape, and those that it declares. */
export function problemCodes(endpoint: Endpoint): ProblemCode[] {
  const codes: ProblemCode[] = ['bad_request', 'unauthenticated', 'forbidden']
  if (endpoint.path.includes('{')) codes.push('not_found')
  if (endpoint.method !== 'GET') {
    codes.push('malformed_json', 'not_found', 'idempotency_conflict', 'idempotency_in_progress')
    codes.push('payload_too_large', 'unsupported_media_type')
  }
  if (endpoint.anyone) codes.push('not_own_page')
  if (isSearch(endpoint) && !endpoint.notToNarrow) codes.push('search_too_broad')
  // Every operation refuses a query parameter that it does not know.
  codes.push(
    'method_not_allowed',
    'validation_failed',
    'rate_limited',
    'internal_error',
    'service_unavailable',
    ...(endpoint.problems ?? []),
  )
  return [...new Set(codes)]
}

/**
 * The problems by status: each response lists its codes and shows an example of each. Responses that are
 * alike share one place in `components`.
 */
export function problemResponses(
  endpoint: Endpoint,
  headers: Record<string, unknown>,
  components: Record<string, unknown>,
  schemas: Components,
  publicUrl: string,
): Record<string, unknown> {
  const byStatus = Map.groupBy(problemCodes(endpoint), (code) => problems[code].status)
  const responses: Record<string, unknown> = {}
  for (const [status, codes] of [...byStatus].sort(([a], [b]) => a - b)) {
    const name = codes.join('.')
    components[name] ??= {
      description: codes.map((code) => `\`${code}\`: ${problems[code].title}`).join('. '),
      headers: { ...headers, ...extraHeaders(status) },
      content: {
        'application/problem+json': {
          schema: anyOf(
            [...new Set(codes.map(problemSchemaOf))].map((one) => toJsonSchema(one, 'output', schemas)),
          ),
          examples: Object.fromEntries(
            codes.map((code) => [code, { value: sampleProblem(code, publicUrl) }]),
          ),
        },
      },
    }
    responses[status] = { $ref: `#/components/responses/${name}` }
  }
  for (const code of byCode.keys()) {
    const schema = schemas[`Problem.${code}`]
    if (schema) schema.examples ??= [sampleProblem(code as ProblemCode, publicUrl)]
  }
  return responses
}

const anyOf = (schemas: JsonSchema[]) => (schemas.length === 1 ? schemas[0] : { anyOf: schemas })

/** RFC 9110 sections 11.6.1, 10.2.1 and 10.2.3, and what an idempotency key keeps. */
function extraHeaders(status: number): Record<string, unknown> {
  if (status === 401 || status === 403)
    return { 'WWW-Authenticate': { $ref: '#/components/headers/WWW-Authenticate' } }
  if (status === 405) return { Allow: { $ref: '#/components/headers/Allow' } }
  if (status === 402 || status === 404 || status === 409 || status === 504)
    return { 'Idempotent-Replayed': { $ref: '#/components/headers/Idempotent-Replayed' } }
  if (status === 429 || status === 503) return { 'Retry-After': { $ref: '#/components/headers/Retry-After' } }
  return {}
}
