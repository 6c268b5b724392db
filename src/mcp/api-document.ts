type Json = { [name: string]: unknown }
type Parameter = {
  $ref?: string
  name: string
  in: string
  required: boolean
  schema: Json
  description?: string
}

/** An operation as the installation's own `/openapi.json` has it. */
export type Operation = {
  method: string
  path: string
  description: string
  /** The parameters of path and query, and the body's fields, as one JSON Schema. */
  input: Json & { properties: Record<string, Json>; required: string[] }
  /** Where each field of `input` goes. */
  places: Map<string, 'path' | 'query' | 'body'>
  hasBody: boolean
  /** What the answers that are no problems look like. */
  output: Json
}

type Document = { paths: Record<string, Record<string, Json>>; components: { schemas: Record<string, Json> } }

/**
 * The operations of an OpenAPI document, by their ids. A field of path and body has one name in one place.
 */
export function operationsOf(document: Document): Map<string, Operation> {
  return new Map(
    Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, described]): [string, Operation] => [
        described.operationId as string,
        operation(method.toUpperCase(), path, described, document.components.schemas),
      ]),
    ),
  )
}

function operation(method: string, path: string, told: Json, schemas: Record<string, Json>): Operation {
  const parameters = (told.parameters as Parameter[]).filter(({ $ref }) => !$ref)
  const asked = told.requestBody as { content: Record<string, { schema: Json }> } | undefined
  const body = asked?.content['application/json']?.schema as Operation['input'] | undefined
  const whole = {
    type: 'object',
    properties: {
      ...Object.fromEntries(
        parameters.map(({ name, schema, description }) => [
          name,
          { ...schema, ...(description && { description }) },
        ]),
      ),
      ...Object.fromEntries(
        Object.entries(body?.properties ?? {}).map(([name, schema]) => [name, described(schema)]),
      ),
    },
    required: [
      ...parameters.filter(({ required }) => required).map(({ name }) => name),
      ...(body?.required ?? []),
    ],
    additionalProperties: false,
  }
  return {
    method,
    path,
    description: String(told.description ?? told.summary),
    input: withDefinitions(whole, schemas) as Operation['input'],
    places: new Map([
      ...parameters.map((one) => [one.name, one.in as 'path' | 'query'] as const),
      ...Object.keys(body?.properties ?? {}).map((name) => [name, 'body'] as const),
    ]),
    hasBody: body !== undefined,
    output: withDefinitions(outputOf(told.responses as Record<string, Json>), schemas),
  }
}

/**
 * What a field that may be null is, stands at its first kind in the document: here it stands at the field.
 */
function described(schema: Json): Json {
  const kinds = (schema.anyOf ?? []) as Json[]
  const description = schema.description ?? kinds.find((kind) => kind.description)?.description
  return description === undefined ? schema : { ...schema, description }
}

function outputOf(responses: Record<string, Json>): Json {
  const schemas = Object.entries(responses).flatMap(([status, { content }]) => {
    const schema = (content as Record<string, { schema: Json }> | undefined)?.['application/json']?.schema
    return schema && status.startsWith('2') ? [schema] : []
  })
  const different = [...new Map(schemas.map((schema) => [JSON.stringify(schema), schema])).values()]
  // What a tool answers is an object (MCP, Output Schema).
  return { type: 'object', ...(different.length > 0 && { anyOf: different }) }
}

/** The schema with all that it refers to beside it. */
function withDefinitions(schema: Json, schemas: Record<string, Json>): Json {
  const definitions: Record<string, Json> = {}
  const rewrite = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(rewrite)
    if (value === null || typeof value !== 'object') return value
    const { $ref, ...rest } = value as Json
    if (typeof $ref !== 'string')
      return Object.fromEntries(
        Object.entries(rest)
          .filter(([keyword, part]) => !isIdle(keyword, part))
          .map(([keyword, part]) => [keyword, rewrite(part)]),
      )
    const name = $ref.split('/').at(-1)!
    if (!(name in definitions)) {
      definitions[name] = {}
      definitions[name] = rewrite(schemas[name]) as Json
    }
    return { $ref: `#/$defs/${name}` }
  }
  const rewritten = rewrite(schema) as Json
  return Object.keys(definitions).length > 0 ? { ...rewritten, $defs: definitions } : rewritten
}

/**
 * Examples cost a reader's attention; a format that JSON Schema's checkers do not know costs them a warning.
 */
const isIdle = (keyword: string, part: unknown) =>
  (keyword === 'examples' && Array.isArray(part)) || (keyword === 'format' && part === 'idn-email')
