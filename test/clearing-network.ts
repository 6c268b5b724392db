import { createReadStream } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { TestContext } from 'node:test'
import { type ClearingHeader, type ClearingRecord, readClearingFile } from '../src/clearing/clearing-file.ts'
import type { BookEntry } from '../src/simulator/book-entry.ts'
import { openBooks } from '../src/simulator/books.ts'
import { openClearing, type Settlement } from '../src/simulator/clearing.ts'
import type { CardClearing } from '../src/simulator/test-cards.ts'
import { temporaryFolder } from './network.ts'

export type ReadFile = { header: ClearingHeader; records: ClearingRecord[] }

/** The clearing files of a folder by their numbers, each read by the platform's own reader. */
export async function clearingFiles(folder: string): Promise<Map<number, ReadFile>> {
  const files = new Map<number, ReadFile>()
  const names = (await readdir(folder)).filter((name) => /^clearing-\d{9}\.txt$/.test(name)).sort()
  for (const name of names) {
    const records: ClearingRecord[] = []
    const { header } = await readClearingFile(createReadStream(join(folder, name)), {
      header: async () => {},
      records: async (batch) => void records.push(...batch),
    })
    files.set(header.sequence, { header, records })
  }
  return files
}

/** A captured charge of 10.50 CAD as it is entered into the books. */
export const captured = (
  n: number,
  more: Partial<BookEntry> = {},
): Omit<BookEntry, 'seq' | 'clearings' | 'dispute'> => ({
  mti: '0200',
  stan: String(n % 1_000_000).padStart(6, '0'),
  transmission: '0102030405',
  rrn: String(n).padStart(12, '0'),
  amount: 1050,
  amount_captured: 1050,
  currency: 'CAD',
  last4: '4242',
  state: 'captured',
  response_code: '00',
  authorization_code: '000001',
  cvc_result: null,
  avs_result: null,
  created_at: '2030-01-02T03:04:05.000Z',
  captured_at: '2030-01-02T03:04:05.000Z',
  reversed_at: null,
  acknowledgements_withheld: 0,
  clearing: null,
  ...more,
})

/**
 * The network's books and its clearing in a folder, without the link; its clock stands still until it is set.
 */
export async function clearingNetwork(t: TestContext, { waitingMax = 500_000 } = {}) {
  const folder = await temporaryFolder(t)
  const clearingFolder = join(folder, 'clearing')
  const settlements: Settlement[] = []
  const failures: unknown[] = []
  let now = new Date('2030-01-02T12:00:00.000Z')
  let n = 0
  let books = openBooks(folder)
  let clearing = open()
  const close = async () => {
    await clearing.close()
    books.close()
  }
  t.after(close)

  function open() {
    return openClearing({
      books,
      clock: { now: () => now },
      folder: clearingFolder,
      acquirerId: '400555',
      waitingMax,
      onSettled: (settlement) => settlements.push(settlement),
      onFailure: (error) => failures.push(error),
    })
  }

  return {
    folder,
    clearingFolder,
    settlements,
    failures,
    books: () => books,
    setClock(at: string): void {
      now = new Date(at)
    },
    /** Enters a captured charge and answers its RRN. */
    charge(cleared: CardClearing | null = null, more: Partial<BookEntry> = {}): BookEntry {
      const at = now.toISOString()
      const charge = captured(++n, { clearing: cleared, created_at: at, captured_at: at, ...more })
      return books.enter(charge)
    },
    reverse: (entry: BookEntry): void => books.reverse(entry, now.toISOString(), false),
    /** What a look at the clock does. */
    look: () => clearing.look(),
    cut: () => clearing.cutNow(),
    files: () => clearingFiles(clearingFolder),
    /** Kind and amount of each record about a charge, by file. */
    async clearedAs({ rrn }: Pick<BookEntry, 'rrn'>): Promise<string[]> {
      const found: string[] = []
      for (const [sequence, { records }] of await clearingFiles(clearingFolder))
        for (const record of records)
          if (record.rrn === rrn) found.push(`${sequence} ${record.kind} ${record.amount}`)
      return found
    },
    /** Ends and starts again from the journal. */
    async restart(): Promise<void> {
      await close()
      books = openBooks(folder)
      clearing = open()
      await clearing.look()
    },
  }
}
