/** The bank rail with items of American accounts, and a simulated bank that looks when it is told to. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { systemClock } from '../src/clock.ts'
import type { Context } from '../src/context.ts'
import { openBankFolder } from '../src/rails/bank-folder.ts'
import type { BankItemRow, NewBankItem } from '../src/rails/bank-item.ts'
import type { AchPart } from '../src/rails/nacha/ach-entry.ts'
import { readNacha } from '../src/rails/nacha/read-nacha.ts'
import { openBank } from '../src/simulator/bank.ts'
import { readBankFiles } from '../src/worker/read-bank-files.ts'
import { sendBankFiles } from '../src/worker/send-bank-files.ts'
import { startBankStage } from './bank-stage.ts'

export type AchStage = Awaited<ReturnType<typeof startAchStage>>

export async function startAchStage() {
  const stage = await startBankStage()
  const books = mkdtempSync(`${tmpdir()}/jetpay-ach-books-`)
  const bank = openBank({
    ...{ folder: stage.folder, dataFolder: books, originatorId: 'JETPAYDEMO', profile: 'demo' },
    ...{ clock: systemClock, ach: stage.context.config.bank.ach, lookMs: 600_000 },
  })
  const transport = openBankFolder(stage.folder)

  async function runJobs(context: Context = stage.context) {
    for (const job of [sendBankFiles(stage.subjects, transport), readBankFiles(stage.subjects, transport)])
      while (await job.run(context));
  }

  return {
    ...stage,
    bank,
    runJobs,
    /** To the bank, through it, and what it says back. */
    async exchange() {
      await runJobs()
      await bank.look()
      await runJobs()
    },
    /** Queues one item in USD for a new American account of the company's own. */
    queueUsd: async (number = '1234567', fields: Partial<NewBankItem> = {}) =>
      stage.queue({
        bankAccountId: await stage.createAccount(number, { routing_number: '021000021' }),
        currency: 'USD',
        ...fields,
      }),
    /** What the item's subject was told, in order. */
    words: async ({ subject_id }: BankItemRow) => (await stage.told(subject_id)).map(({ what }) => what),
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
