/** The last event of a company that was looked at, and the newest checkpoint up to there. */
export type ProvenCompany = { company_id: string; event_id: bigint; covered: bigint; hash: Buffer | null }

/**
 * What was proven before and need not be proven again: all that happened before `since` and whose event is
 * not after the `event_id` of its company. Whatever happened later is looked at with all that belongs to it.
 */
export type Proven = {
  /** By the clock of events and moves; `-infinity` where nothing was proven. */
  since: string
  companies: string[]
  eventIds: bigint[]
  /**
   * Checkpoints that a run has seen, by company. They are compared whatever is proven anew: who rewrites the
   * log rewrites the chain too, but not what was kept of it.
   */
  checkpoints: ReadonlyMap<string, { last: bigint; hash: Buffer }>
}

/** For a full run: everything is looked at. */
export const nothingProven: Proven = {
  since: '-infinity',
  companies: [],
  eventIds: [],
  checkpoints: new Map(),
}
