import { promisify } from 'node:util'
import { gunzip } from 'node:zlib'
import { z } from 'zod'
import { type Db, sql } from '../db/sql.ts'
import { Problem } from '../ground/errors.ts'
import { endpoint } from '../http/endpoint.ts'
import { type ExportRow, exportPath, findExport } from './export.ts'

const unpack = promisify(gunzip)

export const getExportFile = endpoint({
  operationId: 'get_export_file',
  method: 'GET',
  path: '/export/{export_id}/file',
  tag: 'Exports',
  summary: 'Get the file of an export',
  scope: ['debits:read', 'credits:read', 'company:read'],
  load: 'export',
  pathSchema: exportPath,
  answers: {
    200: {
      description: 'CSV, its first line the columns',
      schema: z.string().meta({
        examples: [
          'identifier,state,amount,currency\r\n019aa7c0-6f00-7d41-9c1a-5b0f6f3d2e10,paid,100.50,CAD\r\n',
        ],
      }),
      contentType: 'text/csv',
    },
  },
  problems: ['wrong_state'],
  async handle({ db, companyId, caller, path }) {
    const found = await findExport(db, caller, path.export_id)
    if (found.state === 'running')
      throw new Problem('wrong_state', 'It is being made; GET /export/{export_id} says how far it is.')
    if (found.state === 'failed') throw new Problem('wrong_state', `There is no file: ${found.detail}`)
    const fileName = `${found.kind}-${found.created_at.toISOString().slice(0, 10)}.csv`
    return { csv: pieces(db, companyId, found), fileName }
  },
})

/** One piece in memory at a time. */
async function* pieces(db: Db, companyId: string, { export_id, pieces }: ExportRow): AsyncGenerator<string> {
  for (let number = 0; number < pieces; number++) {
    const { content } = await db.one<{ content: Buffer }>(sql`
      select content from export_pieces
      where company_id = ${companyId} and export_id = ${export_id} and number = ${number}`)
    yield (await unpack(content)).toString('utf8')
  }
}
