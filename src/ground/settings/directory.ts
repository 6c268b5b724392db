import { OperatorError } from '../errors.ts'
import type { Readers } from './readers.ts'

/** The directory in front of several cells: docs/cells.md. */
export function readDirectorySettings({ secret }: Readers) {
  return {
    /** Its own small database. */
    directoryDatabaseUrl: secret('DIRECTORY_DATABASE_URL'),
    /**
     * The main database of each cell, as `a=postgres://… b=postgres://…`: where the directory looks up whose
     * a token or a link is that it has not met. A user that can read four tables is enough.
     */
    cellDatabases: cellDatabasesOf(secret('JETPAY_CELL_DATABASES')),
  }
}

/** Throws an OperatorError for what is no such list. */
export function cellDatabasesOf(text: string | undefined): ReadonlyMap<string, string> {
  const cells = new Map<string, string>()
  for (const part of (text ?? '').split(' ').filter(Boolean)) {
    const [, cell = '', url = ''] = /^([a-z][a-z0-9-]{0,30})=(postgres(?:ql)?:\/\/\S+)$/.exec(part) ?? []
    // Not what it has: that has passwords in it.
    if (!url || cells.has(cell))
      throw new OperatorError(
        'JETPAY_CELL_DATABASES has a part that is no cell, or one twice; write a=postgres://… b=postgres://…, with blanks between.',
      )
    cells.set(cell, url)
  }
  return cells
}
