/**
 * Every list, filter, search and export of the API, as its own document names them, with values at random.
 */
import { createHash } from 'node:crypto'
import { describeApi } from '../src/api.ts'
import { endpoints } from '../src/endpoints.ts'
import { newId } from '../src/ground/ids.ts'
import type { DemoFile } from '../src/supervisor/welcome.ts'
import { CONTACTS } from './growth-fill.ts'

type Schema = {
  type?: string
  enum?: string[]
  format?: string
  pattern?: string
  minimum?: number
  maximum?: number
  examples?: unknown[]
}
type Parameter = { name: string; in: string; required?: boolean; schema: Schema }
/** `path`: another one each time it is asked for. */
export type Case = { name: string; path(): string }

const DAY_MS = 86_400_000
const DAYS = 90
/** Of a filter's values so many name nothing that there is. */
const MISSES = 0.5

const upTo = (most: number) => Math.floor(Math.random() * most)
const one = <T>(values: readonly T[]): T => values[upTo(values.length)]!
const asUuid = (text: string) =>
  createHash('md5')
    .update(text)
    .digest('hex')
    .replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-')
const timeAgo = () => new Date(Date.now() - Math.random() * DAYS * DAY_MS)
const dayAgo = () => timeAgo().toISOString().slice(0, 10)
/** As an id of that time: a cursor into the middle of a list. */
const idOf = (time: Date) =>
  time
    .getTime()
    .toString(16)
    .padStart(12, '0')
    .replace(/^(.{8})/, '$1-') + newId().slice(13)

/** Values that are there, by the name of their parameter; all else is made of its schema. */
function valuesOf(demo: DemoFile, debits: number): Record<string, () => string> {
  return {
    contact_id: () => asUuid(`contact${1 + upTo(CONTACTS)}`),
    credit_card_id: () => asUuid(`card${1 + upTo(CONTACTS)}`),
    bank_account_id: () => demo.bank_account_id,
    statement: () => one([`Order ${upTo(debits)}`, String(upTo(10_000_000)), `der ${upTo(debits)}`, 'ORDER']),
    amount: () => (upTo(99_999) / 100 + 1).toFixed(2),
    amount_from: () => (upTo(99_999) / 100 + 1).toFixed(2),
    amount_to: () => (upTo(99_999) / 100 + 1).toFixed(2),
    email: () => `c${1 + upTo(CONTACTS)}@example.com`,
    name: () => `Contact ${1 + upTo(CONTACTS)}`,
    tag: () => `t${upTo(50)}`,
    currency: () => 'CAD',
    fail_reason: () => one(['insufficient_funds', 'do_not_honour', 'expired_card']),
    cursor: () => idOf(timeAgo()),
  }
}
const misses: Record<string, () => string> = {
  statement: () => one([`xyz ${upTo(1e9)}`, `Order ${upTo(1e9)}x`, 'qqq']),
  amount: () => (2_000 + upTo(1e6)).toFixed(2),
  amount_from: () => (2_000 + upTo(1e6)).toFixed(2),
  amount_to: () => (upTo(99) / 100 + 0.01).toFixed(2),
  email: () => `nobody${upTo(1e9)}@example.com`,
  name: () => `Nobody ${upTo(1e9)}`,
  tag: () => `none${upTo(1e9)}`,
  currency: () => 'USD',
  fail_reason: () => one(['lost_card', `none_${upTo(1e9)}`]),
}

function anyOf({
  enum: values,
  format,
  pattern,
  type,
  minimum = 0,
  maximum = 1e6,
  examples,
}: Schema): string {
  if (values) return one(values)
  const listed = /^\^\(([a-z_|]+)\)/.exec(pattern ?? '')?.[1]
  if (listed) return one(listed.split('|'))
  if (format === 'uuid') return newId()
  if (format === 'date-time') return timeAgo().toISOString()
  if (format === 'date') return dayAgo()
  if (type === 'integer') return String(minimum + upTo(maximum - minimum + 1))
  return String(examples?.[0] ?? `none ${upTo(1e9)}`)
}

/** `wait` asks for a wait. */
const leftOut = ['wait', 'limit']
/** A stream does not end, and files are as long as what is in them: a month of one is measured by itself. */
const isRead = (operationId: string) => operationId !== 'stream_events' && !operationId.startsWith('export_')

/** A case for each filter of each read that takes a query, one for several at once, and one for none. */
export function casesOf(demo: DemoFile, debits: number): Case[] {
  const known = valuesOf(demo, debits)
  const { paths } = describeApi(demo.api_url) as { paths: Record<string, any> }
  const pick = ({ name, schema }: Parameter): string => {
    const [hit, miss] = [known[name], misses[name]]
    if (hit && miss) return Math.random() < MISSES ? miss() : hit()
    if (hit && name !== 'cursor') return Math.random() < MISSES ? anyOf(schema) : hit()
    if (name === 'after') return String(upTo(debits * 2))
    return hit?.() ?? anyOf(schema)
  }
  return endpoints
    .filter(({ method, querySchema, operationId }) => method === 'GET' && querySchema && isRead(operationId))
    .flatMap(({ path, operationId }) => {
      const parameters: Parameter[] = paths[path].get.parameters ?? []
      const filters = parameters.filter(({ in: place, name }) => place === 'query' && !leftOut.includes(name))
      const ask = (chosen: Parameter[]) => {
        const query = new URLSearchParams(
          chosen.map((filter) => [
            filter.name === 'metadata' ? 'metadata[order]' : filter.name,
            pick(filter),
          ]),
        )
        const place = path.replace(/\{(\w+)\}/g, (_, name) => known[name]?.() ?? newId())
        return `${place}?${query}`
      }
      const several = () => filters.filter(() => Math.random() < 2.5 / filters.length)
      return [
        { name: operationId, path: () => ask([]) },
        ...filters.map((filter) => ({ name: `${operationId} ${filter.name}`, path: () => ask([filter]) })),
        ...(filters.length > 1 ? [{ name: `${operationId} several`, path: () => ask(several()) }] : []),
      ]
    })
}
