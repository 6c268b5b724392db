/** The bank rail with items of American accounts, and a simulated bank that looks when it is told to. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { systemClock } from '../src/clock.ts'
import type { NewBankItem } from '../src/rails/bank-item.ts'
import type { AchPart } from '../src/rails/nacha/ach-entry.ts'
import { readNacha } from '../src/rails/nacha/read-nacha.ts'
import { openBank } from '../src/simulator/bank.ts'
import { startBankJobsStage } from './bank-jobs-stage.ts'

export type AchStage = Awaited<ReturnType<typeof startAchStage>>

export async function startAchStage() {
  const stage = await startBankJobsStage()
  const books = mkdtempSync(`${tmpdir()}/jetpay-ach-books-`)
  const bank = openBank({
    ...{ folder: stage.folder, dataFolder: books, originatorId: 'JETPAYDEMO', profile: 'demo' },
    ...{ clock: systemClock, ach: stage.context.config.bank.ach, lookMs: 600_000 },
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
