/** The bank rail with items of American accounts, and a simulated bank that looks when it is told to. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { systemClock } from '../src/ground/clock.ts'
import type { NewBankItem } from '../src/rails/bank-item.ts'
import { type AchHeader, type AchPart, transactionCodes } from '../src/rails/nacha/ach-entry.ts'
import { readNacha } from '../src/rails/nacha/read-nacha.ts'
import { type BatchedEntry, writeNacha } from '../src/rails/nacha/write-nacha.ts'
import { openBank } from '../src/simulator/bank.ts'
import { startBankJobsStage } from './bank-jobs-stage.ts'

export type AchStage = Awaited<ReturnType<typeof startAchStage>>

export async function startAchStage() {
  const stage = await startBankJobsStage()
  const books = mkdtempSync(`${tmpdir()}/jetpay-ach-books-`)
  const bank = openBank({
    folder: stage.folder,
    dataFolder: books,
    originatorId: 'JETPAYDEMO',
    profile: 'demo',
    clock: systemClock,
    ach: stage.context.config.bank.ach,
    lookMs: 600_000,
  })
  return {
    ...stage,
    bank,
    /** To the bank, through it, and what it says back. */
    async exchange() {
      await stage.runJobs()
      await bank.look()
      await stage.runJobs()
    },
    /** Queues one item in USD for a new American account of the company's own. */
    queueUsd: async (number = '1234567', fields: Partial<NewBankItem> = {}) =>
      stage.queue({
        bankAccountId: await stage.createAccount(number, { routing_number: '021000021' }),
        currency: 'USD',
        ...fields,
      }),
    /** Names of the files that wait for the bank. */
    sentFiles: () => stage.files('outgoing').filter((name) => !name.startsWith('.')),
    async close() {
      await bank.close()
      await stage.close()
      rmSync(books, { recursive: true, force: true })
    },
  }
}

/** The entries of a NACHA file, each with its batch. */
export async function entriesIn(bytes: Buffer) {
  async function* chunks() {
    yield bytes
  }
  const entries: (AchPart & { kind: 'entry' })[] = []
  for await (const part of readNacha(chunks())) if (part.kind === 'entry') entries.push(part)
  return entries
}

/** A file of the bank's, byte by byte; of a day no two have the same modifier. */
export async function nachaFile(
  entries: BatchedEntry[],
  modifier: string,
  lineEnd = '\r\n',
): Promise<Buffer> {
  const header: AchHeader = {
    immediateDestination: '1123456789',
    immediateOrigin: ' 999999992',
    createdOn: '2026-11-25',
    createdAt: '0900',
    modifier,
    destinationName: '',
    originName: '',
    reference: '',
  }
  const chunks: Buffer[] = []
  for await (const chunk of writeNacha(header, entries, lineEnd)) chunks.push(chunk)
  return Buffer.concat(chunks)
}

/** A payment on its way back. */
export const returned = ({ batch, entry }: BatchedEntry): BatchedEntry => ({
  batch,
  entry: {
    ...entry,
    transactionCode: transactionCodes[entry.transactionCode].direction === 'debit' ? '26' : '21',
    addenda: {
      type: '99',
      code: 'R02',
      originalTrace: entry.trace,
      dateOfDeath: '',
      originalDfi: '02100002',
      information: '',
      trace: entry.trace,
    },
  },
})
