import { type Db, type Statement, sql } from '../db/sql.ts'
import { nothingProven, type Proven } from './proven.ts'

/** Examples of a violation that a report shows; the count tells how many there are. */
export const EXAMPLES_MAX = 10

/** One row that should not be: ids and what is wrong, never a card number. */
export type Violation = Record<string, unknown>
export type Finding = { count: number; examples: Violation[] }

/** What the checks are told beside the database. */
export type Surroundings = {
  /** An attempt that is still `sent` after this long was forgotten by request and worker alike. */
  sentMaxMs: number
  /** Where the card network of the demo shows its books; null where there is none to compare with. */
  simulatorUrl: string | null
}

/** One invariant. `run` returns its violations, in the snapshot that all checks share. */
export type Check = {
  name: string
  /** What holds, in a sentence. */
  says: string
  /** What it is made of: a mark says for which text of a check it was made. */
  text: string
  /**
   * What a run that goes on from a mark has it read: `touched`, only what has happened since, with all that
   * belongs to it; `all`, everything as ever, since it is quick or cannot be told apart.
   */
  reads: 'touched' | 'all'
  run(db: Db, surroundings: Surroundings, proven: Proven): Promise<Finding>
}

/** A check whose statement selects one row for each violation. */
export const check = (
  name: string,
  says: string,
  violations: (surroundings: Surroundings, proven: Proven) => Statement,
  reads: Check['reads'] = 'touched',
): Check => ({
  name,
  says,
  text: violations({ sentMaxMs: 0, simulatorUrl: null }, nothingProven).text,
  reads,
  run: (db, surroundings, proven) => find(db, violations(surroundings, proven)),
})

/** A violation, and how many there are. */
export type Counted = Violation & { violations: bigint }

/**
 * Counts the rows that a statement selects and takes the first: however many there are, few leave the
 * database.
 */
export async function find(db: Db, violations: Statement): Promise<Finding> {
  return findingOf(await db.many<Counted>(counted(violations)))
}

/** `find` in parts: a statement that no reader of the source can tell is run where it is made. */
export const counted = (violations: Statement): Statement => sql`
  select count(*) over () as violations, violation.* from (${violations}) violation limit ${EXAMPLES_MAX}`
export const findingOf = (rows: Counted[]): Finding => ({
  count: Number(rows[0]?.violations ?? 0),
  examples: rows.map(({ violations: _, ...example }) => example),
})
