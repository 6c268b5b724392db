import { sql } from '../db/sql.ts'
import type { Job } from '../process/poll.ts'
import { type BankConnection, profilesAt, railsAt } from './bank-connection.ts'
import type { BankSubjects } from './bank-item.ts'
import { discardLeftovers, findUnsent, handOver } from './hand-over-bank-file.ts'
import { openBankFile } from './open-bank-file.ts'

/** A worker that died while another sent its file may leave a copy, and account numbers are in it. */
const TIDY_EVERY_MS = 60_000

/**
 * Sends queued bank items of the bank's rails in files, each once and only once: first the file that a dead
 * process left, then the next. Whoever's money it is hears of it through `subjects`, in the transaction that
 * records it.
 */
export const sendBankFiles = (subjects: BankSubjects, bank: BankConnection): Job => {
  const { transport } = bank
  let tidiedAt = Number.NEGATIVE_INFINITY
  return {
    name: `send-bank-files ${bank.rails}`,
    idleMs: 250,
    // What is queued may wait for others, or for its hour.
    due: sql`
      select from bank_items where state = 'queued' and bank_file_id is null
      union all select from bank_files where state = 'writing'`,
    async run(context) {
      const file = await findUnsent(context, profilesAt(bank))
      if (file !== undefined) {
        await handOver(context, transport, subjects, file)
        return true
      }
      if (performance.now() - tidiedAt > TIDY_EVERY_MS) {
        await discardLeftovers(context, transport)
        tidiedAt = performance.now()
      }
      let opened = false
      for (const rail of railsAt(bank, context.config.bank))
        if (await openBankFile(context, subjects, rail)) opened = true
      return opened
    },
  }
}
