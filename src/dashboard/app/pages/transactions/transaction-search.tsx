import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { amountSought } from '../../data/decimal.ts'
import { useRead } from '../../data/queries.ts'
import { useRested } from '../../data/rested.ts'
import { Combobox, type ComboOption } from '../../parts/combobox.tsx'
import { useAddress } from '../../parts/page-link.tsx'
import { useWords } from '../../words/words.ts'
import { contactPage } from '../contacts/contact-pages.ts'
import { payoutPage } from '../numbers/numbers-pages.ts'
import { searchWords } from './search-words.ts'
import type { Found } from './transaction.ts'
import { transactionPage, transactionsPage } from './transaction-pages.ts'

/**
 * One field for whatever somebody has: what it may mean is offered while it is typed. What is chosen is added
 * to the filters that there are.
 */
export function TransactionSearch() {
  const say = useWords(searchWords)
  const [typed, setTyped] = useState('')
  const q = typed.trim()
  const navigate = useNavigate()
  const address = useAddress()
  const sought = amountSought(q)
  const asked = sought?.last4 ?? q
  const rested = useRested(asked)
  const { data } = useRead<{ data: Found[] }>('/search', { q: rested }, { enabled: rested.length >= 3 })
  // What was found for less than what stands there by now is nothing of it.
  const found = asked.length >= 3 && asked === rested ? (data?.data ?? []) : []
  const named = ({ kind, title, detail }: Found) =>
    `${say.found[kind]}: ${[title, detail].filter(Boolean).join(', ')}`
  const ofAmount = sought ? [{ value: `amount ${sought.amount}`, label: say.amountIs(sought.amount) }] : []
  // With digits behind it the amount is of what has them; a whole number may as well be something else.
  const comesFirst = sought?.last4 === undefined && /[.,]/.test(q)
  const cards = found.filter(({ kind }) => kind === 'credit_card').map(({ identifier }) => identifier)
  const ofAnyCard =
    sought?.last4 && cards.length > 1
      ? [
          {
            value: `credit_card ${cards.join(',')} ${sought.amount}`,
            label: `${say.amountIs(sought.amount)}, ${say.anyCard(cards.length, sought.last4)}`,
          },
        ]
      : []
  const options: ComboOption[] = [
    ...(comesFirst ? ofAmount : []),
    ...ofAnyCard,
    ...(sought?.last4
      ? found
          .filter(({ kind }) => kind === 'credit_card' || kind === 'bank_account')
          .map((one) => ({
            value: `${one.kind} ${one.identifier} ${sought.amount}`,
            label: `${say.amountIs(sought.amount)}, ${named(one)}`,
          }))
      : found.map((one) => ({ value: `${one.kind} ${one.identifier}`, label: named(one) }))),
    ...(comesFirst ? [] : ofAmount),
    ...(q !== '' && q.length <= 30 ? [{ value: `statement ${q}`, label: say.statementHas(q) }] : []),
    ...(q.length >= 3 && q.length <= 100 ? [{ value: `note ${q}`, label: say.noteHas(q) }] : []),
  ]
  const choose = (value: string | null) => {
    if (value === null) return
    const kind = value.slice(0, value.indexOf(' '))
    const what = value.slice(kind.length + 1)
    const [id = '', amount] = what.split(' ')
    const of = (amount: string) => ({ amount_from: amount, amount_to: amount })
    const go = async (to: string, search: Record<string, string> = {}) => {
      const added = (before: Record<string, string>) => ({ ...before, ...search })
      await navigate({ to, search: to === address(transactionsPage) ? added : {} } as never)
      // Out of the field: `j` goes to the first of what was found.
      document.querySelector<HTMLElement>('main h1')?.focus()
    }
    if (kind === 'transaction') void go(address(transactionPage, { transaction: what }))
    else if (kind === 'contact') void go(address(contactPage, { contact: what }))
    else if (kind === 'credit_card')
      void go(address(transactionsPage), { credit_card_id: id, ...(amount && of(amount)) })
    else if (kind === 'bank_account')
      void go(address(transactionsPage), { bank_account_id: id, ...(amount && of(amount)) })
    else if (kind === 'payout') void go(address(payoutPage, { payout: what }))
    else if (kind === 'amount') void go(address(transactionsPage), of(what))
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
