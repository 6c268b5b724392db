import type { Components, JsonSchema } from './openapi-schema.ts'
import { bySchema, numbers, texts } from './openapi-values.ts'

/** Values for fields whose type does not say what they look like, by name. */
const byName: Record<string, unknown> = {
  email: 'ada@example.com',
  contact_email: 'ada@example.com',
  holder_email: 'ada@example.com',
  name: 'Ada Lovelace',
  contact_name: 'Ada Lovelace',
  holder_name: 'Ada Lovelace',
  statement: 'Test statement',
  note: 'Test note',
  account_number_last4: '4321',
  last4: '4242',
  brand: 'visa',
  expiry_month: 12,
  expiry_year: 2030,
  url: 'https://pay.example.com/tokenize/kW3pY0',
  link: 'https://pay.example.com/payment/pay/019a4c7e-5b1a-7c3e-9f10-2b8f6d0a4e11',
  return_url: 'https://shop.example.com/done',
  callback_url: 'https://shop.example.com/webhooks',
  allowed_origins: ['https://shop.example.com'],
  cursor: '019a4c7e-5b1a-7c3e-9f10-2b8f6d0a4e11',
  next_cursor: null,
  fail_reason: null,
  fail_direction: null,
  lost_reason: null,
  routing_number: '021000021',
  transit_number: '00011',
  institution_number: '001',
  account_number: '7654321',
  holder_address_country: 'CA',
  by: '3d',
}
const byFormat: Record<string, unknown> = {
  uuid: '019a4c7e-5b1a-7c3e-9f10-2b8f6d0a4e11',
  'date-time': '2026-01-31T12:00:00.123456Z',
  date: '2026-01-31',
  email: 'ada@example.com',
  uri: 'https://pay.example.com/',
}

/**
 * A value that the schema describes: what the field's own examples say, else what its name, format or type
 * does.
 */
export function sampleOf(schema: JsonSchema, components: Components, name = '', of = ''): unknown {
  const reference = schema.$ref
  if (typeof reference === 'string') {
    const referred = reference.split('/').at(-1)!
    return sampleOf(components[referred]!, components, name, referred)
  }
  const known = bySchema[`${of}.${name}`]
  if (known !== undefined) return known
  const [example = schema.example] = (schema.examples as unknown[] | undefined) ?? []
  if (example !== undefined) return example
  if ('const' in schema) return schema.const
  if (Array.isArray(schema.enum)) return schema.enum[0]
  const choices = (schema.anyOf ?? schema.oneOf) as JsonSchema[] | undefined
  const nullable = choices?.some(({ type }) => type === 'null')
  const named = byName[snake(name)]
  if (named !== undefined && (named !== null || nullable)) return named
  if (choices) return sampleOf(choices[0]!, components, name, of)
  if (Array.isArray(schema.allOf)) return sampleOf(schema.allOf[0] as JsonSchema, components, name, of)
  return byType(schema, components, name, of)
}

/** The API writes `last_event_id`, events `lastEventId`. */
const snake = (name: string) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)

function byType(schema: JsonSchema, components: Components, name: string, of: string): unknown {
  switch (schema.type) {
    case 'object':
      return Object.fromEntries(
        Object.entries((schema.properties ?? {}) as Components)
          .filter(([field]) => ((schema.required ?? []) as string[]).includes(field))
          .map(([field, part]) => [field, sampleOf(part, components, field, of)]),
      )
    case 'array':
      return [sampleOf((schema.items ?? {}) as JsonSchema, components, name, of)]
    case 'integer':
    case 'number':
      return schema.default ?? numbers[snake(name)] ?? schema.minimum ?? 1
    case 'boolean':
      return true
    case 'null':
      return null
    default:
      return byFormat[String(schema.format)] ?? texts[snake(name)] ?? 'text'
  }
}
