import type { Hold } from './card-day.ts'
import type { Sale } from './card-money.ts'
import type { Merchant } from './merchant.ts'
import type { World } from './world.ts'

/** The company's own bank accounts, by what becomes of money on its way to or from them. */
export type Accounts = {
  main: string
  second: string
  returning: string
  returningLate: string
  unfunding: string
}
export type Numbers = {
  debits: string[]
  credits: string[]
  returning: string
  returningLate: string
  unfunding: string
}
/** What one day leaves for another. */
export type Kept = { sales: Record<string, Sale>; holds: Record<string, Hold> }
export type Day = { world: World; merchant: Merchant; accounts: Accounts; numbers: Numbers; kept: Kept }

/** A card, and an account, of which nothing is to be feared. */
export const goodCard = '4242424242424242'
export const goodNumber = '1234567'

/** The most that one transaction may be, from the second day on. */
export const LIMIT = 1_000_00n
/** What a schedule asks for that was made before. */
export const OVER_LIMIT = 1_500_00n
