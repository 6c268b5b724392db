/**
 * The bank rail with its two jobs, which run when a test tells them to, and files that a test takes and drops
 * itself.
 */
import assert from 'node:assert/strict'
import { rmSync, writeFileSync } from 'node:fs'
import type { Context } from '../src/process/context.ts'
import type { Job } from '../src/process/poll.ts'
import type { BankConnection } from '../src/rails/bank-connection.ts'
import type { EftItem } from '../src/rails/eft/eft-item.ts'
import { readBankFiles } from '../src/rails/read-bank-files.ts'
import { sendBankFiles } from '../src/rails/send-bank-files.ts'
import { itemsIn, startBankStage } from './bank-stage.ts'

export type BankJobsStage = Awaited<ReturnType<typeof startBankJobsStage>>

export async function startBankJobsStage(...of: Parameters<typeof startBankStage>) {
  const stage = await startBankStage(...of)

  const run = async (job: Job, context: Context) => {
    while (await job.run(context));
  }
  /** Sends what is queued, until nothing is left to do. */
  const sendFiles = (context: Context = stage.context, connection: BankConnection = stage.connection) =>
    run(sendBankFiles(stage.subjects, connection), context)
  /** Reads what the bank has sent, until nothing is left to do. */
  const readFiles = (context: Context = stage.context, connection: BankConnection = stage.connection) =>
    run(readBankFiles(stage.subjects, connection), context)
  /** The one file that lies in `outgoing/`. */
  const sentFile = () => {
    const files = stage.files('outgoing')
    assert.equal(files.length, 1, files.join(' '))
    return files[0]!
  }

  return {
    ...stage,
    sendFiles,
    readFiles,
    /** One round of both: what is queued leaves, what has come is read. */
    async runJobs(context: Context = stage.context) {
      await sendFiles(context)
      await readFiles(context)
    },
    sentFile,
    /** Sends the queue as the bank, which takes the one file away: what was in it, and its number. */
    async sendAndTake(): Promise<{ items: EftItem[]; fileNumber: number }> {
      await sendFiles()
      const name = sentFile()
      const items = await itemsIn(stage.read(`outgoing/${name}`))
      rmSync(`${stage.folder}/outgoing/${name}`)
      return { items, fileNumber: Number(name.split('.')[2]) }
    },
    /** A file from the bank. */
    drop: (name: string, bytes: Buffer | string) => writeFileSync(`${stage.folder}/incoming/${name}`, bytes),
    /** Removes every file, wherever it lies. */
    emptyFolders() {
      for (const where of ['outgoing', 'incoming', 'done', 'rejected'] as const)
        for (const file of stage.files(where)) rmSync(`${stage.folder}/${where}/${file}`)
    },
    /** What the item's subject was told, in order. */
    words: async ({ subject_id }: { subject_id: string }) =>
      (await stage.told(subject_id)).map(({ what }) => what),
    /** Lines of the log that hold this text. */
    logged: (text: string) => stage.platform.lines.filter((line) => line.includes(text)),
  }
}
