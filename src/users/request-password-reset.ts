import { z } from 'zod'
import type { Database } from '../db/sql.ts'
import { NO_COMPANY } from '../http/authenticate.ts'
import { endpoint } from '../http/endpoint.ts'
import { email, noPath, okSchema } from '../http/schema.ts'
import { queueMail } from '../mail/mail.ts'
import type { Context } from '../process/context.ts'
import { membershipsOf } from './membership.ts'
import { newTicket } from './ticket.ts'
import { takeOne } from './tries.ts'
import { findUserByEmail } from './user.ts'
import { mailWords } from './user-mails.ts'

/** As long as mail takes, and a coffee. */
const MINUTES = 60

export const requestPasswordReset = endpoint({
  operationId: 'request_password_reset',
  method: 'POST',
  path: '/session/reset',
  tag: 'Session',
  summary: 'Have a mail sent that sets a new password',
  description:
    'The answer is the same whether there is such an account or not, and comes before it is looked up.',
  scope: 'session:write',
  anyone: true,
  pathSchema: noPath,
  bodySchema: z.strictObject({ email }),
  answers: { 200: { description: 'If there is such an account, a mail is on its way', schema: okSchema } },
  async handle({ context, body, from }) {
    // Behind the answer, so that its time tells nothing either. Who gets no mail asks again.
    void send(context.ofProcess, body.email, from.address).catch((error) =>
      context.log.warn({ err: error }, 'a mail for a new password was not queued'),
    )
    return { body: { ok: true } }
  },
})

async function send(context: Context, email: string, address: string): Promise<void> {
  const db = context.db as Database
  if (!(await takeOne(db, 'mailer', address)) || !(await takeOne(db, 'mails', email.toLowerCase()))) return
  const user = await findUserByEmail(db, email)
  if (!user) return
  const [first] = await membershipsOf(db, user.user_id)
  await db.transaction(async (db) => {
    const ticket = await newTicket(db, 'reset', { userId: user.user_id, minutes: MINUTES })
    await queueMail(
      db,
      {
        companyId: first?.company_id ?? NO_COMPANY,
        to: user.email,
        ...mailWords.reset[user.language],
        link: `${context.config.publicUrl}/dashboard/reset#${ticket}`,
      },
      context.seal,
    )
  })
}
