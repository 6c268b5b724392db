import { decimal } from '../../data/decimal.ts'
import { among, amount, choice, choices, day, found, text } from '../../data/filters.ts'
import { listUnlessDays } from '../../data/first.ts'
import { page } from '../../page.ts'
import { chosenLanguage } from '../../words/chosen-language.ts'
import { states } from './transaction.ts'

export const transactionFilters = {
  state: choices(states),
  kind: choice(['debit', 'credit']),
  rail: choice(['card', 'eft']),
  currency: choice(['CAD', 'USD']),
  created_after: day,
  created_before: day,
  amount_from: amount,
  amount_to: amount,
  failed_after: day,
  failed_before: day,
  failed_from: choices(['requested', 'preauthorized', 'initiated', 'paid']),
  attention: choice(['outcome_unknown', 'difference_open']),
  statement: text,
  note: text,
  authorization_code: text,
  fail_reason: among('words'),
  external_reference: text,
  metadata_value: text,
  contact_id: found('contact'),
  credit_card_id: found('credit_card'),
  bank_account_id: found('bank_account'),
} as const

export const transactionsPage = page({
  path: 'transactions',
  title: { en: 'Transactions', fr: 'Opérations' },
  scope: ['debits:read', 'credits:read'],
  nav: { group: 'money', icon: 'swap' },
  key: 't',
  filters: transactionFilters,
  first: (_, { amount_from: from, amount_to: to, ...plain }) =>
    listUnlessDays('/transaction', {
      ...plain,
      amount_from: from && decimal(String(from)),
      amount_to: to && decimal(String(to)),
    }),
})

export const transactionPage = page({
  path: 'transactions/$transaction',
  title: { en: 'Transaction', fr: 'Opération' },
  scope: ['debits:read', 'credits:read'],
  filters: { view: choice(['timeline', 'json']) },
  first: ({ transaction }) => [
    { path: `/transaction/${transaction}` },
    { path: `/transaction/${transaction}/timeline`, query: { language: chosenLanguage() } },
  ],
})
