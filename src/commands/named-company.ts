import { type Db, sql } from '../db/sql.ts'
import { OperatorError, UsageError } from '../ground/errors.ts'
import { isUuid } from '../ground/ids.ts'
import { companyOf, type Owned } from '../operator/whose.ts'

/**
 * The company that is named by `--company`, or the only one that there is. Throws an UsageError where
 * neither is so.
 */
export async function companyNamed(db: Db, named: string | undefined): Promise<string> {
  if (named !== undefined) return theNamed(named)
  const companies = await db.many<{ company_id: string; name: string }>(sql`
    select company_id, name from companies order by company_id desc limit ${LISTED_MAX + 1}`)
  const [first, second] = companies
  if (!first) throw new UsageError('There is no company yet; `jetpay company create` makes one.')
  if (!second) return first.company_id
  const listed = companies.slice(0, LISTED_MAX).map(({ company_id, name }) => `\n  ${company_id}  ${name}`)
  const more = companies.length > LISTED_MAX ? '\n`jetpay company list` shows all.' : ''
  throw new UsageError(`Name the company with --company; there are:${listed.join('')}${more}`)
}

/** What fits a screen; an installation may have thousands. */
const LISTED_MAX = 10

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
