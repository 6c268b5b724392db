import type { Endpoint } from './endpoint.ts'
import { exampleBodies } from './openapi-bodies.ts'
import { sampleOf } from './openapi-examples.ts'
import { parameterDescriptions, parameterExample, pathDescription } from './openapi-parameters.ts'
import { problemResponses, problemSchema } from './openapi-problems.ts'
import { type Components, type JsonSchema, toJsonSchema } from './openapi-schema.ts'
import { tagDescriptions } from './openapi-tags.ts'
import {
  DELIVERED,
  type DeliveredEvents,
  deliveryHeaders,
  deliveryToken,
  webhooksSection,
} from './openapi-webhooks.ts'

const TITLE = 'Jetpay API'
const VERSION = 'v0'
/** As an SPDX expression, of what the repository holds. */
const LICENSE = { name: 'Apache License 2.0', identifier: 'Apache-2.0' }

const introduction = `Keep contacts, save their cards without touching them, charge them with one request.

Send \`Authorization: Bearer <api token>\` and \`Content-Type: application/json\`. Identifiers are UUIDs, bodies are
snake_case, amounts are decimals in major units (\`100.50\`) and are never rounded. Every request that writes takes an
\`Idempotency-Key\`. Lists are newest first: pass \`next_cursor\` on as \`cursor\`. Errors are problems after RFC 9457;
branch on their \`code\`; each \`doc_url\` leads to its page.

[The guide](/docs/guide) has quick starts, a page for each flow, and what every error and event means.`

const header = (description: string, example: string) => ({
  description,
  schema: { type: 'string' },
  example,
})

const headers = {
  'X-Request-Id': header('Names this request in our logs', '019a4c7e-5b1a-7c3e-9f10-2b8f6d0a4e11'),
  'Server-Timing': header(
    'Where the time went, in milliseconds',
    'total;dur=61.2, db;dur=1.4, network;dur=58.9',
  ),
  'RateLimit-Limit': header('Requests that this token may make in a window of ten seconds', '2000'),
  'RateLimit-Remaining': header('Requests that are left in this window', '1999'),
  'RateLimit-Reset': header('Seconds until the next window', '10'),
  'Idempotent-Replayed': header('The answer that this Idempotency-Key got the first time', 'true'),
  'Retry-After': header('Seconds to wait before the request is sent again', '2'),
  Allow: header('The methods that the path takes', 'GET, HEAD, OPTIONS, PUT'),
  'WWW-Authenticate': header('What the request lacks (RFC 6750)', 'Bearer realm="jetpay"'),
}

const refer = (names: (keyof typeof headers)[]) =>
  Object.fromEntries(names.map((name) => [name, { $ref: `#/components/headers/${name}` }]))

const everyAnswer = refer([
  'X-Request-Id',
  'Server-Timing',
  'RateLimit-Limit',
  'RateLimit-Remaining',
  'RateLimit-Reset',
])

const idempotencyKey = {
  name: 'Idempotency-Key',
  in: 'header',
  required: false,
  description:
    'Any text that is new for each intent, such as a UUID. A repeat with the same key and the same parameters, in whatever order or spacing, gets the first answer, marked `Idempotent-Replayed: true`, and changes nothing; other parameters are a 409. Kept for at least 24 hours: every 2xx, 402 and 504, and a 404 or 409; any other answer leaves the key free.',
  schema: { type: 'string', minLength: 1, maxLength: 255 },
  example: 'order-1042',
}

/**
 * The OpenAPI 3.1 document of these endpoints and of the events that webhooks deliver, out of the very
 * schemas that validate requests.
 */
export function openApiDocument(endpoints: Endpoint[], events: DeliveredEvents, publicUrl: string) {
  const schemas: Components = {}
  const responses: Record<string, unknown> = {}
  toJsonSchema(problemSchema, 'output', schemas)
  const paths: Record<string, Record<string, unknown>> = {}
  for (const endpoint of endpoints) {
    paths[endpoint.path] ??= {}
    paths[endpoint.path]![endpoint.method.toLowerCase()] = operation(endpoint, {
      schemas,
      responses,
      publicUrl,
    })
  }
  const webhooks = webhooksSection(events, schemas)
  for (const [name, schema] of Object.entries(schemas))
    schema.examples ??= [sampleOf(schema, schemas, '', name)]
  return {
    openapi: '3.1.1',
    info: { title: TITLE, version: VERSION, description: introduction, license: LICENSE },
    servers: [{ url: publicUrl }],
    tags: [
      ...[...new Set(endpoints.map(({ tag }) => tag))].map((name) => ({
        name,
        description: tagDescriptions[name],
      })),
      { name: DELIVERED, description: 'What your `callback_url` is sent, by type of event.' },
    ],
    paths,
    webhooks,
    components: {
      schemas,
      responses,
      headers,
      parameters: { 'Idempotency-Key': idempotencyKey, ...deliveryHeaders },
      securitySchemes: {
        api_token: {
          type: 'http',
          scheme: 'bearer',
          description: 'An API token of your company: `jp_demo_…` or `jp_live_…`.',
        },
        session: {
          type: 'apiKey',
          in: 'cookie',
          name: 'jetpay_session',
          description:
            'Of a person who is signed in; over https its name begins with `__Host-`. A request names its company in `Jetpay-Company`; one that writes comes from a page of ours, with `Jetpay-Dashboard: 1`.',
        },
        delivery_token: deliveryToken,
      },
    },
  }
}

type Parts = { schemas: Components; responses: Record<string, unknown>; publicUrl: string }

function operation(endpoint: Endpoint, { schemas, responses, publicUrl }: Parts) {
  const writes = endpoint.method !== 'GET'
  const successHeaders = writes ? { ...everyAnswer, ...refer(['Idempotent-Replayed']) } : everyAnswer
  return {
    operationId: endpoint.operationId,
    tags: [endpoint.tag],
    summary: endpoint.summary,
    description: description(endpoint),
    // For an http scheme the list names the roles that are needed (OpenAPI 3.1, Security Requirement Object).
    security: security(endpoint),
    parameters: [
      ...parameters(endpoint.pathSchema, 'path', schemas, (name) => pathDescription(name, endpoint.path)),
      ...parameters(endpoint.querySchema, 'query', schemas, (name) => parameterDescriptions[name]),
      ...(writes ? [{ $ref: '#/components/parameters/Idempotency-Key' }] : []),
    ],
    ...requestBody(endpoint, schemas),
    responses: {
      ...Object.fromEntries(
        Object.entries(endpoint.answers).map(
          ([status, { description, schema, contentType = 'application/json' }]) => [
            status,
            {
              description,
              headers: successHeaders,
              ...(schema
                ? { content: contentOf([contentType].flat(), toJsonSchema(schema, 'output', schemas)) }
                : {}),
            },
          ],
        ),
      ),
      ...problemResponses(endpoint, everyAnswer, responses, schemas, publicUrl),
    },
  }
}

/** A session's cookie does what a role may, wherever a token does; what is a person's own, it alone. */
const security = ({ anyone, scope, alsoScope }: Endpoint) =>
  anyone
    ? []
    : [scope].flat().map((one) => ({
        [isOwn(one) ? 'session' : 'api_token']: alsoScope ? [one, alsoScope] : [one],
      }))

const isOwn = (scope: string) => scope.startsWith('session:')

const contentOf = (types: readonly string[], schema: object) =>
  Object.fromEntries(types.map((type) => [type, { schema }]))

function description({ description, scope, alsoScope, aliases, anyone }: Endpoint): string {
  const served = aliases ? `Also served as ${aliases.map((path) => `\`${path}\``).join(', ')}.` : undefined
  const scopes = [scope]
    .flat()
    .map((one) => `\`${one}\``)
    .join(' or ')
  return [
    description,
    anyone
      ? 'It needs no token.'
      : isOwn([scope].flat()[0]!)
        ? `For people who are signed in (\`${[scope].flat()[0]}\`), by the cookie of their session; no token does it.`
        : `The token needs the scope ${scopes}${alsoScope ? `, and \`${alsoScope}\` beside it` : ''}.`,
    served,
  ]
    .filter(Boolean)
    .join('\n\n')
}

/**
 * Each with an example. The reference shows it and fills in none of the optional ones (`reference-page.js`).
 */
function parameters(
  schema: Endpoint['querySchema'],
  within: 'path' | 'query',
  schemas: Components,
  says: (name: string) => string | undefined,
) {
  if (!schema) return []
  const { properties = {}, required = [] } = toJsonSchema(schema, 'input', schemas) as {
    properties?: Record<string, JsonSchema>
    required?: string[]
  }
  return Object.entries(properties).map(([name, { description, ...full }]) => ({
    name,
    in: within,
    required: within === 'path' || required.includes(name),
    // `metadata[key]=value` (OpenAPI 3.1, Style Values).
    ...(full.type === 'object' ? { style: 'deepObject', explode: true } : {}),
    description: description ?? says(name),
    schema: unfilled(full),
    example: parameterExample(name, full, schemas),
  }))
}

/** The reference fills in a schema's examples and its only value, so the latter is told as a pattern. */
function unfilled({ enum: values, examples: _, ...schema }: JsonSchema): JsonSchema {
  if (!values) return schema
  return Array.isArray(values) && values.length === 1
    ? { ...schema, pattern: `^${values[0]}$` }
    : { enum: values, ...schema }
}

function requestBody({ operationId, bodySchema }: Endpoint, schemas: Components) {
  if (!bodySchema) return {}
  const required = !bodySchema.safeParse(undefined).success
  const schema = toJsonSchema(bodySchema, 'input', schemas)
  return {
    requestBody: {
      required,
      content: {
        'application/json': { schema, example: exampleBodies[operationId] ?? sampleOf(schema, schemas) },
      },
    },
  }
}
