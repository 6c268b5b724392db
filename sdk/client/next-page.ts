/**
 * How a list goes on, read from the OpenAPI document. Both clients are written by it, so that an operation is
 * a list in both or in none.
 */

type Schema = { $ref?: string; properties?: Record<string, Schema>; type?: unknown }
export type Answers = Record<string, { content?: Record<string, unknown> }>

/**
 * Parameters of the next request, each with the member of the answer that it takes; none where there is one
 * page only.
 */
export type NextPage = Record<string, string>

/** A log goes on behind its last event; there is always a next page, so it ends at the newest. */
const LOG: NextPage = { after: 'last_event_id' }

/**
 * Undefined for what is no list. Throws for a list that has pages (`limit`) and no known way to the next one:
 * a client would take its first page for all of it.
 */
export function nextPage(
  operationId: string,
  query: readonly string[],
  responses: Answers,
  schemas: Record<string, object>,
): NextPage | undefined {
  const [answer] = Object.entries(responses).flatMap(([status, { content }]) =>
    status.startsWith('2') ? [(content?.['application/json'] as { schema?: Schema })?.schema] : [],
  )
  const shape = answer?.$ref ? (schemas[answer.$ref.split('/').at(-1)!] as Schema) : answer
  const members = shape?.properties ?? {}
  if (members.data?.type !== 'array') return undefined
  const name = query.find((one) => `next_${one}` in members)
  if (name) return { [name]: `next_${name}` }
  if ('last_event_id' in members && query.includes('after')) return LOG
  if (query.includes('limit')) throw new Error(`nobody knows how ${operationId} goes on after its first page`)
  return operationId.startsWith('list_') ? {} : undefined
}
