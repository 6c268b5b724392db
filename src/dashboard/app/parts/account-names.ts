import { useCallback } from 'react'
import { useRead } from '../data/queries.ts'
import { useMay } from '../data/session.tsx'
import { accountName } from './card-name.ts'

type Account = Parameters<typeof accountName>[0] & { identifier: string }

/**
 * The names of bank accounts, the company's own or one contact's, asked for once for all that show one;
 * undefined of one that is deleted, or that the user may not read.
 */
export function useAccountNames(contact?: string) {
  const may = useMay()(contact ? 'contacts:read' : 'company:read')
  const { data, isLoading } = useRead<{ data: Account[] }>(
    contact ? `/contact/${contact}/bank_accounts` : '/bank_account',
    { limit: 100 },
    { enabled: may },
  )
  const nameOf = useCallback(
    (id: string): string | undefined => {
      const known = data?.data.find(({ identifier }) => identifier === id)
      return known && accountName(known)
    },
    [data],
  )
  /** A list that shows them waits for both, and draws its rows once. */
  return { nameOf, isLoading }
}
