import type { Endpoint } from '../src/http/endpoint.ts'
import type { Platform } from './platform.ts'
import { type Asked, type Slot, slotsOf } from './tenants-cases.ts'

/** Sends what a case says, each slot filled by `thing`. */
export async function sendCase(
  { url }: Platform,
  endpoint: Endpoint,
  asked: Asked,
  thing: (slot: Slot) => string,
  headers: Record<string, string>,
) {
  const slots = slotsOf(asked)
  const fill = (where: Slot['where']) =>
    Object.fromEntries(
      Object.entries(asked[where] ?? {}).map(([name, value]) => {
        const slot = slots.find((slot) => slot.where === where && slot.name === name)
        const filled = slot ? String(value).replace(`@${slot.role}`, thing(slot)) : value
        return [name, Array.isArray(value) ? [filled].flat() : filled]
      }),
    )
  const path = endpoint.path.replace(/\{(\w+)\}/g, (_, name) => String(fill('path')[name]))
  const query = new URLSearchParams(fill('query') as Record<string, string>).toString()
  const response = await fetch(url + path + (query && `?${query}`), {
    method: endpoint.method,
    headers: { ...headers, ...(asked.body ? { 'content-type': 'application/json' } : {}) },
    ...(asked.body ? { body: JSON.stringify(fill('body')) } : {}),
  })
  const text = await response.text()
  const json = response.headers.get('content-type')?.includes('json')
  return {
    status: response.status,
    headers: response.headers,
    text,
    body: json ? JSON.parse(text) : undefined,
  }
}
