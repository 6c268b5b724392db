import type { Currency } from '../ground/money.ts'
import type { Direction } from './bank-item.ts'
import type { CanadianAccount } from './eft/eft-item.ts'
import type { Original as AchOriginal } from './nacha/ach-trace.ts'
import type { ReturnStage } from './nacha/return-stage.ts'

/** What EFT has of an item: our reference, and the account that it was meant for where the bank names it. */
export type EftOriginal = { reference: string; account: CanadianAccount | null }

/** Which item it is, as its rail has it. */
export type Original = EftOriginal | AchOriginal

/**
 * Of whom a file speaks. `originator`: who sent the original, as the bank has it; `unfit`: why it cannot be
 * of ours, such as its class.
 */
type Spoken = { position: string; originator: string; original: Original; unfit?: string }

/**
 * What of a returned item we need; the rest of it is not kept in memory. `code` is the reason, amounts are
 * minor units. With another stage than `return` the item is about a return, and none itself.
 */
export type Return = Spoken & {
  stage: ReturnStage | 'unknown'
  direction: Direction
  code: string
  amount: bigint
  currency: Currency
}

/** An account has changed: those parts of it that the bank gives anew. */
export type Notice = Spoken & {
  /** Such as C01; EFT has none. */
  changeCode: string | null
  institution?: string
  transit?: string
  routing?: string
  number?: string
  accountType?: 'chequing' | 'savings'
  holderName?: string
}

/** What could not be matched: where in the file, and what is wrong with it. */
export type Unmatched = { position: string; problem: string }
