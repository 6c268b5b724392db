import type { Database } from '../db/sql.ts'
import type { Given } from './command.ts'
import type { Operation } from './operations.ts'

/** Does a command's work on the main database; what that needs is read when it runs. */
export async function onDatabase<Result>(work: (db: Database) => Promise<Result>): Promise<Result> {
  const { withMainDatabase } = await import('./main-database.ts')
  return withMainDatabase(work)
}

/**
 * The same for what a person changes: in one transaction with its line in the audit log, of the company that
 * was named, else of the platform.
 */
export const changing = <Result>(given: Given, work: (db: Database) => Promise<Result>): Promise<Result> =>
  onDatabase(async (db) => {
    const { noteCommand } = await import('./note-command.ts')
    const { within } = await import('../db/sql.ts')
    return db.transaction(async (db) => {
      const done = await work(within(db))
      await noteCommand(db, given)
      return done
    })
  })

type Named = 'company' | 'only company' | 'platform'

/** What an endpoint answers: of the company that `--company` names, of the only one, or of all. */
export const answerOf = (
  given: Given,
  named: Named,
  operation: Operation,
  asked: { path?: Record<string, string>; query?: Record<string, unknown> } = {},
): Promise<unknown> =>
  onDatabase(async (db) => {
    const { askOperation } = await import('./ask-operation.ts')
    const { companyNamed } = await import('./named-company.ts')
    if (named === 'platform') return askOperation(db, operation, asked)
    return askOperation(db, operation, { ...asked, companyId: await companyNamed(db, given.has('company')) })
  })

/** The query of a list, as `--limit` and `--cursor` have it. */
export const page = (given: Given) => ({ limit: given.has('limit'), cursor: given.has('cursor') })
