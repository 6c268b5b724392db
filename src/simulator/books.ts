import { join } from 'node:path'
import type { ClearingHeader, ClearingRecord } from '../clearing/clearing-file.ts'
import type { BookEntry, BookState } from './book-entry.ts'
import { openClearingQueue } from './clearing-queue.ts'
import { openJournal } from './journal.ts'
import { openJudge } from './judge.ts'

/** A clearing file as it was decided on: the file is these, written out. */
export type Cut = { header: ClearingHeader; records: ClearingRecord[] }

/**
 * What tells one request from another: field 90 has the first three, field 37 the last; and who asked, as two
 * acquirers may give out the same numbers.
 */
export type EntryKey = Pick<
  BookEntry,
  'mti' | 'stan' | 'transmission' | 'rrn' | 'acquirer_id' | 'terminal_id' | 'merchant_id'
>

/** Who the demo is to the network, and so who has asked what an older journal has. */
export const DEMO_ACQUIRER_ID = '400555'

/**
 * Sums per currency, in minor units. `captured` is all that was ever taken; `reversed` what of it was given
 * back by a reversal; `refunded` what refunds gave back; `authorized` what is held and neither captured nor
 * released.
 */
export type Totals = {
  captured: number
  reversed: number
  refunded: number
  net: number
  authorized: number
  counts: Record<BookState, number>
}

type JournaledHeader = Omit<ClearingHeader, 'cutoffAt' | 'createdAt'> & {
  cutoffAt: string
  createdAt: string
}

type BookEvent =
  | { event: 'entry'; entry: BookEntry }
  | { event: 'capture'; key: string; amount: number; at: string; withheld?: boolean }
  | { event: 'reverse'; key: string; at: string; withheld: boolean }
  | { event: 'dispute'; key: string; amount: number; at: string }
  | { event: 'dispute_answer'; key: string; won: boolean; at: string }
  | { event: 'reverse_unknown'; key: string; at: string }
  | { event: 'cut'; header: JournaledHeader }
  | { event: 'cut_finished'; sequence: number }

/**
 * Entries that are kept in memory, and so found by repeats, reversals and look-ups. Totals go on beyond it.
 */
const ENTRIES_MAX = 500_000

/** Of an entry of an older journal, and of the events about it. */
const bareKeyOf = (key: EntryKey): string => `${key.mti} ${key.stan} ${key.transmission} ${key.rrn}`
const keyOf = (key: EntryKey): string =>
  key.acquirer_id === undefined
    ? bareKeyOf(key)
    : `${bareKeyOf(key)} ${key.acquirer_id.padStart(11, '0')} ${key.terminal_id} ${key.merchant_id}`

const noCounts = (): Record<BookState, number> => ({
  verified: 0,
  authorized: 0,
  captured: 0,
  refunded: 0,
  declined: 0,
  reversed: 0,
})

/**
 * Opens the network's own books, the truth that tests compare the platform with. They live in a journal in
 * `folder`; nothing may be answered before `flush`. Older entries than the last `entriesMax` are forgotten in
 * memory. `ownAcquirerId`: who has asked what does not say.
 */
export function openBooks(folder: string, entriesMax = ENTRIES_MAX, ownAcquirerId = DEMO_ACQUIRER_ID) {
  const entries = new Map<string, BookEntry>()
  let list: BookEntry[] = []
  const reversedUnseen = new Set<string>()
  const totals = new Map<string, Totals>()
  const queues = new Map<string, ReturnType<typeof openClearingQueue>>()
  const judge = openJudge()
  let lastSeq = 0
  const firstEntries = new Map<string, Date>()
  /** The newest of each acquirer's, in the order in which they had their first. */
  const lastCuts = new Map<string, ClearingHeader>()
  let unfinishedCut: Cut | undefined
  const acquirerOf = ({ acquirer_id = ownAcquirerId }: BookEntry): string => acquirer_id
  const clearingOf = (entry: BookEntry) => queueOf(acquirerOf(entry))
  const journal = openJournal<BookEvent>(join(folder, 'card-network.jsonl'), apply)

  function queueOf(acquirerId: string) {
    const queue = queues.get(acquirerId) ?? openClearingQueue()
    queues.set(acquirerId, queue)
    return queue
  }

  function totalsOf(currency: string): Totals {
    let of = totals.get(currency)
    if (!of) {
      of = { captured: 0, reversed: 0, refunded: 0, net: 0, authorized: 0, counts: noCounts() }
      totals.set(currency, of)
    }
    return of
  }

  function move(entry: BookEntry, to: BookState): void {
    const { counts } = totalsOf(entry.currency)
    counts[entry.state]--
    counts[to]++
    entry.state = to
  }

  function forgetOldest(): void {
    if (list.length <= entriesMax * 1.1) return
    const forgotten = list.length - entriesMax
    for (const entry of list.slice(0, forgotten)) entries.delete(keyOf(entry))
    list = list.slice(forgotten)
  }

  function applyEntry(entry: BookEntry): void {
    // Older journals have none of them.
    entry.clearing ??= null
    entry.clearings ??= []
    entry.dispute ??= null
    const acquirer = acquirerOf(entry)
    if (!firstEntries.has(acquirer)) firstEntries.set(acquirer, new Date(entry.created_at))
    entries.set(keyOf(entry), entry)
    list.push(entry)
    lastSeq = entry.seq
    judge.entered(entry)
    const of = totalsOf(entry.currency)
    of.counts[entry.state]++
    of.captured += entry.amount_captured
    if (entry.state === 'authorized') of.authorized += entry.amount
    if (entry.state === 'refunded') of.refunded += entry.amount
    of.net = of.captured - of.reversed - of.refunded
    if (entry.state === 'captured') clearingOf(entry).captured(entry)
    if (entry.state === 'refunded') clearingOf(entry).refunded(entry)
    forgetOldest()
  }

  function applyCapture(entry: BookEntry, amount: number, at: string, withheld: boolean): void {
    if (withheld) entry.acknowledgements_withheld--
    if (entry.state !== 'authorized') return
    const of = totalsOf(entry.currency)
    of.authorized -= entry.amount
    of.captured += amount
    of.net += amount
    entry.amount_captured = amount
    entry.captured_at = at
    move(entry, 'captured')
    clearingOf(entry).captured(entry)
  }

  function applyReversal(entry: BookEntry, at: string, withheld: boolean): void {
    if (withheld) entry.acknowledgements_withheld--
    if (entry.state === 'declined') judge.reversed(entry)
    if (entry.state === 'reversed' || entry.state === 'declined') return
    const of = totalsOf(entry.currency)
    if (entry.state === 'authorized') of.authorized -= entry.amount
    if (entry.state === 'captured') of.reversed += entry.amount_captured
    if (entry.state === 'refunded') of.refunded -= entry.amount
    of.net = of.captured - of.reversed - of.refunded
    entry.reversed_at = at
    move(entry, 'reversed')
    clearingOf(entry).reversed(entry)
  }

  function applyCut(header: JournaledHeader): void {
    const { acquirerId, sequence } = header
    const cut = { ...header, cutoffAt: new Date(header.cutoffAt), createdAt: new Date(header.createdAt) }
    lastCuts.set(acquirerId, cut)
    unfinishedCut = { header: cut, records: queueOf(acquirerId).take(sequence) }
  }

  function apply(event: BookEvent): void {
    if (event.event === 'entry') {
      applyEntry(event.entry)
      return
    }
    if (event.event === 'cut') {
      applyCut(event.header)
      return
    }
    if (event.event === 'cut_finished') {
      unfinishedCut = undefined
      return
    }
    if (event.event === 'reverse_unknown') {
      reversedUnseen.add(event.key)
      if (reversedUnseen.size > entriesMax) reversedUnseen.delete(reversedUnseen.values().next().value!)
      return
    }
    const entry = entries.get(event.key)
    if (!entry) return
    if (event.event === 'capture') applyCapture(entry, event.amount, event.at, event.withheld ?? false)
    else if (event.event === 'dispute') clearingOf(entry).dispute(entry, event.amount)
    else if (event.event === 'dispute_answer') clearingOf(entry).decide(entry, event.won)
    else applyReversal(entry, event.at, event.withheld)
  }

  function write(event: BookEvent): void {
    apply(event)
    journal.append(event)
  }

  return {
    find: (key: EntryKey): BookEntry | undefined => entries.get(keyOf(key)) ?? entries.get(bareKeyOf(key)),
    /** Whether a reversal of this request came before the request itself. */
    wasReversedUnseen: (key: EntryKey): boolean =>
      reversedUnseen.has(keyOf(key)) || reversedUnseen.has(bareKeyOf(key)),
    /** The number that the next entry gets. */
    nextSeq: (): number => lastSeq + 1,
    /** Enters a new request and gives it its number. */
    enter(fields: Omit<BookEntry, 'seq' | 'clearings' | 'dispute'>): BookEntry {
      const entry = { seq: lastSeq + 1, ...fields, clearings: [], dispute: null }
      write({ event: 'entry', entry })
      return entry
    },
    /** Captures an authorized entry, for `amount` or less; once it is captured nothing moves. */
    capture: (entry: BookEntry, amount: number, at: string, withheld = false): void =>
      write({ event: 'capture', key: keyOf(entry), amount, at, withheld }),
    /** Reverses an entry; once it is reversed or where it was declined, nothing moves. */
    reverse: (entry: BookEntry, at: string, withheld: boolean): void =>
      write({ event: 'reverse', key: keyOf(entry), at, withheld }),
    /**
     * The card holder takes this much back of an entry that was cleared and not disputed; the next file has
     * it.
     */
    dispute: (entry: BookEntry, amount: number, at: string): void =>
      write({ event: 'dispute', key: keyOf(entry), amount, at }),
    /** Decides an open dispute; once it is decided nothing moves. */
    answerDispute: (entry: BookEntry, won: boolean, at: string): void =>
      write({ event: 'dispute_answer', key: keyOf(entry), won, at }),
    reverseUnseen: (key: EntryKey, at: string): void =>
      write({ event: 'reverse_unknown', key: keyOf(key), at }),
    judge: judge.judge,
    verdicts: judge.verdicts,
    totals: (): Record<string, Totals> => Object.fromEntries(totals),
    /** Entries after a number, in order. */
    page(after: number, limit: number): BookEntry[] {
      const first = list[0]?.seq ?? 1
      const from = Math.max(0, after - first + 1)
      return list.slice(from, from + limit)
    },
    findByRrn: (rrn: string): BookEntry[] => list.filter((entry) => entry.rrn === rrn),
    /** When the first request ever of an acquirer was entered. */
    firstEntryAt: (acquirerId = ownAcquirerId): Date | undefined => firstEntries.get(acquirerId),
    /** Those who have asked for anything. */
    acquirers: (): string[] => [...firstEntries.keys()],
    lastCut: (acquirerId = ownAcquirerId): ClearingHeader | undefined => lastCuts.get(acquirerId),
    /** The newest file of each acquirer. */
    lastCuts: (): ClearingHeader[] => [...lastCuts.values()],
    /** Who had the first file, whose files are named without their acquirer. */
    firstCleared: (): string | undefined => lastCuts.keys().next().value,
    /** The cut that is not known to be on disk and reported. */
    unfinishedCut: (): Cut | undefined => unfinishedCut,
    /** Records that the next files will have, but for those of charges that are reversed before. */
    waitingForClearing: (acquirerId = ownAcquirerId): number => queues.get(acquirerId)?.size() ?? 0,
    /**
     * Decides on an acquirer's next clearing file: all that waits. The one before, of any, must be finished.
     */
    cut(header: ClearingHeader): Cut {
      const instants = { cutoffAt: header.cutoffAt.toISOString(), createdAt: header.createdAt.toISOString() }
      write({ event: 'cut', header: { ...header, ...instants } })
      return unfinishedCut!
    },
    finishCut: (sequence: number): void => write({ event: 'cut_finished', sequence }),
    flush: (): void => journal.flush(),
    /** Like `flush`, and what was written survives the machine too. */
    sync: (): void => journal.sync(),
    close: (): void => journal.close(),
  }
}

export type Books = ReturnType<typeof openBooks>
