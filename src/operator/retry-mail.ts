import { sql } from '../db/sql.ts'
import { Problem } from '../ground/errors.ts'
import { endpoint } from '../http/endpoint.ts'
import { okSchema, uuid } from '../http/schema.ts'
import { companyPath } from './operators-decision.ts'

export const retryMail = endpoint({
  operationId: 'retry_mail',
  method: 'POST',
  path: '/operator/companies/{company_id}/mails/{mail_id}/retry',
  tag: 'Operator',
  summary: 'Send a mail again',
  description:
    'One that waits is tried now; one that was given up is queued anew. One that was given up and held a secret link cannot be: the link is gone. The company makes a new one.',
  scope: 'operator:write',
  pathSchema: companyPath.extend({ mail_id: uuid }),
  answers: { 200: { description: 'It is tried within seconds', schema: okSchema } },
  problems: ['wrong_state'],
  async handle({ db, path: { company_id, mail_id } }) {
    const retried = await db.run(sql`
      update mails set state = 'queued', next_attempt_at = jetpay_now(),
        attempts = case state when 'failed' then 0 else attempts end
      where company_id = ${company_id} and mail_id = ${mail_id} and (
        state = 'queued' or (state = 'failed' and not (link_sealed is null and text like '%{link}%')))`)
    if (retried === 1) return { body: { ok: true } }
    const mail = await db.first<{ state: string }>(
      sql`select state from mails where company_id = ${company_id} and mail_id = ${mail_id}`,
    )
    if (!mail) throw new Problem('not_found', `There is no mail ${mail_id} of this company.`)
    throw new Problem(
      'wrong_state',
      mail.state === 'sent'
        ? 'The mail was sent already; nothing was changed.'
        : 'The mail’s link was destroyed when it was given up; have the company make a new one. Nothing was changed.',
    )
  },
})
