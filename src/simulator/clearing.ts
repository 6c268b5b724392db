import { join } from 'node:path'
import { clearingFileName } from '../clearing/clearing-file.ts'
import type { Clock } from '../ground/clock.ts'
import { OperatorError } from '../ground/errors.ts'
import type { Books, Cut } from './books.ts'
import { writeOnce } from './clearing-folder.ts'

/**
 * What a file pays us in one currency: minor units, below zero where more was taken back than paid.
 * `acquirerId`: whose file it is, but for the first acquirer that had one.
 */
export type Settlement = { sequence: number; currency: string; amount: number; acquirerId?: string }

export type ClearingSettings = {
  books: Books
  clock: Clock
  folder: string
  acquirerId: string
  /** Who else has files of their own, once they have asked for anything. */
  furtherAcquirers?: readonly string[]
  /** Waiting records that make a cut without being asked. */
  waitingMax?: number
  /**
   * Hears of what each file comes to, per currency that is not zero. Once per file, and again only where the
   * network died before it could note that it had said so: whoever pays ignores a sequence and currency that
   * it has had.
   */
  onSettled?: ((settlement: Settlement) => void) | undefined
  /** Hears of a file that could not be finished, once until it is: it is tried again all the time. */
  onFailure: (error: unknown) => void
}

/** Whose files these are. */
const NETWORK_ID = 'JETPAYNET'

/** Records are kept in memory while they wait, about half a KB each. */
const WAITING_MAX = 500_000

/** How often the clock is looked at; a file comes this long after midnight at the latest. */
const LOOK_MS = 250

/** Cuts on request that may wait for one another. */
const CUTS_AT_ONCE_MAX = 10

const DAY_MS = 86_400_000

/**
 * The network's clearing: cuts files by itself and on request, puts them into `folder`, and says what they
 * settle. One piece of work at a time: a file is finished before the next is cut.
 */
export function openClearing(settings: ClearingSettings) {
  const { books, clock, folder, onSettled, waitingMax = WAITING_MAX } = settings
  const { acquirerId: own, furtherAcquirers = [] } = settings
  if (!/^\d{1,11}$/.test(own))
    throw new OperatorError('JETPAY_ACQUIRER_ID must be 1 to 11 digits (ISO 8583 field 32).')
  const openedAt = clock.now()
  let inTurn: Promise<unknown> = Promise.resolve()
  let requested = 0
  let looking = false
  let failing = false

  const takeTurn = <Answer>(work: () => Promise<Answer>): Promise<Answer> => {
    const turn = inTurn.then(work)
    inTurn = turn.catch(() => undefined)
    return turn
  }

  /** Whose files there are to be cut, ours first. */
  const acquirers = (): string[] => [
    own,
    ...books.acquirers().filter((acquirer) => acquirer !== own && furtherAcquirers.includes(acquirer)),
  ]

  /** Writes and reports the file of a cut that is journaled and not finished. */
  async function finish(): Promise<void> {
    const cut = books.unfinishedCut()
    if (!cut) return
    const { acquirerId } = cut.header
    const inName = acquirerId === books.firstCleared() ? undefined : acquirerId
    await writeOnce(folder, cut.header, cut.records, inName)
    for (const settlement of settlementsOf(cut))
      await onSettled?.(inName ? { ...settlement, acquirerId } : settlement)
    books.finishCut(cut.header.sequence)
    books.sync()
  }

  async function cut(
    acquirerId: string,
    businessDate: string,
  ): Promise<{ sequence: number; records: number; file: string }> {
    await finish()
    const now = clock.now()
    const last = books.lastCut(acquirerId)
    const cutoffAt = last && last.cutoffAt > now ? last.cutoffAt : now
    const sequence = (last?.sequence ?? 0) + 1
    const made = books.cut({
      networkId: NETWORK_ID,
      acquirerId,
      sequence,
      businessDate,
      cutoffAt,
      createdAt: now,
    })
    books.sync()
    await finish()
    const inName = acquirerId === books.firstCleared() ? undefined : acquirerId
    return { sequence, records: made.records.length, file: join(folder, clearingFileName(sequence, inName)) }
  }

  /** The business date of an acquirer that is to be cut now, if there is one. */
  function due(acquirerId: string): string | undefined {
    const now = clock.now().getTime()
    const midnight = Math.floor(now / DAY_MS) * DAY_MS
    const since = books.lastCut(acquirerId)?.cutoffAt ?? books.firstEntryAt(acquirerId) ?? openedAt
    if (since.getTime() < midnight) return dayOf(midnight - 1)
    return books.waitingForClearing(acquirerId) >= waitingMax ? dayOf(now) : undefined
  }

  /** Does what is due, and what a failure or the end of the process left undone. */
  async function look(): Promise<void> {
    if (looking) return
    looking = true
    try {
      await takeTurn(async () => {
        await finish()
        for (const acquirer of acquirers()) {
          const businessDate = due(acquirer)
          if (businessDate) await cut(acquirer, businessDate)
        }
      })
      failing = false
    } catch (error) {
      // Once, not four times a second.
      if (!failing) settings.onFailure(error)
      failing = true
    }
    looking = false
  }

  const timer = setInterval(look, LOOK_MS)
  return {
    look,
    /**
     * Cuts now, for all. Resolves, to ours, once the files are written; undefined where too many cuts wait
     * already.
     */
    async cutNow() {
      if (requested >= CUTS_AT_ONCE_MAX) return undefined
      requested++
      return takeTurn(async () => {
        const businessDate = dayOf(clock.now().getTime())
        const ours = await cut(own, businessDate)
        for (const acquirer of acquirers()) if (acquirer !== own) await cut(acquirer, businessDate)
        return ours
      }).finally(() => requested--)
    },
    /** Waits for the file that is under way. */
    async close(): Promise<void> {
      clearInterval(timer)
      await inTurn
    },
  }
}

export type NetworkClearing = ReturnType<typeof openClearing>

const dayOf = (at: number): string => new Date(at).toISOString().slice(0, 10)

function settlementsOf({ header: { sequence }, records }: Cut): Settlement[] {
  const net = new Map<string, bigint>()
  for (const { currency, amount } of records) net.set(currency, (net.get(currency) ?? 0n) + amount)
  return [...net]
    .filter(([, amount]) => amount !== 0n)
    .map(([currency, amount]) => ({ sequence, currency, amount: Number(amount) }))
}
