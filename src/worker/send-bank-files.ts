import type { BankSubjects } from '../rails/bank-item.ts'
import type { BankTransport } from '../rails/bank-transport.ts'
import { findUnsent, handOver } from '../rails/hand-over-bank-file.ts'
import { openBankFile } from '../rails/open-bank-file.ts'
import type { Job } from './poll.ts'

/**
 * Sends queued bank items in files, each once and only once: first the file that a dead process left, then the next. Whoever's money it
 * is hears of it through `subjects`, in the transaction that records it.
 */
export const sendBankFiles = (subjects: BankSubjects, transport: BankTransport): Job => ({
  name: 'send-bank-files',
  idleMs: 250,
  async run(context) {
    const file = await findUnsent(context)
    if (file === undefined) return openBankFile(context, subjects)
    await handOver(context, transport, subjects, file)
    return true
  },
})
