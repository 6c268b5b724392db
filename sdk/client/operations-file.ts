/** The text of `generated/operations.gen.ts`, from the OpenAPI document. */
import { createHash } from 'node:crypto'

import { filterType, type Schema } from './filter-type.ts'
import { type Answers, nextPage } from './next-page.ts'

type Named = { name: string; in: string; schema: Schema }
type Parameter = Named | { $ref: string }
type Described = {
  operationId: string
  parameters?: Parameter[]
  requestBody?: unknown
  responses: Answers
}
type Document = {
  paths: Record<string, Record<string, unknown>>
  components: {
    parameters: Record<string, Named>
    schemas: Record<string, object>
  }
}

/** The document names a server; the client is told its own. */
export const EXAMPLE_URL = 'https://pay.example.com'

/** It has no end, so it is no answer of a method; a list that waits is the way to follow events. */
export const STREAM = 'text/event-stream'

const camel = (name: string) => name.replaceAll(/_(\w)/g, (_all, letter: string) => letter.toUpperCase())
const pascal = (name: string) => camel(`_${name}`)

/** Throws where two parts of one request have a field of the same name: they are one object in the client. */
export function operationsFile(document: object, types: string): string {
  const { paths, components } = document as Document
  const operations = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).flatMap(([method, described]) => {
      const { operationId, parameters = [], requestBody, responses } = described as Described
      const all = parameters.map((one) =>
        '$ref' in one ? components.parameters[one.$ref.split('/').at(-1)!]! : one,
      )
      const named = (place: string) => all.filter((one) => one.in === place).map(({ name }) => name)
      const [inPath, query] = [named('path'), named('query')]
      const twice = inPath.find((name) => query.includes(name))
      if (twice) throw new Error(`${operationId} has ${twice} in its path and in its query`)
      const types = answerTypes(responses)
      if (types.includes(STREAM)) return []
      const asked = { method: method.toUpperCase(), path, query, body: requestBody !== undefined }
      const next = nextPage(operationId, query, responses, components.schemas)
      const ofFile = types.includes('application/json') ? {} : { types }
      const filters = all.flatMap(({ name, in: place, schema }) => {
        const type = place === 'query' ? filterType(name, schema) : undefined
        return type ? [`${name}: ${type}`] : []
      })
      return [{ operationId, filters, told: { ...asked, ...ofFile, ...(next && { next }) } }]
    }),
  )
  const missing = operations.find(({ operationId }) => !types.includes(`type ${pascal(operationId)}Data =`))
  if (missing) throw new Error(`there are no types for ${missing.operationId}`)
  const names = operations.flatMap(({ operationId }) => [
    `${pascal(operationId)}Data`,
    `${pascal(operationId)}Responses`,
  ])
  const lines = operations.map(({ operationId, told }) => `  ${camel(operationId)}: ${JSON.stringify(told)},`)
  const shapes = operations.map(
    ({ operationId: id, filters }) =>
      `  ${camel(id)}: { asks: ${pascal(id)}Data; answers: ${pascal(id)}Responses; filters: { ${filters.join('; ')} } }`,
  )
  return [
    '// Written by `npm run sdk` from the OpenAPI document; do not edit. The SHA-256 of the document:',
    `// ${createHash('sha256').update(JSON.stringify(document)).digest('hex')}`,
    `import type { FailReason, ${names.join(', ')} } from './types.gen.ts'`,
    '',
    'export const operations = {',
    ...lines,
    '} as const',
    '',
    'export interface Operations {',
    ...shapes,
    '}',
    '',
  ].join('\n')
}

/** Of the answers that are no problems. */
export const answerTypes = (responses: Record<string, { content?: Record<string, unknown> }>): string[] =>
  Object.entries(responses)
    .filter(([status]) => status.startsWith('2'))
    .flatMap(([, { content = {} }]) => Object.keys(content))
