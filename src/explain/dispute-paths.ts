import { pathTo } from './explanation.ts'

/** The amounts of a dispute that open apart; the first two are called as its own fields. */
export const opened = ['amount', 'amount_taken', 'given_back'] as const
export type Opened = (typeof opened)[number]

/** The path of what a dispute did to the balance, or of one of its amounts. */
export const disputeExplained = (id: string, part?: Opened, isNegated = false): string =>
  part === undefined
    ? `/dispute/${id}/explain`
    : pathTo(`/dispute/${id}/explain`, { part, negated: isNegated ? 'true' : undefined })
