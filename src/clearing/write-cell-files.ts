/** Files to other cells, from what is kept of them into the folder of each pair of cells. */
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { CELLS } from '../cells/foreign-name.ts'
import { ownCell } from '../cells/own-cell.ts'
import { type Db, sql } from '../db/sql.ts'
import { newId } from '../ground/ids.ts'
import { renameIfThere, syncFolder, writeDurably } from '../rails/bank-folder.ts'
import { type ClearingRecord, writeClearingFile } from './clearing-file.ts'

/** The folder in which files of one cell to another are. */
const pairFolder = (folder: string, from: string, to: string) => join(folder, `${from}-to-${to}`)

export const cellFileName = (from: string, sequence: bigint) =>
  `clearing-from-${from}-${String(sequence).padStart(9, '0')}.txt`

type CellFile = {
  cell_id: string
  sequence: bigint
  acquirer_id: string
  business_date: string
  cutoff_at: Date
  created_at: Date
}

/**
 * Writes the files that are not in their folder yet, in the order of their numbers. One that a crash has left
 * unmarked is written again, the same to the byte: who has taken it in knows it. Returns whether there were
 * any.
 */
export async function writeCellFiles(db: Db, folder: string): Promise<boolean> {
  const files = await db.many<CellFile>(sql`
    select cell_id, sequence, acquirer_id, business_date::text, cutoff_at, created_at from cell_files
    where handed_over_at is null order by cell_id, sequence limit 20`)
  if (files.length === 0) return false
  const own = (await ownCell(db))!
  for (const file of files) {
    const to = pairFolder(folder, own, file.cell_id)
    await mkdir(to, { recursive: true, mode: 0o700 })
    const draft = join(to, `.${newId()}.unfinished`)
    await writeDurably(draft, textOf(file, await recordsOf(db, file)))
    await renameIfThere(draft, join(to, cellFileName(own, file.sequence)))
    await syncFolder(to)
    await db.run(sql`
      update cell_files set handed_over_at = jetpay_now()
      where cell_id = ${file.cell_id} and sequence = ${file.sequence} and handed_over_at is null`)
  }
  return true
}

/** As an authorization code, which has six characters or none; no return code begins with a zero. */
const returnCodeFiled = sql`case return_code when '' then '' else lpad(return_code, 6, '0') end`

const recordsOf = (db: Db, { cell_id, sequence }: CellFile) =>
  db.many<ClearingRecord>(sql`
    select coalesce(h.cell_line, 0) as line, r.kind, r.rrn, r.stan, r.transmission, r.authorization_code as "authorizationCode", r.last4,
      r.currency, r.amount, r.captured_at as "capturedAt", r.reason
    from handed_on_records h join clearing_records r on r.network_id = h.network_id and r.sequence = h.sequence and r.line = h.line
    where h.cell_id = ${cell_id} and h.cell_sequence = ${sequence}
    union all
    select coalesce(cell_line, 0), kind, trace, '000000', '0101000000', ${returnCodeFiled}, last4, currency, amount, made_at, null
    from handed_on_bank_moves where cell_id = ${cell_id} and cell_sequence = ${sequence} order by line`)

async function* textOf(file: CellFile, records: ClearingRecord[]): AsyncGenerator<Uint8Array> {
  const header = {
    networkId: CELLS,
    acquirerId: file.acquirer_id,
    sequence: Number(file.sequence),
    businessDate: file.business_date,
    cutoffAt: file.cutoff_at,
    createdAt: file.created_at,
  }
  for (const line of writeClearingFile(header, records)) yield Buffer.from(line, 'latin1')
}
