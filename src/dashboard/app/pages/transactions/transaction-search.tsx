import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { decimal } from '../../data/decimal.ts'
import { useRead } from '../../data/queries.ts'
import { Combobox, type ComboOption } from '../../parts/combobox.tsx'
import { useAddress } from '../../parts/page-link.tsx'
import { useWords } from '../../words/words.ts'
import { contactPage } from '../contacts/contact-pages.ts'
import { payoutPage } from '../numbers/numbers-pages.ts'
import { searchWords } from './search-words.ts'
import type { Found } from './transaction.ts'
import { transactionPage, transactionsPage } from './transaction-pages.ts'

/** An amount as people write one, in either language. */
const amount = /^\d{1,8}([.,]\d{1,2})?$/

/** One field for whatever somebody has: what it may mean is offered while it is typed. */
export function TransactionSearch() {
  const say = useWords(searchWords)
  const [typed, setTyped] = useState('')
  const q = typed.trim()
  const navigate = useNavigate()
  const address = useAddress()
  const { data } = useRead<{ data: Found[] }>('/search', { q }, { enabled: q.length >= 3 })
  const found = q.length >= 3 ? (data?.data ?? []) : []
  const options: ComboOption[] = [
    ...found.map(({ kind, identifier, title, detail }) => ({
      value: `${kind} ${identifier}`,
      label: `${say.found[kind]}: ${[title, detail].filter(Boolean).join(', ')}`,
    })),
    ...(amount.test(q) ? [{ value: `amount ${q}`, label: say.amountIs(q) }] : []),
    ...(q !== '' && q.length <= 30 ? [{ value: `statement ${q}`, label: say.statementHas(q) }] : []),
    ...(q.length >= 3 && q.length <= 100 ? [{ value: `note ${q}`, label: say.noteHas(q) }] : []),
  ]
  const choose = (value: string | null) => {
    if (value === null) return
    const kind = value.slice(0, value.indexOf(' '))
    const what = value.slice(kind.length + 1)
    const money = decimal(what)
    const go = async (to: string, search: Record<string, string> = {}) => {
      await navigate({ to, search } as never)
      // Out of the field: `j` goes to the first of what was found.
      document.querySelector<HTMLElement>('main h1')?.focus()
    }
    if (kind === 'transaction') void go(address(transactionPage, { transaction: what }))
    else if (kind === 'contact') void go(address(contactPage, { contact: what }))
    else if (kind === 'credit_card') void go(address(transactionsPage), { credit_card_id: what })
    else if (kind === 'bank_account') void go(address(transactionsPage), { bank_account_id: what })
    else if (kind === 'payout') void go(address(payoutPage, { payout: what }))
    else if (kind === 'amount') void go(address(transactionsPage), { amount_from: money, amount_to: money })
    else if (kind === 'statement' || kind === 'note') void go(address(transactionsPage), { [kind]: what })
  }
  return (
    <Combobox
      label={say.search}
      hint={say.searchHint}
      options={options}
      value={null}
      onChange={choose}
      onType={setTyped}
    />
  )
}
