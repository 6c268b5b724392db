import type { Database } from '../db/sql.ts'
import type { Owned } from '../operator/whose.ts'
import type { Given } from './command.ts'
import type { Operation } from './operations.ts'
import { uuid } from './read-word.ts'

/** Does a command's work on the main database; what that needs is read when it runs. */
export async function onDatabase<Result>(work: (db: Database) => Promise<Result>): Promise<Result> {
  const { withMainDatabase } = await import('./main-database.ts')
  return withMainDatabase(work)
}

/**
 * The same for what a person changes: in one transaction with its line in the audit log, of the company that
 * was named or the only one (`company`), or whose it is that the first word names by its id, else of the
 * company that is the first word or of the platform.
 */
export const changing = <Result>(
  given: Given,
  work: (db: Database, companyId: string | undefined) => Promise<Result>,
  what?: 'company' | Owned,
): Promise<Result> =>
  onDatabase(async (db) => {
    const { noteCommand } = await import('./note-command.ts')
    const { companyNamed, companyOfNamed } = await import('./named-company.ts')
    const { within } = await import('../db/sql.ts')
    return db.transaction(async (db) => {
      const named = given.has('company')
      const companyId =
        what === 'company'
          ? await companyNamed(db, named)
          : what
            ? await companyOfNamed(db, what, uuid(given.word), named)
            : named
      const done = await work(within(db), companyId)
      await noteCommand(db, given, companyId)
      return done
    })
  })

type Named = 'company' | 'platform' | Owned

/**
 * What an endpoint answers: of the company that `--company` names, of the only one, of whose it is that the
 * first word names by its id, or of all.
 */
export const answerOf = (
  given: Given,
  named: Named,
  operation: Operation,
  asked: { path?: Record<string, string>; query?: Record<string, unknown> } = {},
): Promise<unknown> =>
  onDatabase(async (db) => {
    const { askOperation } = await import('./ask-operation.ts')
    const { companyNamed, companyOfNamed } = await import('./named-company.ts')
    if (named === 'platform') return askOperation(db, operation, asked)
    const company = given.has('company')
    const companyId =
      named === 'company'
        ? await companyNamed(db, company)
        : await companyOfNamed(db, named, uuid(given.word), company)
    return askOperation(db, operation, { ...asked, companyId })
  })

/** The query of a list, as `--limit` and `--cursor` have it. */
export const page = (given: Given) => ({ limit: given.has('limit'), cursor: given.has('cursor') })
