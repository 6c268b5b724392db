import { listCompanies } from '../companies/company.ts'
import type { Database } from '../db/sql.ts'
import { UsageError } from '../ground/errors.ts'
import { isUuid } from '../ground/ids.ts'

/**
 * The company that is named by `--company`, or the only one that there is. Throws an UsageError where
 * neither is so.
 */
export async function companyNamed(db: Database, named: string | undefined): Promise<string> {
  if (named === undefined) {
    const companies = await listCompanies(db)
    if (companies.length === 1) return companies[0]!.company_id
    throw new UsageError('Name the company with --company; `jetpay company list` shows them.')
  }
  if (isUuid(named)) return named.toLowerCase()
  throw new UsageError(`"${named}" is not a company's id; \`jetpay company list\` shows them.`)
}
