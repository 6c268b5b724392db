/**
 * What of a company does not go along: with the reason, and whether it goes when the company has left. All
 * other tables with a `company_id` are copied row by row, new ones too.
 */
export const leftBehind: Record<string, { why: string; goes: boolean }> = {
  audit_log: {
    why: 'its lines are sealed with those of all companies, in the order of the cell',
    goes: false,
  },
  request_log: { why: 'it is for days, in a ring that is each cell’s own', goes: false },
  request_log_gaps: { why: 'as the request log', goes: false },
  bank_parked_returns: { why: 'a return is parked by the cell whose bank sent it', goes: false },
  departures: { why: 'the move itself', goes: false },
  changed_rows: { why: 'the move itself', goes: false },
  arrivals: { why: 'the move itself', goes: false },
  misplaced_companies: { why: 'a copy that a restore has brought back', goes: false },
  departed_companies: { why: 'what the cell keeps of who has left', goes: false },
  departed_attempts: { why: 'what the cell keeps of who has left', goes: false },
  departed_bank_items: { why: 'what the cell keeps of who has left', goes: false },
  cell_dues: { why: 'the platform’s own', goes: false },
}

/** Copied, and kept in the cell: its clearing files stay whole. */
export const copiedAndKept: readonly string[] = ['clearing_records']

/**
 * Queues that are numbered by each cell, and short: copied at the end, and numbered anew. The next event of
 * the company is the one after its last, wherever it is made.
 */
export const numberedAnew: Record<string, string> = {
  outbox: 'outbox_id',
  day_total_changes: 'change_id',
  restated_rows: 'restated_id',
}
