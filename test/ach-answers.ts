/** What a bank answers by NACHA, record by record, so that a test can send it in any form. */
import { rmSync } from 'node:fs'
import type { BankItemRow } from '../src/rails/bank-item.ts'
import type { BatchedEntry } from '../src/rails/nacha/write-nacha.ts'
import { type AchStage, entriesIn, nachaFile } from './ach-stage.ts'

let number = 0

/** Queues debits of an amount in cents and sends them: each item with its entry in our file. */
export async function sendDebits(
  stage: AchStage,
  count: number,
  amount = 41_00n,
): Promise<{ item: BankItemRow; sent: BatchedEntry }[]> {
  const items: BankItemRow[] = []
  for (let at = 0; at < count; at++)
    items.push(await stage.queueUsd('1234567', { kind: 'debit', direction: 'debit', amount }))
  await stage.runJobs()
  const [name] = stage.sentFiles()
  const entries = await entriesIn(stage.read(`outgoing/${name}`))
  rmSync(`${stage.folder}/outgoing/${name}`)
  return items.map((item) => ({
    item,
    sent: entries.find(({ entry }) => entry.individualId === item.trace_number)!,
  }))
}

/** Gives the platform a file of the bank's; why it was refused, or undefined. */
export async function receive(stage: AchStage, bytes: string | Buffer): Promise<string | undefined> {
  const name = `answer-${++number}.ach`
  stage.drop(name, typeof bytes === 'string' ? Buffer.from(bytes, 'latin1') : bytes)
  await stage.readFiles()
  return stage.files('done').includes(name) ? undefined : stage.read(`rejected/${name}.reason`).toString()
}

/** A file of returns as records, each of 94 characters; every file has a minute of its own. */
export async function recordsOf(entries: BatchedEntry[]): Promise<string[]> {
  const text = (await nachaFile(entries, 'A', '')).toString('latin1')
  const minute = String(1000 + ++number)
  return text.match(/.{94}/g)!.map((record, at) => (at === 0 ? put(record, 30, minute) : record))
}
/** A record with other text at a position, from 1. */
export const put = (record: string, from: number, text: string) =>
  record.slice(0, from - 1) + text + record.slice(from - 1 + text.length)
export const joined = (records: string[], end = '\r\n') => records.map((record) => record + end).join('')
export const isNines = (record: string) => /^9+$/.test(record)
/** Changes the records that begin with these digits. */
export const change = (records: string[], start: string, to: (record: string) => string) =>
  records.map((record) => (record.startsWith(start) && !isNines(record) ? to(record) : record))
