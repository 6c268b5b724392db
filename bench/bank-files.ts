/**
 * Bank files of each layout, written to disk and read back: time, heap and peak of memory, each in a process
 * of its own; then the whole way of a file, from the queue to the bank.
 */
import { execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import type { BankSubjects } from '../src/rails/bank-item.ts'
import { sendBankFiles } from '../src/rails/send-bank-files.ts'
import { recordingSubjects, startBankStage } from '../test/bank-stage.ts'
import { startDatabase } from './database.ts'

const LAYOUTS = ['cpa005', 'td80', 'nacha']
/** A file holds 10,000 items at most; ten times as many show that memory does not follow. */
const ITEMS = [1, 10_000, 100_000]

export async function benchBankFiles(): Promise<void> {
  const codec = fileURLToPath(new URL('bank-file-codec.ts', import.meta.url))
  for (const layout of LAYOUTS)
    for (const items of ITEMS)
      process.stdout.write(execFileSync(process.execPath, ['--expose-gc', codec, layout, String(items)]))
  await benchWholeWay(10_000)
}

/**
 * Queued in the database, gathered into a file, account numbers unsealed, handed over, recorded as sent. What
 * subjects do is their own.
 */
async function benchWholeWay(count: number): Promise<void> {
  const { at: installation, stop } = await startDatabase()
  process.env.JETPAY_TEST_INSTALLATION = JSON.stringify(installation)
  const stage = await startBankStage()
  try {
    const account = await stage.createAccount()
    for (let at = 0; at < count; at += 1_000)
      await Promise.all(Array.from({ length: 1_000 }, () => stage.queue({ bankAccountId: account })))
    const { transport } = stage.connection
    let written = 0
    const timed = {
      ...transport,
      async stage(...of: Parameters<typeof transport.stage>) {
        const from = performance.now()
        await transport.stage(...of)
        written = performance.now() - from
      },
    }
    const job = sendBankFiles(silent, { ...stage.connection, transport: timed })
    const run = async () => {
      const from = performance.now()
      await job.run(stage.context)
      return performance.now() - from
    }
    const opened = await run()
    const handedOver = await run()
    const seconds = (ms: number) => `${(ms / 1000).toFixed(2)} s`
    console.log(
      `  whole way, ${count} items in ${stage.files('outgoing').length} file: gathered in ${seconds(opened)}, written in ${seconds(written)}, recorded as sent in ${seconds(handedOver - written)}`,
    )
  } finally {
    await stage.close()
    await stop()
  }
}

const quiet = async () => undefined
const subject = { sent: quiet, settled: quiet, returned: quiet, rejected: quiet }
const silent = Object.fromEntries(
  Object.keys(recordingSubjects).map((kind) => [kind, subject]),
) as unknown as BankSubjects
