export const kinds = ['card_debit', 'eft_debit', 'eft_credit'] as const
export const frequencies = ['once', 'daily', 'weekly', 'biweekly', 'monthly', 'yearly'] as const

/** As `GET /schedule/{identifier}` tells it. */
export type Schedule = {
  identifier: string
  kind: (typeof kinds)[number]
  state: 'active' | 'paused' | 'completed' | 'cancelled'
  contact_id: string
  amount: string
  currency: string
  statement: string
  note: string | null
  external_reference: string | null
  metadata: Readonly<Record<string, string>>
  start: string
  frequency: (typeof frequencies)[number]
  interval: number
  end: string | null
  count: number | null
  next_dates: { number: number; date: string; due_on: string }[]
  created_at: string
}

export type Occurrence = {
  number: number
  date: string
  due_on: string
  state: 'due' | 'made' | 'failed' | 'skipped'
  amount: string
  transaction_id: string | null
  fail_reason: string | null
}
