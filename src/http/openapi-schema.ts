import { z } from 'zod'

export type JsonSchema = { [keyword: string]: unknown }
export type Components = Record<string, JsonSchema>

/**
 * A zod schema as OpenAPI 3.1 writes it (JSON Schema 2020-12): `input` is what a client may send, `output`
 * what we answer. Schemas that have an `id` go to `components` and are referred to; others are written in
 * place.
 */
export function toJsonSchema(schema: z.ZodType, io: 'input' | 'output', components: Components): JsonSchema {
  // What a client sends and what it gets under one name may differ (defaults, unknown fields), so each has
  // its own.
  const named = (id: string) => (io === 'output' ? id : `${id}Input`)
  const {
    $schema: _,
    $defs,
    ...converted
  } = z.toJSONSchema(schema, {
    io,
    target: 'draft-2020-12',
    // Transforms have no JSON Schema; `override` says what they stand for.
    unrepresentable: 'any',
    override,
  }) as JsonSchema & { $defs?: Components }
  const refer = (value: unknown): JsonSchema =>
    JSON.parse(
      JSON.stringify(value).replaceAll(
        /"\$ref":"#\/\$defs\/([^"]+)"/g,
        (_match, id: string) => `"$ref":"#/components/schemas/${named(id)}"`,
      ),
    )
  for (const [id, definition] of Object.entries($defs ?? {})) components[named(id)] = refer(definition)
  const { id, ...own } = converted
  if (typeof id !== 'string') return refer(own)
  components[named(id)] = refer(own)
  return { $ref: `#/components/schemas/${named(id)}` }

  function override({ jsonSchema }: { jsonSchema: JsonSchema }) {
    // A schema that knows better what it looks like on the wire (`amount`) says so in its metadata.
    const own = jsonSchema.jsonSchema
    if (own) {
      const { default: byDefault, description } = jsonSchema
      for (const keyword of Object.keys(jsonSchema)) delete jsonSchema[keyword]
      if (byDefault !== undefined) jsonSchema.default = byDefault
      if (description !== undefined) jsonSchema.description = description
      Object.assign(jsonSchema, own)
    }
    // The format says it; the pattern beside it is unreadable. One that means something else elsewhere says
    // nothing.
    if (jsonSchema.format || !isPortable(jsonSchema.pattern)) delete jsonSchema.pattern
    if (Array.isArray(jsonSchema.allOf)) {
      jsonSchema.allOf = jsonSchema.allOf.filter(({ pattern }: JsonSchema) => isPortable(pattern))
      if ((jsonSchema.allOf as unknown[]).length === 0) delete jsonSchema.allOf
    }
    // Further keys may follow in an answer, so a client that validates must let them through.
    if (io === 'output' && jsonSchema.additionalProperties === false) delete jsonSchema.additionalProperties
  }
}

/**
 * Whether a pattern means the same in JavaScript with and without the flags u and v, in Python's re and in
 * RE2 (Go): no escapes of Unicode or its properties, no looking around, no references.
 */
export const isPortable = (pattern: unknown): boolean =>
  typeof pattern !== 'string' || !/\\[pPukc1-9]|\(\?(?!:)/.test(pattern)
