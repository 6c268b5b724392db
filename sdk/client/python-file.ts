/**
 * The text of `sdk/python/jetpay/_operations.py`, from the OpenAPI document: a type for each shape, a method
 * for each operation. A generator of our own, since none for Python comes from the npm registry.
 */

import { filterOf } from './filter-type.ts'
import { nextPage } from './next-page.ts'
import { answerTypes, STREAM } from './operations-file.ts'

type Schema = {
  $ref?: string
  type?: string | string[]
  enum?: unknown[]
  const?: unknown
  anyOf?: Schema[]
  oneOf?: Schema[]
  allOf?: Schema[]
  properties?: Record<string, Schema>
  required?: string[]
  additionalProperties?: Schema | boolean
  items?: Schema
  prefixItems?: Schema[]
}
type Parameter = { name: string; in: string; required?: boolean; schema: Schema }
type Content = { content?: Record<string, { schema?: Schema }> }
type Described = {
  operationId: string
  summary: string
  description?: string
  parameters?: (Parameter | { $ref: string })[]
  requestBody?: Content
  responses: Record<string, Content>
}
type Document = {
  paths: Record<string, Record<string, unknown>>
  components: { parameters: Record<string, Parameter>; schemas: Record<string, Schema> }
}

/** `Event.contacts.created` as a name. */
const named = (name: string) =>
  name.replaceAll(/[^A-Za-z0-9]+(\w)/g, (_all, letter: string) => letter.toUpperCase())
const pascal = (name: string) => named(`_${name}`).replace(/^_/, '')
const last = (ref: string) => ref.split('/').at(-1)!
const oneOf = (types: string[]) => {
  const unique = [...new Set(types)].filter((type) => type !== 'None')
  return [...unique, ...(types.includes('None') ? ['None'] : [])].join(' | ')
}

export function pythonFile(document: object): string {
  const { paths, components } = document as Document
  const shapes = new Map<string, string>()
  /** Behind the shapes, which name them in quotes: these have to be there. */
  const aliases: string[] = []
  /** Of lists: the class of each page, in place of its shape. */
  const pages = new Map<string, string>()
  const done = new Set<string>()

  /** The annotation of a schema. An object of its own becomes a class of the name `hint`. */
  function typeOf(schema: Schema, hint: string): string {
    if (schema.$ref) return named(last(schema.$ref))
    if (schema.const !== undefined) return `Literal[${literal(schema.const)}]`
    if (schema.enum) return enumOf(schema.enum)
    const several = schema.anyOf ?? schema.oneOf
    if (several) return oneOf(several.map((one, at) => typeOf(one, at === 0 ? hint : `${hint}${at + 1}`)))
    if (schema.allOf?.length === 1) return typeOf(schema.allOf[0]!, hint)
    if (Array.isArray(schema.type)) return oneOf(schema.type.map((type) => typeOf({ ...schema, type }, hint)))
    switch (schema.type) {
      case 'string':
        return 'str'
      case 'integer':
        return 'int'
      // Money and nothing else has decimals here.
      case 'number':
        return 'Decimal'
      case 'boolean':
        return 'bool'
      case 'null':
        return 'None'
      case 'array':
        return `list[${schema.items ? typeOf(schema.items, `${hint}Item`) : 'Any'}]`
      case 'object':
        return schema.properties ? classOf(schema, hint) : mapOf(schema, hint)
      default:
        return 'Any'
    }
  }
  const mapOf = ({ additionalProperties: of }: Schema, hint: string) =>
    `dict[str, ${typeof of === 'object' ? typeOf(of, `${hint}Value`) : 'Any'}]`
  const enumOf = (values: unknown[]) =>
    oneOf([
      ...(values.some((value) => value !== null)
        ? [
            `Literal[${values
              .filter((value) => value !== null)
              .map(literal)
              .join(', ')}]`,
          ]
        : []),
      ...(values.includes(null) ? ['None'] : []),
    ])

  function classOf({ properties = {}, required = [] }: Schema, name: string): string {
    if (done.has(name)) return name
    done.add(name)
    const fields = Object.entries(properties).map(([key, schema]) => {
      const type = typeOf(schema, `${name}${pascal(key)}`)
      return `    "${key}": ${required.includes(key) ? type : `NotRequired[${type}]`},`
    })
    // In this form a key may be a word of Python's own.
    shapes.set(
      name,
      `${name} = TypedDict("${name}", {\n${fields.join('\n').replaceAll(/: (.*),$/gm, ': "$1",')}\n})`,
    )
    return name
  }

  for (const [name, schema] of Object.entries(components.schemas)) {
    const type = typeOf(schema, named(name))
    if (type !== named(name)) aliases.push(`${named(name)}: TypeAlias = ${type}`)
  }

  aliases.push(`ProblemCode: TypeAlias = ${typeOf(components.schemas.Problem!.properties!.code!, '')}`)

  const methods = Object.entries(paths).flatMap(([path, byMethod]) =>
    Object.entries(byMethod).flatMap(([method, described]) =>
      methodsOf(path, method, described as Described),
    ),
  )

  function methodsOf(path: string, method: string, described: Described): string[] {
    const { operationId: id, summary, description, requestBody, responses } = described
    const types = answerTypes(responses)
    const parameters = (described.parameters ?? [])
      .map((one) => ('$ref' in one ? components.parameters[last(one.$ref)]! : one))
      .filter((one) => one.in !== 'header')
    const body = Object.values(requestBody?.content ?? {})[0]?.schema
    const shape = body?.$ref ? components.schemas[last(body.$ref)]! : body
    const variants = shape?.anyOf ?? shape?.oneOf ?? (shape ? [shape] : [])
    const inBody = new Map<string, { type: string; required: boolean }>()
    for (const variant of variants)
      for (const [key, schema] of Object.entries(variant.properties ?? {})) {
        const type = asked(typeOf(schema, `${pascal(id)}${pascal(key)}`))
        const required = variants.every((one) => one.required?.includes(key))
        inBody.set(key, { type: inBody.has(key) ? oneOf([inBody.get(key)!.type, type]) : type, required })
      }
    const fields = [
      ...parameters.map((one) => ({
        key: one.name,
        type:
          (one.in === 'query' && filterType(one)) ||
          asked(typeOf(one.schema, `${pascal(id)}${pascal(one.name)}`)),
        required: one.required === true,
      })),
      ...[...inBody].map(([key, one]) => ({ key, ...one })),
    ].map((field) => ({ ...field, argument: keywords.has(field.key) ? `${field.key}_` : field.key }))
    const writes = method !== 'get'
    const arguments_ = [
      ...fields.filter(({ required }) => required).map(({ argument, type }) => `${argument}: ${type}`),
      ...fields
        .filter(({ required }) => !required)
        .map(({ argument, type }) => `${argument}: ${type} | Omitted = OMITTED`),
      ...(writes ? ['idempotency_key: str | None = None'] : []),
    ]
    const signature = arguments_.length > 0 ? `self, *, ${arguments_.join(', ')}` : 'self'
    if (types.includes(STREAM)) return []
    const places = (place: string) =>
      fieldDict(fields.filter(({ key }) => parameters.some((one) => one.name === key && one.in === place)))
    const call = [
      `"${method.toUpperCase()}"`,
      `"${path}"`,
      `in_path=${places('path')}`,
      `query=${places('query')}`,
      `body=${shape ? fieldDict(fields.filter(({ key }) => inBody.has(key))) : 'None'}`,
      `idempotency_key=${writes ? 'idempotency_key' : 'None'}`,
      `writes=${writes ? 'True' : 'False'}`,
      ...(types.includes('application/json')
        ? []
        : [
            `types=(${types
              .map((type) => `"${type}", `)
              .join('')
              .trim()})`,
          ]),
    ]
    const schemas = Object.entries(responses)
      .filter(([status]) => status.startsWith('2'))
      .map(([, { content = {} }]) => content['application/json']?.schema)
    const answer = oneOf(schemas.map((one) => (one ? typeOf(one, `${pascal(id)}Answer`) : 'bytes')))
    const text = `        """${[summary, description]
      .filter(Boolean)
      .join('\n\n')
      .replaceAll('\\', '\\\\')
      .replaceAll('"""', "'''")
      .replaceAll(/\n(?!\n)/g, '\n        ')}"""`
    const queried = parameters.filter((parameter) => parameter.in === 'query').map(({ name }) => name)
    const next = nextPage(id, queried, responses, components.schemas)
    const head = `    def ${id}(${signature}) -> "${answer}":\n${text}\n        return `
    if (!next) return [`${head}cast("${answer}", self._call(${call.join(', ')}))`]
    const page = schemas[0]?.$ref ? components.schemas[last(schemas[0].$ref)]! : schemas[0]!
    const item = typeOf(page.properties!.data!.items!, `${pascal(id)}Item`)
    pages.set(answer, pageClass(answer, item, page))
    const turned = [...call, 'is_list=True']
      .join(', ')
      .replace(`query=${places('query')}`, `query=${places('query')} | more`)
    const wait = queried.includes('wait') ? 'wait' : 'None'
    const one = `${head}${answer}(lambda more: self._call(${turned}), ${JSON.stringify(next)}, ${wait})`
    const passed = fields.map(({ argument }) => `${argument}=${argument}`).join(', ')
    const name = `all_${id.replace(/^list_/, '')}`
    return [
      one,
      `    def ${name}(${signature}) -> "Iterator[${item}]":\n        """All of \`${id}\`; nothing is asked for before the first item."""\n        yield from self.${id}(${passed})`,
    ]
  }

  /** A page is a dict that gives items when it is iterated, so it is no `TypedDict`. */
  function pageClass(name: string, item: string, { properties = {} }: Schema): string {
    const types = Object.entries(properties).map(([key, schema]) => [
      key,
      typeOf(schema, `${name}${pascal(key)}`),
    ])
    const overload = types.length > 1 ? ['        @overload'] : []
    const members = types.flatMap(([key, type]) => [
      ...overload,
      `        def __getitem__(self, key: Literal["${key}"]) -> ${type}: ...`,
    ])
    return [`class ${name}(Page["${item}"]):`, '    if TYPE_CHECKING:', ...members].join('\n')
  }

  return [
    '# Written by `npm run sdk` from the OpenAPI document; do not edit.',
    'from __future__ import annotations',
    '',
    'from collections.abc import Iterator, Sequence',
    'from datetime import datetime',
    'from decimal import Decimal',
    'from typing import TYPE_CHECKING, Any, Literal, NotRequired, TypeAlias, TypedDict, cast, overload',
    '',
    'from ._options import OMITTED, Omitted',
    'from ._pages import Page',
    'from ._send import Sender',
    '',
    ...[...shapes].map(([name, shape]) => pages.get(name) ?? shape),
    ...aliases,
    '',
    '',
    'class Operations(Sender):',
    '    """Every operation of the API, a method each."""',
    '',
    methods.join('\n\n'),
    '',
  ].join('\n')
}

/** What a filter may be given as: the generated types say only that it is text. */
function filterType({ name, schema }: Parameter): string | undefined {
  const filter = filterOf(name, schema as { format?: string; pattern?: string })
  switch (filter?.is) {
    case 'time':
      return 'str | datetime'
    case 'reason':
      return 'FailReason'
    case 'ids':
      return 'str | Sequence[str]'
    case 'words': {
      const words = `Literal[${filter.words.map(literal).join(', ')}]`
      return `${words} | Sequence[${words}]`
    }
  }
}
/** What may be given: an amount as text or `Decimal`, or as the whole number that it is. */
const asked = (type: string) =>
  /\bDecimal\b/.test(type) ? oneOf([...type.split(' | '), 'str', 'int']) : type
const fieldDict = (fields: { key: string; argument: string }[]) =>
  `{${fields.map(({ key, argument }) => `"${key}": ${argument}`).join(', ')}}`
const literal = (value: unknown) =>
  typeof value === 'boolean'
    ? value
      ? 'True'
      : 'False'
    : typeof value === 'string'
      ? `'${value}'`
      : String(value)
/** Words of Python's own (`keyword.kwlist`): an argument of that name gets a `_`. */
const keywords = new Set(
  'and as assert async await break class continue def del elif else except finally for from global if import in is lambda nonlocal not or pass raise return try while with yield'.split(
    ' ',
  ),
)
