import type { Database } from '../../src/db/sql.ts'
import { type BankRecord, moveByBankAgainAndAgain } from './bank-client.ts'
import { checkBank } from './bank-truth.ts'
import { type ChargeRecord, chargeAgainAndAgain } from './charging-client.ts'
import { type DisputeRecord, disputeAgainAndAgain } from './dispute-client.ts'
import { checkDisputes } from './dispute-truth.ts'
import { type HoldRecord, holdAgainAndAgain } from './holding-client.ts'
import { checkHolds, checkRefunds } from './later-truth.ts'
import { type PageRecord, payByLinkAgainAndAgain } from './page-client.ts'
import { checkPages } from './page-truth.ts'
import { depositAgainAndAgain, type PayoutRecords } from './payout-client.ts'
import { checkPayouts } from './payout-truth.ts'
import type { Random } from './random.ts'
import { type RefundRecord, refundAgainAndAgain } from './refunding-client.ts'
import { type SaveRecord, saveAgainAndAgain } from './saving-client.ts'
import { type ScheduleRecord, scheduleAgainAndAgain } from './schedule-client.ts'
import { checkSchedules } from './schedule-truth.ts'
import { checkCards, checkCharges } from './truth.ts'
import type { Card, World } from './world.ts'

/**
 * A kind of client: so many of them run at once, and then what they were told is held against what is true.
 */
type Load = {
  name: string
  clients: number
  run(name: string, random: Random): Promise<void>
  check(): Promise<void>
  /** For the run's summary. */
  count(): number
}

/**
 * Of the `good` some are declined; `all` are charged in any way; `later` have trouble only after they were
 * charged; `disputed` are disputed by nobody else.
 */
export type Cards = { good: Card[]; all: Card[]; later: Card[]; disputed: Card[] }

/** Every kind of movement of money, each by clients of its own. */
export function openLoads(world: World, db: Database, cards: Cards) {
  const charges: ChargeRecord[] = []
  const saves: SaveRecord[] = []
  const holds: HoldRecord[] = []
  const refunds: RefundRecord[] = []
  const movements: BankRecord[] = []
  const payouts: PayoutRecords = { deposits: [], retries: [], good: null }
  const schedules: ScheduleRecord[] = []
  const pages: PageRecord[] = []
  const disputes: DisputeRecord[] = []
  const laterCards = [...cards.all, ...cards.later]
  const loads: Load[] = [
    {
      name: 'charge',
      clients: 16,
      count: () => charges.length,
      run: (name, random) => chargeAgainAndAgain(world, name, cards.all, random, charges),
      check: () => checkCharges(world, db, charges),
    },
    {
      name: 'save',
      clients: 2,
      count: () => saves.length,
      run: (name, random) => saveAgainAndAgain(world, name, random, cards.all, saves),
      check: () => checkCards(world, db, saves),
    },
    {
      name: 'hold',
      clients: 3,
      count: () => holds.length,
      run: (name, random) => holdAgainAndAgain(world, name, laterCards, random, holds),
      check: () => checkHolds(world, db, holds),
    },
    {
      name: 'refund',
      clients: 3,
      count: () => refunds.flatMap((one) => one.refunds).length,
      run: (name, random) => refundAgainAndAgain(world, name, laterCards, random, refunds),
      check: () => checkRefunds(world, db, refunds),
    },
    {
      name: 'bank',
      clients: 3,
      count: () => movements.length,
      run: (name, random) => moveByBankAgainAndAgain(world, name, 'eft', random, movements),
      check: () => checkBank(world, db, movements),
    },
    {
      name: 'bank-us',
      clients: 2,
      count: () => movements.filter(({ rail }) => rail === 'ach').length,
      run: (name, random) => moveByBankAgainAndAgain(world, name, 'ach', random, movements),
      async check() {},
    },
    {
      name: 'payout',
      clients: 1,
      count: () => payouts.retries.length,
      run: (name, random) => depositAgainAndAgain(world, name, cards.all, random, payouts),
      check: () => checkPayouts(world, db, payouts),
    },
    {
      name: 'schedule',
      clients: 3,
      count: () => schedules.length,
      run: (name, random) => scheduleAgainAndAgain(world, name, cards.good, random, schedules),
      check: () => checkSchedules(world, db, schedules),
    },
    {
      name: 'page',
      clients: 3,
      count: () => pages.length,
      run: (name, random) => payByLinkAgainAndAgain(world, name, random, pages),
      check: () => checkPages(world, db, pages),
    },
    {
      name: 'dispute',
      clients: 2,
      count: () => disputes.filter(({ debitId }) => debitId).length,
      run: (name, random) => disputeAgainAndAgain(world, name, cards.disputed, random, db, disputes),
      check: () => checkDisputes(world, db, disputes),
    },
  ]
  return { loads, payouts, schedules }
}
