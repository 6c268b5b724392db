import type { Database } from '../db/sql.ts'
import { readConfig } from '../ground/config.ts'
import { OperatorError } from '../ground/errors.ts'
import { isUuid } from '../ground/ids.ts'
import { openSeal } from '../ground/seal.ts'
import { readAgreement } from '../payment-page/agreement.ts'
import { exactJson } from './exact-json.ts'
import { withMainDatabase } from './main-database.ts'
import { companyNamed } from './named-company.ts'
import { parseOptions } from './parse-options.ts'

export const agreementUsage = 'jetpay agreement show <debit id> [--company <id>]'

/**
 * Runs `jetpay agreement show`: prints, as JSON, the agreement that a payer signed to a debit, for a bank or
 * a court that asks for the proof. It has the account number, the signature and the browser, which stand
 * sealed in the database, so the main key file is needed.
 */
export async function agreementCommand([verb = '', ...args]: string[]): Promise<void> {
  if (verb !== 'show')
    throw new OperatorError(`There is no \`jetpay agreement ${verb}\`. Usage: ${agreementUsage}`)
  const options = { company: { type: 'string' } } as const
  const { values, positionals } = parseOptions({ args, options, allowPositionals: true }, agreementUsage)
  const [debitId] = positionals
  if (!debitId || !isUuid(debitId)) throw new OperatorError(`Name the debit's id. Usage: ${agreementUsage}`)
  await withMainDatabase(async (db) => {
    const companyId = await companyNamed(db, values.company)
    const agreement = await openAgreement(db, companyId, debitId.toLowerCase())
    console.log(exactJson({ company_id: companyId, debit_id: debitId.toLowerCase(), ...agreement }, 2))
  })
}

async function openAgreement(db: Database, companyId: string, debitId: string) {
  const { mainKeyFile } = readConfig()
  const agreement = await readAgreement(db, openSeal(mainKeyFile), companyId, debitId).catch((cause) => {
    throw new OperatorError(
      `The agreement cannot be opened: ${(cause as Error).message}. Is ${mainKeyFile} the main key file of this database?`,
    )
  })
  if (agreement) return agreement
  throw new OperatorError(
    `There is no signed agreement to debit ${debitId}: none was signed on our page, or it is no longer kept.`,
  )
}
