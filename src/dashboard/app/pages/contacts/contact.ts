import type { CardChecks } from '../../parts/card-checks.ts'

/** As `GET /contact/{contact_id}` tells it. */
export type Contact = {
  identifier: string
  name: string
  email: string
  tags: readonly string[]
  language: 'en' | 'fr' | null
  external_reference: string | null
  metadata: Readonly<Record<string, string>>
  created_at: string
  updated_at: string
}

export type Card = CardChecks & {
  identifier: string
  state: string
  brand: string | null
  last4: string | null
  expiry_month: number | null
  expiry_year: number | null
  account_update: { reason: 'new_number' | 'new_expiry' | 'closed'; at: string } | null
  created_at: string
}

export type Account = {
  identifier: string
  institution: string | null
  title: string | null
  holder_name: string
  account_number_last4: string
  currency: string
  created_at: string
}

export type Agreement = {
  debit_id: string
  bank_account_id: string
  obtained_by: 'platform' | 'payment_page'
  agreed_at: string
  reference: string | null
  signed: boolean
}

export type Transaction = {
  identifier: string
  kind: 'debit' | 'credit'
  state: string
  amount: string
  currency: string
  statement: string
  created_at: string
  fail_reason: string | null
}
