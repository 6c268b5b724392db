/** What the API answers is what `/openapi.json` says: for tests, and for each answer that any test gets. */
import assert from 'node:assert/strict'
import { z } from 'zod'
import { describeApi } from '../src/api.ts'
import { endpoints, openEndpoints } from '../src/endpoints.ts'
import type { Endpoint } from '../src/http/endpoint.ts'
import { problemCodes, problemSchemaOf } from '../src/http/openapi-problems.ts'

type Answer = { status: number; text: string; body: any; headers?: { get(name: string): string | null } }

/** The operations that have answered a success in this process, by id. */
export const succeeded = new Set<string>()

/** What an operation answers is what the document says that it does: its status, and no key more or less. */
export function assertDeclared(endpoint: Endpoint, answer: Answer): void {
  const { answers, operationId } = endpoint
  const { status, text, body, headers } = answer
  const declared = answers[status]
  assert.ok(declared, `${operationId} declares no ${status}: ${text.slice(0, 300)}`)
  const types = [declared.contentType ?? (declared.schema ? 'application/json' : [])].flat()
  const [type] = headers?.get('content-type')?.split(';') ?? []
  if (headers) assert.ok(type ? types.includes(type) : types.length === 0, `${operationId} answers ${type}`)
  if (declared.schema && declared.contentType === undefined)
    assert.deepEqual(declared.schema.parse(body), body, operationId)
  if (published && declared.schema && declared.contentType === undefined) {
    const { error } = publishedSchema(endpoint, status).safeParse(body)
    assert.equal(error, undefined, `${operationId} ${status}: not by the document: ${text.slice(0, 500)}`)
  }
  succeeded.add(operationId)
}

/** A refusal has a problem's shape, and a code that the operation says it may have. */
export function assertDeclaredProblem(endpoint: Endpoint, { text, body }: Answer): void {
  problemSchemaOf(body.code).parse(body)
  assert.ok(problemCodes(endpoint).includes(body.code), `${endpoint.operationId} declares no ${text}`)
}

const every = [...endpoints, ...openEndpoints].flatMap((endpoint) =>
  [endpoint.path, ...(endpoint.aliases ?? [])].map((path) => ({
    endpoint,
    places: path.split('{').length,
    pattern: new RegExp(`^${path.replaceAll(/\{\w+\}/g, '[^/]+')}/?$`),
  })),
)
// What is named in full comes before what a parameter might be.
every.sort((a, b) => a.places - b.places)

/** The operation behind a method and a path, if it is one; what its answer is held to. */
export const operationAt = (method: string, path: string): Endpoint | undefined =>
  every.find(({ endpoint, pattern }) => endpoint.method === method && pattern.test(path.split(/[?#]/)[0]!))
    ?.endpoint

/** Any answer to any request of a test: each success is declared, whatever the test is about. */
export function holdToDocument(method: string, path: string, answer: Answer): void {
  const endpoint = answer.status < 300 ? operationAt(method, path) : undefined
  if (endpoint) assertDeclared(endpoint, answer)
}

type Json = Record<string, any>
let published: { document: Json; schemas: Map<string, z.ZodType> } | undefined

/**
 * From now on answers are held also to the schemas of the document itself, which a client that validates goes
 * by. Not everywhere: to read one takes ten milliseconds.
 */
export function holdToPublishedSchemas(): void {
  published = { document: describeApi('https://pay.example.com'), schemas: new Map() }
}

function publishedSchema({ path, method }: Endpoint, status: number): z.ZodType {
  const { document, schemas } = published!
  const { content } = document.paths[path][method.toLowerCase()].responses[status]
  const { schema } = content['application/json']
  const key = JSON.stringify(schema)
  if (!schemas.has(key)) schemas.set(key, fromDocument(schema, document))
  return schemas.get(key)!
}

/** A schema of the document, with all that it refers to. */
export function fromDocument(schema: Json, { components }: Json): z.ZodType {
  const text = JSON.stringify({ ...schema, $defs: components.schemas })
  return z.fromJSONSchema(JSON.parse(text.replaceAll('#/components/schemas/', '#/$defs/')))
}
