import { link, open, rm } from 'node:fs/promises'
import type { Database } from '../../db/sql.ts'
import { ownCell, textCell, toLine } from '../../ground/csv.ts'
import { OperatorError } from '../../ground/errors.ts'
import { type Landed, readLanded } from '../../vault/transfer/import-cards.ts'

const columns = ['their_card_id', 'credit_card_id', 'their_contact_id', 'contact_id', 'outcome'] as const

const lineOf = (row: Landed) =>
  toLine([
    textCell(row.their_card_id),
    ownCell(row.credit_card_id),
    textCell(row.their_contact_id),
    ownCell(row.contact_id),
    ownCell(row.outcome),
  ])

/** Writes what became of each card of an import; the file gets its name when it is whole. */
export async function writeResult(db: Database, transferId: string, path: string) {
  const counts: Record<string, number> = {}
  const draft = `${path}.${process.pid}.part`
  try {
    const file = await open(draft, 'wx', 0o600)
    try {
      await file.write(toLine([...columns]))
      for (let after = 0n; ; ) {
        const rows = await readLanded(db, transferId, after)
        const last = rows.at(-1)
        if (!last) break
        after = last.line
        for (const { outcome } of rows) counts[outcome] = (counts[outcome] ?? 0) + 1
        await file.write(rows.map(lineOf).join(''))
      }
    } finally {
      await file.close()
    }
    await rm(path, { force: true })
    await link(draft, path)
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (!code?.startsWith('E')) throw error
    throw new OperatorError(
      `The result cannot be written to ${path} (${code}); the cards are there: run it again.`,
    )
  } finally {
    await rm(draft, { force: true })
  }
  return counts
}
