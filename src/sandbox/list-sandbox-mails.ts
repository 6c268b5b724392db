import { z } from 'zod'
import { sql } from '../db/sql.ts'
import { endpoint } from '../http/endpoint.ts'
import { before, listQuery, pageOf, toPage } from '../http/list.ts'
import { noPath, uuid } from '../http/schema.ts'
import { textOf } from '../mail/mail.ts'
import { mayReadLink, type SecretMail } from './secret-links.ts'

type Row = SecretMail & {
  company_id: string
  mail_id: string
  to_address: string
  subject: string
  text: string
  state: 'queued' | 'sent' | 'failed'
  created_at: Date
  files: string[]
}

const mailSchema = z
  .object({
    identifier: uuid,
    to: z.string(),
    subject: z.string(),
    text: z.string().meta({
      description: 'With the links in it, but for one that the caller may not follow, which is `…`',
    }),
    link_hidden: z.boolean().meta({
      description:
        'Its link lets in as somebody else, or names the account that a credit is paid to: not for this caller’s role',
    }),
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
  description:
    'In the demo only, where nobody else may get it. Newest first. A link with a secret is shown to whoever may do what it does: a credit’s with `credits:write`, an invitation with `team:write`, and one that makes an owner or sets a password to owners who are signed in.',
  scope: 'company:read',
  // Links in it show what people are to pay.
  alsoScope: 'debits:read',
  pathSchema: noPath,
  querySchema: listQuery,
  answers: { 200: { description: 'A page of mails', schema: pageOf(mailSchema) } },
  demoOnly: true,
  async handle({ context, db, caller, companyId, query }) {
    const rows = await db.many<Row>(sql`
      select company_id, mail_id, transaction_id, to_address, subject, text, link_sealed, state, created_at, (
          link_sealed is not null and transaction_id is null and exists (
            select from invitations i where i.company_id = ${companyId} and i.email = lower(to_address) and i.role = 'owner'
              and accepted_at is null and withdrawn_at is null)) as makes_owner, (
          select coalesce(array_agg(file ->> 'filename'), '{}') from jsonb_array_elements(attachments) file) as files
      from mails where company_id = ${companyId} and mail_id < ${before(query.cursor)}
      order by mail_id desc limit ${query.limit + 1}`)
    return {
      body: toPage(
        rows,
        query.limit,
        ({ mail_id }) => mail_id,
        (row) => {
          const text = textOf(context.seal, row)
          const mayRead = mayReadLink(caller, row, text)
          return {
            identifier: row.mail_id,
            to: row.to_address,
            subject: row.subject,
            text: mayRead ? text : row.text.replace('{link}', '…'),
            link_hidden: !mayRead,
            state: row.state,
            attachments: row.files,
            created_at: row.created_at,
          }
        },
      ),
    }
  },
})
