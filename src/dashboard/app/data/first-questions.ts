/**
 * What a page asks first, asked as soon as it is known who asks: while the page itself is still being drawn.
 * Definitions say it (`first` of a page); a page asks for the same by itself, and has the answer sooner.
 */
import type { QueryClient } from '@tanstack/react-query'
import { isId, type Page } from '../page.ts'
import { readFilters } from './filters.ts'
import { listQuestion, question, textQuestion } from './queries.ts'
import { readSession } from './session.tsx'

/** Asks, for the company and the parameters of an address; of whoever may not see the page nothing. */
export function askFirst(
  client: QueryClient,
  page: Page,
  { company, ...params }: Record<string, string | undefined>,
  search: Record<string, unknown>,
): void {
  const member = readSession(client)?.companies.find(({ identifier }) => identifier === company)
  if (!page.first || !company || !member || member.second_factor_missing) return
  const may = (scope: string) => member.scopes.includes(scope)
  if (page.scope !== undefined && ![page.scope].flat().some(may)) return
  const known: Record<string, string> = {}
  for (const [name, id] of Object.entries(params)) {
    if (id === undefined) continue
    if (!isId(id)) return
    known[name] = id
  }
  const values = readFilters(page.filters ?? {}, search)
  for (const { path, query, rows, asText } of page.first(known, values))
    if (asText) void client.prefetchQuery(textQuestion(company, path))
    else if (rows === undefined) void client.prefetchQuery(question(company, path, query ?? {}))
    else void client.prefetchInfiniteQuery(listQuestion(company, path, query ?? {}, rows))
}
