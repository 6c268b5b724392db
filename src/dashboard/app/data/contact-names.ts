import { useMemo } from 'react'
import { useRead } from './queries.ts'
import { useMay } from './session.tsx'
import { isWholeAddress } from './whole-address.ts'

type Named = { identifier: string; name: string; email: string }
/** As many as one request takes. */
const IDS_MAX = 100

/**
 * The contacts behind the rows of a page by their ids, asked for at once. Of one that was deleted there is
 * none.
 */
export function useContactNames(ids: readonly string[]): ReadonlyMap<string, Named> {
  const may = useMay()('contacts:read')
  const asked = [...new Set(ids)].slice(-IDS_MAX).sort().join(',')
  const { data } = useRead<{ data: Named[] }>(
    '/contact',
    { identifier: asked, limit: IDS_MAX },
    { enabled: may && asked !== '' },
  )
  return useMemo(() => new Map(data?.data.map((contact) => [contact.identifier, contact])), [data])
}

/**
 * What the list of contacts is asked for somebody's words: a part of a name, or a whole address. Null for an
 * address of which more is still to come: the API finds none by a part of one, and refuses it.
 */
export function contactsSaid(typed: string): { name: string } | { email: string } | null {
  if (!typed.includes('@')) return { name: typed }
  return isWholeAddress(typed) ? { email: typed } : null
}
