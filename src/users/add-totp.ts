import { z } from 'zod'
import { sql } from '../db/sql.ts'
import { Problem } from '../ground/errors.ts'
import { endpoint } from '../http/endpoint.ts'
import { noPath, text } from '../http/schema.ts'
import { personOf } from './person.ts'
import { recoveryCodesSchema } from './recovery-codes-schema.ts'
import { renewRecoveryCodes, stepOfCode, totpCode } from './second-factor.ts'
import { noteSecondFactor } from './session.ts'
import { takeTicket } from './ticket.ts'
import { aboutTotp } from './user.ts'

export const addTotp = endpoint({
  operationId: 'add_totp',
  method: 'PUT',
  path: '/session/totp',
  tag: 'Session',
  summary: 'Add an authenticator app',
  description:
    'With a code that the app shows. From then on a password needs one too. Answers ten recovery codes, once.',
  scope: 'session:write',
  reauthenticate: true,
  pathSchema: noPath,
  bodySchema: z.strictObject({ ticket: text(100), code: totpCode }),
  answersSecret: true,
  answers: { 200: { description: 'It is added', schema: recoveryCodesSchema } },
  problems: ['sign_in_failed'],
  async handle({ db, context, caller, body }) {
    const { userId, sessionId, email } = personOf(caller)
    const ticket = await takeTicket(db, 'totp_enrol', body.ticket)
    if (!ticket?.held || ticket.user_id !== userId) throw wrong()
    const about = aboutTotp(userId)
    const step = stepOfCode(context.seal.open(ticket.held, about), email, body.code)
    if (step === null) throw wrong()
    // A ticket from before a rotation is under the key of before.
    const sealed = context.seal.reseal(ticket.held, about) ?? ticket.held
    await db.run(sql`
      update users set totp_sealed = ${sealed}, totp_last_step = ${step} where user_id = ${userId}`)
    await noteSecondFactor(db, sessionId)
    return { body: { recovery_codes: await renewRecoveryCodes(db, userId) } }
  },
})

const wrong = () =>
  new Problem(
    'sign_in_failed',
    'This is not the code of now. Look whether the phone’s clock is right, and begin again.',
  )
