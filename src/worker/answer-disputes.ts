import { mkdir, rename } from 'node:fs/promises'
import { join } from 'node:path'
import { listUnsent, markSent, responseOf } from '../disputes/dispute-response.ts'
import { syncFolder, writeDurably } from '../rails/bank-folder.ts'
import type { Job } from './poll.ts'

/**
 * Hands what companies submitted in disputes to the network: one file each in `outgoing/` of the clearing folder. A crash before it is
 * noted, or a second worker, writes the same file again, which the network takes once.
 */
export const answerDisputes: Job = {
  name: 'answer-disputes',
  idleMs: 500,
  async run({ db, seal, config, log }) {
    const unsent = await listUnsent(db)
    if (unsent.length === 0) return false
    const folder = join(config.clearingFolder, 'outgoing')
    await mkdir(folder, { recursive: true, mode: 0o700 })
    for (const dispute of unsent) {
      const { name, text } = await responseOf(db, seal, dispute)
      // A name of this process's own until it is whole: two workers must not write into one file.
      const draft = join(folder, `.${name}.${process.pid}`)
      await writeDurably(draft, onlyChunk(text))
      await rename(draft, join(folder, name))
      await syncFolder(folder)
      await markSent(db, dispute)
      log.info({ disputeId: dispute.dispute_id, file: name }, 'a dispute was answered')
    }
    return true
  },
}

async function* onlyChunk(text: string): AsyncGenerator<Buffer> {
  yield Buffer.from(text)
}
