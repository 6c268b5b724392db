import type { ClearingKind, ClearingRecord } from '../clearing/clearing-file.ts'
import type { Currency } from '../ground/money.ts'
import type { BookEntry } from './book-entry.ts'

/**
 * A record that waits for a file: minor units with their sign, and how many further files it is left out of.
 */
type QueuedEntry = {
  entry: BookEntry
  kind: ClearingKind
  amount: number
  reason: string | null
  skips: number
}

/** docs/clearing-file.md has what they say. */
const reasons = {
  closedAccount: '0101',
  wrongAmount: '0201',
  clearedTwice: '0202',
  refundReversed: '0203',
  chargeback: '0301',
  disputeWon: '0302',
  disputeLost: '0303',
}

/** How much less the test card `short` is cleared for, in minor units. */
const SHORT_BY = 100

/**
 * What is captured and not cleared, in the order in which it came. It depends on the journal alone, so a cut
 * that is applied again makes the same records.
 */
export function openClearingQueue() {
  let waiting: QueuedEntry[] = []

  function add(entry: BookEntry, kind: ClearingKind, amount: number, more: Partial<QueuedEntry> = {}): void {
    if (amount !== 0 || kind === 'reject')
      waiting.push({ entry, kind, amount, reason: null, skips: 0, ...more })
  }

  /** A sale goes into the next file for its amount, but for the test cards that are there to go wrong. */
  function captured(entry: BookEntry): void {
    const amount = entry.amount_captured
    if (entry.clearing === 'never' || amount === 0) return
    if (entry.clearing === 'rejected') add(entry, 'reject', 0, { reason: reasons.closedAccount })
    else if (entry.clearing === 'late') add(entry, 'sale', amount, { skips: 1 })
    else if (entry.clearing === 'short' && amount > SHORT_BY) add(entry, 'sale', amount - SHORT_BY)
    else add(entry, 'sale', amount)
    if (entry.clearing === 'twice') add(entry, 'sale', amount)
  }

  /** What was cleared is taken back; what was not never will be. */
  function reversed(entry: BookEntry): void {
    const was = (kind: ClearingKind) => entry.clearings.some((clearing) => clearing.kind === kind)
    if (was('sale')) add(entry, 'reversal', takenBack(entry) - entry.amount_captured)
    if (was('refund')) add(entry, 'adjustment', entry.amount, { reason: reasons.refundReversed })
  }

  /**
   * A charge that is reversed is disputed no more. Returns what a chargeback in a file has taken of it
   * already: nothing is taken twice.
   */
  function takenBack(entry: BookEntry): number {
    const undisputed = waiting.filter((one) => one.entry !== entry || one.reason !== reasons.chargeback)
    const isTaken =
      undisputed.length === waiting.length && entry.dispute !== null && entry.dispute.state !== 'won'
    const taken = isTaken ? entry.dispute!.amount : 0
    waiting = undisputed
    entry.dispute = null
    return taken
  }

  const isVoid = ({ entry, kind }: QueuedEntry): boolean =>
    entry.state === 'reversed' && (kind === 'sale' || kind === 'refund' || kind === 'reject')

  /** The card holder takes `amount` back, with the next file. */
  function dispute(entry: BookEntry, amount: number): void {
    entry.dispute = { amount, state: 'open' }
    add(entry, 'adjustment', -amount, { reason: reasons.chargeback })
  }

  /** The network decides, and says so in the file after next. */
  function decide(entry: BookEntry, won: boolean): void {
    if (entry.dispute?.state !== 'open') return
    entry.dispute.state = won ? 'won' : 'lost'
    if (won) add(entry, 'adjustment', entry.dispute.amount, { reason: reasons.disputeWon, skips: 1 })
    else add(entry, 'reject', 0, { reason: reasons.disputeLost, skips: 1 })
  }

  /**
   * What the network finds wrong about its own file later: one file later for a double, two for a wrong
   * amount.
   */
  function correct({ entry, kind, amount }: QueuedEntry): void {
    if (kind !== 'sale') return
    if (entry.clearing === 'disputed') dispute(entry, amount)
    const sales = entry.clearings.filter((clearing) => clearing.kind === 'sale')
    if (sales.length > 1) add(entry, 'adjustment', -amount, { reason: reasons.clearedTwice })
    const shortBy = entry.amount_captured - amount
    if (shortBy > 0) add(entry, 'adjustment', shortBy, { reason: reasons.wrongAmount, skips: 1 })
  }

  return {
    captured,
    reversed,
    dispute,
    decide,
    refunded: (entry: BookEntry): void => add(entry, 'refund', -entry.amount),
    size: (): number => waiting.length,
    /** Takes the records of the file with this number, and marks their entries. */
    take(sequence: number): ClearingRecord[] {
      const due = waiting
      waiting = []
      const records: ClearingRecord[] = []
      for (const one of due) {
        if (isVoid(one)) continue
        if (one.skips > 0) {
          waiting.push({ ...one, skips: one.skips - 1 })
          continue
        }
        const { entry, kind, amount } = one
        const line = records.length + 1
        records.push(recordOf(one, line))
        entry.clearings.push({ sequence, line, kind, amount })
        correct(one)
      }
      return records
    },
  }
}

const recordOf = ({ entry, kind, amount, reason }: QueuedEntry, line: number): ClearingRecord => ({
  line,
  kind,
  rrn: entry.rrn,
  stan: entry.stan,
  transmission: entry.transmission,
  authorizationCode: entry.authorization_code,
  last4: entry.last4,
  currency: entry.currency as Currency,
  amount: BigInt(amount),
  capturedAt: new Date(entry.captured_at ?? entry.created_at),
  reason,
})
