/** As `GET /company/summary` and its neighbours tell it. Amounts are decimal texts. */
export const figures = ['volume', 'returned', 'refunds', 'fees', 'disputes', 'credits', 'payouts'] as const
export type Figure = (typeof figures)[number]
type Sum = { amount: string; count: number }
export type Rate = { paid: number; failed: number; rate: string | null }
export type OfCurrency = {
  currency: string
  figures: Record<Figure, Sum>
  payable_change: string
  by_rail: readonly { rail: 'card' | 'eft'; amount: string; count: number }[]
  success: Rate
  declines: readonly { reason: string | null; count: number }[]
  disputes: { opened: number }
  payouts: { made: number }
}
export type Point = { starts_at: string; currency: string; volume: string; paid: number; failed: number }
export type Summary = {
  from: string
  to: string
  time_zone: string
  as_of: string
  /** Whether the figures reach to `as_of` only. */
  behind: boolean
  currencies: readonly OfCurrency[]
  success: Rate
  step: 'hour' | 'day' | 'month'
  series: readonly Point[]
}
export const kinds = [
  'company_suspended',
  'company_closing',
  'dispute_to_answer',
  'payout_returned',
  'webhook_failing',
  'outcome_unknown',
  'difference_open',
  'cards_expiring',
] as const
export type AttentionKind = (typeof kinds)[number]
export type Attention = {
  data: readonly {
    kind: AttentionKind
    count: number
    first_at: string | null
    due_at: string | null
    examples: readonly string[]
  }[]
}
export type NextPayouts = {
  data: readonly {
    to_bank_account_id: string
    account_last4: string
    currency: string
    amount: string
    items_total: number
    is_carried_over: boolean
  }[]
  next_clearing_at: string | null
}
/** The path that explains a figure of a time; without one, the change of what is owed. */
export const explainPath = ({ from, to }: Pick<Summary, 'from' | 'to'>, currency: string, figure?: Figure) =>
  `/company/summary/explain?${new URLSearchParams({ from, to, currency, ...(figure && { figure }) })}`
