import type { ReactNode } from 'react'
import { useMay } from '../data/session.tsx'
import { page } from '../page.ts'
import { PageLink } from './page-link.tsx'

/** Only their addresses: what the pages are stands with the pages themselves. */
const bankFilePage = page({ area: 'operator', path: 'files/$file', title: { en: '', fr: '' } })
const clearingFilePage = page({ area: 'operator', path: 'files/clearing', title: { en: '', fr: '' } })

type Place = {
  /** Of a file to a bank. */
  bankFileId?: string | null
  /** Of a clearing file: whose, and which. */
  network?: string
  number?: number
  line?: number
}

/** What is said of a place in a file: to an operator a link, since a file has lines of all companies. */
export function FileLink({ bankFileId, network, number, line, children }: Place & { children: ReactNode }) {
  const may = useMay()
  const at = { line: line === undefined ? undefined : String(line) }
  if (!may('operator:read')) return children
  if (bankFileId)
    return (
      <PageLink to={bankFilePage} params={{ file: bankFileId }} search={at}>
        {children}
      </PageLink>
    )
  if (!network) return children
  return (
    <PageLink to={clearingFilePage} search={{ network, number: String(number), ...at }}>
      {children}
    </PageLink>
  )
}
