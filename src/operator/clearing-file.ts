import { z } from 'zod'
import { type Db, sql } from '../db/sql.ts'
import { Problem } from '../ground/errors.ts'

export const clearingFilePath = z.object({
  network_id: z
    .string()
    .regex(/^[A-Za-z0-9]{1,12}$/, 'must be 1 to 12 letters and digits, as the file has it')
    .meta({ description: 'Who sent it', examples: ['SIMNET'] }),
  number: z
    .string()
    .regex(/^[1-9]\d{0,11}$/, 'must be the number of a file')
    .meta({ description: 'Of the file, among those of that network', examples: ['12'] }),
})

export const clearingFileSchema = z.object({
  network_id: z.string(),
  number: z.int(),
  business_date: z.iso.date(),
  cutoff_at: z.iso.datetime(),
  records: z.int(),
  state: z.enum(['read', 'checked']).meta({
    description:
      '`read`: its records are being applied. `checked`: all are, and what is missing was looked for',
  }),
  read_at: z.iso.datetime(),
})

export type ClearingFileRow = {
  network_id: string
  sequence: bigint
  business_date: string
  cutoff_at: Date
  records: number
  state: 'read' | 'checked'
  read_at: Date
}

export const clearingFileColumns = sql`network_id, sequence, business_date::text, cutoff_at, records, state, read_at`

export const showClearingFile = ({ sequence, ...file }: ClearingFileRow) => ({
  ...file,
  number: Number(sequence),
})

/** The file, or 404. */
export async function readClearingFile(
  db: Db,
  { network_id, number }: z.infer<typeof clearingFilePath>,
): Promise<ClearingFileRow> {
  const file = await db.first<ClearingFileRow>(sql`
    select ${clearingFileColumns} from clearing_files where network_id = ${network_id} and sequence = ${BigInt(number)}`)
  if (!file) throw new Problem('not_found', `No clearing file ${number} of ${network_id} was read.`)
  return file
}
