import type { ReactNode } from 'react'
import { page } from '../page.ts'
import { PageLink } from './page-link.tsx'

/** Only its address: what the page is stands with the page itself. */
const transactionPage = page({ path: 'transactions/$transaction', title: { en: '', fr: '' } })

/** A link to the page of one transaction. */
export const TransactionLink = ({ id, children }: { id: string; children: ReactNode }) => (
  <PageLink to={transactionPage} params={{ transaction: id }}>
    {children}
  </PageLink>
)
