import type { Database } from '../../db/sql.ts'
import { OperatorError } from '../../ground/errors.ts'
import type { Seal } from '../../ground/seal.ts'
import { type Command, companyOfIt, type Given } from '../command.ts'
import { onDatabase } from '../on-database.ts'
import { uuid } from '../read-word.ts'

const argument = { name: '<debit id>', says: 'the debit that it was signed for' } as const
const details =
  'It has the account number, the signature and the browser, which stand sealed in the database: the main key file is needed.'
const id = '0197d3a0-0000-7000-8000-000000000003'

/** `jetpay agreement …`: what a payer signed on the payment page, for a bank or a court. */
export const agreementCommands: readonly Command[] = [
  {
    name: 'agreement show',
    summary: 'Show what a payer signed on the payment page, for a bank or a court',
    details,
    arguments: [argument],
    options: [companyOfIt],
    examples: [`agreement show ${id} --json`],
    run: (given) =>
      opened(given, async (db, seal, companyId, debitId) => {
        const { readAgreement } = await import('../../payment-page/agreement.ts')
        const found = await readAgreement(db, seal, companyId, debitId)
        return found && { company_id: companyId, debit_id: debitId, ...found }
      }),
  },
  {
    name: 'agreement pdf',
    summary: 'Write the document that the payer was mailed into a file',
    details: `${details} The file is for nobody else to read, and none that is there already is written over.`,
    arguments: [argument],
    options: [
      { flags: '--file <name>', says: 'where to; under its own name unless told otherwise' },
      companyOfIt,
    ],
    examples: [`agreement pdf ${id} --file agreement.pdf`],
    run: async (given) => {
      const { content, fileName, ...of } = await opened(given, async (db, seal, companyId, debitId) => {
        const { agreementDocument } = await import('../../payment-page/agreement-document.ts')
        const found = await agreementDocument(db, seal, companyId, debitId)
        return found && { company_id: companyId, debit_id: debitId, ...found }
      })
      const { writeFile } = await import('node:fs/promises')
      const file = given.has('file') ?? fileName
      await writeFile(file, content, { mode: 0o600, flag: 'wx' }).catch((error: Error) => {
        throw new OperatorError(`${file} was not written: ${error.message}`)
      })
      return { company_id: of.company_id, debit_id: of.debit_id, file }
    },
  },
]

/** What `open` finds of the debit that was named, with the main key; an OperatorError where there is none. */
async function opened<Found>(
  given: Given,
  open: (db: Database, seal: Seal, companyId: string, debitId: string) => Promise<Found | undefined>,
): Promise<Found> {
  const debitId = uuid(given.word)
  return onDatabase(async (db) => {
    const { readConfig } = await import('../../ground/config.ts')
    const { openSeal } = await import('../../ground/seal.ts')
    const { companyOfNamed } = await import('../named-company.ts')
    const companyId = await companyOfNamed(db, 'transaction', debitId, given.has('company'))
    const { mainKeyFile } = readConfig()
    const found = await open(db, openSeal(mainKeyFile), companyId, debitId).catch((cause) => {
      throw new OperatorError(
        `The agreement cannot be opened: ${(cause as Error).message}. Is ${mainKeyFile} the main key file of this database?`,
      )
    })
    if (found) return found
    throw new OperatorError(
      `There is no signed agreement to debit ${debitId}: none was signed on our page, or it is no longer kept.`,
      'not_found',
    )
  })
}
