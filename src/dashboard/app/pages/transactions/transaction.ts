import type { CardChecks } from '../../parts/card-checks.ts'

/** As `GET /transaction` and its timeline tell it; amounts are decimal texts. */
export const states = [
  'requested',
  'preauthorized',
  'initiated',
  'paid',
  'completed',
  'failed',
  'cancelled',
] as const

export type Transaction = {
  identifier: string
  kind: 'debit' | 'credit'
  rail: 'card' | 'eft' | null
  state: (typeof states)[number]
  amount: string
  amount_authorized: string | null
  amount_refunded: string
  fee_amount: string
  currency: string
  statement: string
  note: string | null
  external_reference: string | null
  metadata: Readonly<Record<string, string>>
  contact_id: string
  from_credit_card_id: string | null
  /** How people know it; null where none paid. */
  card: { brand: string | null; last4: string | null } | null
  from_bank_account_id: string | null
  to_bank_account_id: string | null
  fail_reason: string | null
  fail_direction: 'pull' | 'push' | null
  created_at: string
  updated_at: string
}

export type TransactionDetail = Transaction & {
  expires_at: string | null
  card: ({ credit_card_id: string; brand: string | null; last4: string | null } & CardChecks) | null
  network: { authorization_code: string | null; network_code: string | null } | null
}

export type Delivery = {
  webhook_id: string
  callback_url: string
  status: 'delivered' | 'failing' | 'waiting' | 'stopped' | 'not_recorded'
  attempt: number | null
  http_status: number | null
  error: string | null
  latency_ms: number | null
  attempted_at: string | null
}

export type Item = {
  at: string
  kind: string
  name: string
  words: string
  amount: string | null
  currency: string | null
  refers_to: { kind: string; identifier: string } | null
  details: Readonly<Record<string, string | number | boolean | null>>
  postings: readonly { account: string; amount: string }[]
  deliveries: readonly Delivery[]
}

export type ActionName = 'refund' | 'capture' | 'release' | 'cancel' | 'send_link' | 'get_agreement'
export type Action = {
  action: ActionName
  allowed: boolean
  why_not: string | null
  request: string
  amount_max: string | null
}

export type TransactionTimeline = {
  identifier: string
  items: readonly Item[]
  next: readonly string[]
  actions: readonly Action[]
  hidden: readonly string[]
}

export type SavedView = { view_id: string; name: string; query: string; shared: boolean; mine: boolean }
export type Found = {
  kind: 'transaction' | 'contact' | 'credit_card' | 'bank_account' | 'payout'
  identifier: string
  title: string
  detail: string | null
  contact_id: string | null
}
export type ExportFile = {
  export_id: string
  state: 'running' | 'completed' | 'failed'
  row_count: number
  detail: string | null
}
export type Bulk = {
  bulk_id: string
  state: 'running' | 'finished'
  items: number
  waiting: number
  done: number
  failed: number
  stopped: number
}
export type BulkItem = { number: number; transaction_id: string; code: string | null; detail: string | null }
