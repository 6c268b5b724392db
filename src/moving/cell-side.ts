import type { Database, Db } from '../db/sql.ts'
import type { Seal } from '../ground/seal.ts'
import type { AcceptorId } from '../ground/vault-protocol.ts'

/** A cell as a move sees it. */
export type CellSide = {
  name: string
  main: Database
  /** By who may write without triggers there: the administrator of its server. */
  admin: Database
  seal: Seal
  /** As whom its vaults speak to the card network. */
  speaksFor: readonly AcceptorId[]
  /** Where this host reaches its files of archived events; null where its settings do not say. */
  archiveFolder: string | null
}

/** What a move has the vaults do; the main side sees no number. */
export type CardCarrier = {
  carry(say: (cards: number) => void): Promise<number>
  /** The last line of the old vault's log, once no page is being worked on there. */
  closePages(): Promise<bigint | null>
  inTheWay(): Promise<string[]>
  /** Destroys the cards of the old cell, or of the new one where the move is given up. */
  shred(where: 'old' | 'new'): Promise<void>
}

export type MoveSides = {
  directory: Database
  from: CellSide
  to: CellSide
  cards: CardCarrier
  /** Further cells, which the company may have left before. */
  others: readonly Db[]
}

/** What is said while it goes on: a step that begins, or how far one is. */
export type Say = (line: string) => void
