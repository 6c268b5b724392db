import { listCompanies } from '../companies/company.ts'
import type { Database, Db } from '../db/sql.ts'
import { OperatorError, UsageError } from '../ground/errors.ts'
import { isUuid } from '../ground/ids.ts'
import { companyOf, type Owned } from '../operator/whose.ts'

/**
 * The company that is named by `--company`, or the only one that there is. Throws an UsageError where
 * neither is so.
 */
export async function companyNamed(db: Database, named: string | undefined): Promise<string> {
  if (named !== undefined) return theNamed(named)
  const companies = await listCompanies(db)
  if (companies.length === 1) return companies[0]!.company_id
  throw new UsageError('Name the company with --company; `jetpay company list` shows them.')
}

/**
 * The company of what is named by its id, which is one of all companies': `--company` need not be said.
 * Throws an OperatorError where there is none such.
 */
export async function companyOfNamed(
  db: Db,
  what: Owned,
  id: string,
  named: string | undefined,
): Promise<string> {
  if (named !== undefined) return theNamed(named)
  const company = await companyOf(db, what, id)
  if (company !== undefined) return company
  throw new OperatorError(`There is no ${what} ${id}.`, 'not_found')
}

function theNamed(named: string): string {
  if (isUuid(named)) return named.toLowerCase()
  throw new UsageError(`"${named}" is not a company's id; \`jetpay company list\` shows them.`)
}
