import type { Statement } from '../db/sql.ts'
import type { Facet, Term } from './terms.ts'

/** A table of rows with UUIDv7 ids, newest first, that is searched by blocks (docs/adr/0036). */
export type SearchedList = {
  /** Its table's name. */
  name: string
  table: Statement
  id: Statement
  /** Its own `created_at`, by whatever name. */
  createdAt: Statement
  /** What `tell` needs of a row. */
  columns: Statement
  tell(row: never): Told
}

/** What a block is told of one of its rows. */
export type Told = {
  /**
   * What it has together, and may change: more than one where it may become the other without a word of it.
   */
  facets: Facet[]
  /** It may change without a row in `restated_rows`, so its block is made again now and then. */
  open?: boolean
  /** Beside its facets, and they may change. */
  others?: Term[]
  amount?: bigint
  /** When what happened to it. */
  time?: Date | undefined
  text?: string
  /** A longer one, of which parts of three letters are told. */
  longText?: string | undefined
  terms?: Term[]
}

/** What a search wants that blocks can tell of. Each is to be so. */
export type Wanted = {
  /** Of one row together; of several values of a column one is enough. */
  facets?: Readonly<Record<string, readonly string[] | undefined>> | undefined
  /** Where one of these is, the facets need not be. */
  orElse?: Term[] | undefined
  /** Both ends included. */
  amount?: readonly [least: bigint, most: bigint] | undefined
  /** Both ends included. */
  time?: readonly [first: Date | undefined, last: Date | undefined] | undefined
  /** A part of the text, in any case. */
  text?: string | undefined
  /** The same of the longer one: three letters or more. */
  longText?: string | undefined
  terms?: Term[] | undefined
  /** One of these is enough. */
  oneOf?: Term[] | undefined
  created_after?: string | undefined
  created_before?: string | undefined
}

/** Whether a block can tell anything of it. */
export const canTell = ({ facets, orElse, ...others }: Wanted): boolean =>
  orElse !== undefined ||
  Object.values(facets ?? {}).some((values) => values !== undefined) ||
  Object.values(others).some((value) => value !== undefined && !(Array.isArray(value) && value.length === 0))
