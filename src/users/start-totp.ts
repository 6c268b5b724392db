import { z } from 'zod'
import { endpoint } from '../http/endpoint.ts'
import { noPath } from '../http/schema.ts'
import { personOf } from './person.ts'
import { newTotp } from './second-factor.ts'
import { newTicket } from './ticket.ts'
import { aboutTotp } from './user.ts'

/** Time to take up a phone. */
const MINUTES = 15

export const startTotp = endpoint({
  operationId: 'start_totp',
  method: 'POST',
  path: '/session/totp/options',
  tag: 'Session',
  summary: 'Begin to add an authenticator app',
  description:
    'A new secret, as text and as `otpauth:` address for a QR code. It counts once a code of it was sent back.',
  scope: 'session:write',
  reauthenticate: true,
  pathSchema: noPath,
  answersSecret: true,
  answers: {
    200: {
      description: 'The secret',
      schema: z.object({ ticket: z.string(), secret: z.string(), uri: z.string() }).meta({ id: 'NewTotp' }),
    },
  },
  async handle({ db, context, caller }) {
    const { userId, email } = personOf(caller)
    const { secret, uri } = newTotp(email)
    const held = context.seal.seal(secret, aboutTotp(userId))
    return {
      body: { ticket: await newTicket(db, 'totp_enrol', { userId, held, minutes: MINUTES }), secret, uri },
    }
  },
})
