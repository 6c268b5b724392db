import { styleText } from 'node:util'
import { openDatabase } from '../../db/sql.ts'
import { verifyCells } from '../../directory/verify-cells.ts'
import { counted } from '../../ground/counted.ts'
import { OperatorError, UsageError } from '../../ground/errors.ts'
import { CHECK_MS } from '../../verify/snapshot.ts'
import { type Report, VERIFY_CONNECTIONS, verify } from '../../verify/verify.ts'
import { aboutDatabase } from '../about-database.ts'
import type { Given } from '../command.ts'
import { exactJson } from '../exact-json.ts'
import { linesOf, printReport, SENT_GRACE_MS } from '../prove/verify.ts'
import { onDirectory } from './on-directory.ts'

const CELLS = 'JETPAY_CELL_DATABASES'

/** The user of a router, who sees whose things are, is no one to verify them by. */
const mayNotRead = (error: { code?: string }, cell: string): OperatorError | undefined =>
  error.code === '42501'
    ? new OperatorError(
        `The user that ${CELLS} names for ${cell} may not read all of its database: give verify the cell’s own, which \`jetpay cell reader ${cell} --own\` puts into a file.`,
      )
    : undefined

/**
 * `jetpay verify --cells`: every check of each cell's own database, whole and without marks, and then what
 * must hold over all of them. Returns the exit code: 0 where all holds, 1 where something does not.
 */
export const verifyEachCell = (given: Given): Promise<number> => {
  if (given.flag('incremental') || ['simulator', 'check'].some((option) => given.has(option) !== undefined))
    throw new UsageError('--cells looks at everything, and at no simulator’s books; leave the others out.')
  return onDirectory(async (directory, { cellDatabases, attemptAbandonedMs }) => {
    if (cellDatabases.size === 0)
      throw new OperatorError('Set JETPAY_CELL_DATABASES_FILE: docs/cells.md.', 'service_unavailable')
    const open = new Map(
      [...cellDatabases].map(([cell, url]) => [
        cell,
        openDatabase(url, VERIFY_CONNECTIONS, () => undefined, CHECK_MS),
      ]),
    )
    try {
      const reports: Record<string, Report> = {}
      const asked = { sentMaxMs: attemptAbandonedMs + SENT_GRACE_MS, simulatorUrl: null }
      for (const [cell, db] of open)
        reports[cell] = await verify(db, asked).catch((error) => {
          throw mayNotRead(error, cell) ?? aboutDatabase(error, cellDatabases.get(cell) ?? '', CELLS)
        })
      const over = await verifyCells(directory, open)
      const ok = [...Object.values(reports), ...over].every(({ ok }) => ok)
      console.log(
        given.json
          ? exactJson({ ok, cells: reports, over_all: over }, 2)
          : [
              ...Object.entries(reports).flatMap(([cell, report]) => [
                styleText('bold', `cell ${cell}`),
                printReport(report),
              ]),
              styleText('bold', 'over all cells'),
              ...over.flatMap(linesOf),
              `verify: ${ok ? `${counted(open.size, 'cell')} and what is between them hold` : 'not all holds'}`,
            ].join('\n'),
      )
      return ok ? 0 : 1
    } finally {
      for (const db of open.values()) await db.close()
    }
  })
}
