import { z } from 'zod'
import { sql } from '../db/sql.ts'
import { endpoint } from '../http/endpoint.ts'
import { before, listQuery, pageOf, toPage } from '../http/list.ts'
import { noPath, uuid } from '../http/schema.ts'
import { textOf } from '../mail/mail.ts'

type Row = {
  company_id: string
  mail_id: string
  to_address: string
  subject: string
  text: string
  link_sealed: Buffer | null
  state: 'queued' | 'sent' | 'failed'
  created_at: Date
  files: string[]
}

const mailSchema = z
  .object({
    identifier: uuid,
    to: z.string(),
    subject: z.string(),
    text: z.string().meta({ description: 'With the links in it' }),
    state: z
      .enum(['queued', 'sent', 'failed'])
      .meta({ description: '`queued`: it waits for an SMTP server' }),
    attachments: z.array(z.string()).meta({ description: 'Their names' }),
    created_at: z.iso.datetime(),
  })
  .meta({ id: 'SandboxMail' })

export const listSandboxMails = endpoint({
  operationId: 'list_sandbox_mails',
  method: 'GET',
  path: '/sandbox/mail',
  tag: 'Sandbox',
  summary: 'Read the mail that your company has sent',
  description: 'In the demo only, where nobody else may get it. Newest first.',
  scope: 'company:read',
  // Links in it show what people are to pay.
  alsoScope: 'debits:read',
  pathSchema: noPath,
  querySchema: listQuery,
  answers: { 200: { description: 'A page of mails', schema: pageOf(mailSchema) } },
  demoOnly: true,
  async handle({ context, db, companyId, query }) {
    const rows = await db.many<Row>(sql`
      select company_id, mail_id, to_address, subject, text, link_sealed, state, created_at, (
          select coalesce(array_agg(file ->> 'filename'), '{}') from jsonb_array_elements(attachments) file) as files
      from mails where company_id = ${companyId} and mail_id < ${before(query.cursor)}
      order by mail_id desc limit ${query.limit + 1}`)
    return {
      body: toPage(
        rows,
        query.limit,
        ({ mail_id }) => mail_id,
        (row) => ({
          identifier: row.mail_id,
          to: row.to_address,
          subject: row.subject,
          text: textOf(context.seal, row),
          state: row.state,
          attachments: row.files,
          created_at: row.created_at,
        }),
      ),
    }
  },
})
