import { z } from 'zod'
import { empty, sql } from '../db/sql.ts'
import { endpoint } from '../http/endpoint.ts'
import { before, listQuery, pageOf, toPage } from '../http/list.ts'
import { noPath, uuid } from '../http/schema.ts'

const mailStates = ['queued', 'sent', 'failed'] as const

type MailRow = {
  company_id: string
  mail_id: string
  to_address: string
  subject: string
  state: (typeof mailStates)[number]
  attempts: number
  next_attempt_at: Date
  error: string | null
  created_at: Date
  sent_at: Date | null
}

const mailSchema = z
  .object({
    identifier: uuid,
    company_id: uuid.meta({ description: 'The nil UUID where it is the platform’s own' }),
    to: z.string(),
    subject: z.string(),
    state: z.enum(mailStates),
    attempts: z.int(),
    next_attempt_at: z.iso.datetime().nullable(),
    reason: z.string().nullable().meta({ description: 'Why the last attempt failed, or why it waits' }),
    created_at: z.iso.datetime(),
    sent_at: z.iso.datetime().nullable(),
  })
  .meta({ id: 'QueuedMail' })

export const listMails = endpoint({
  operationId: 'list_mails',
  method: 'GET',
  path: '/operator/mails',
  tag: 'Operator',
  summary: 'List mails',
  description:
    'What was sent, what waits and what was given up, with why, newest first. Texts are not shown: they are their receiver’s.',
  scope: 'operator:read',
  pathSchema: noPath,
  querySchema: listQuery.extend({ state: z.enum(mailStates).optional() }),
  answers: { 200: { description: 'A page of mails', schema: pageOf(mailSchema) } },
  async handle({ db, context, query: { cursor, limit, state } }) {
    const rows = await db.many<MailRow>(sql`
      select company_id, mail_id, to_address, subject, state, attempts, next_attempt_at, error, created_at, sent_at
      from mails where mail_id < ${before(cursor)}
        ${state ? sql`and state = ${state}` : empty}
      order by mail_id desc limit ${limit + 1}`)
    const unsent =
      context.config.smtpUrl === undefined ? 'There is no mail server: JETPAY_SMTP_URL is not set.' : null
    const show = ({ mail_id, to_address, error, ...row }: MailRow) => ({
      identifier: mail_id,
      ...row,
      to: to_address,
      next_attempt_at: row.state === 'queued' ? row.next_attempt_at : null,
      reason: error ?? (row.state === 'queued' ? unsent : null),
    })
    return { body: toPage(rows, limit, (row) => row.mail_id, show) }
  },
})
