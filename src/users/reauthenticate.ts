import { z } from 'zod'
import { Problem } from '../ground/errors.ts'
import { endpoint } from '../http/endpoint.ts'
import { PROOF_MINUTES, provenUntil } from '../http/proof-of-person.ts'
import { noPath, text } from '../http/schema.ts'
import { authenticated, browserAnswer } from './passkey.ts'
import { enteredPassword, isPassword } from './password.ts'
import { personOf } from './person.ts'
import { factorsOf, recoveryCode, takeRecoveryCode, takeTotpCode, totpCode } from './second-factor.ts'
import { noteProof } from './session.ts'
import { failedSignIn } from './signed-in.ts'
import { takeTry } from './tries.ts'
import { findUser } from './user.ts'

export const reauthenticate = endpoint({
  operationId: 'reauthenticate',
  method: 'POST',
  path: '/session/reauthenticate',
  tag: 'Session',
  summary: 'Show again that it is you',
  description: `\`ticket\` and \`response\` of a passkey alone; or \`password\`, and where there is an authenticator app or a passkey also \`code\` of the app or a \`recovery_code\`. For ${PROOF_MINUTES} minutes this session may then move money and make keys.`,
  scope: 'session:write',
  runs: 'itself',
  pathSchema: noPath,
  bodySchema: z.strictObject({
    password: enteredPassword.optional(),
    code: totpCode.optional(),
    recovery_code: recoveryCode.optional(),
    ticket: text(100).optional(),
    response: browserAnswer.optional(),
  }),
  answers: {
    200: {
      description: 'It is',
      schema: z.object({ ok: z.literal(true), proven_until: z.iso.datetime() }).meta({ id: 'Proof' }),
    },
  },
  problems: ['sign_in_failed', 'second_factor_required', 'wrong_state'],
  async handle(request) {
    const { db, context, caller, body, from } = request
    const { userId, sessionId, email } = personOf(caller)
    const tries = await takeTry(db, email, from.address)
    const shown = await whatIsShown()
    if (shown === null) {
      await failedSignIn(context.db, request, { user_id: userId, email }, 'reauthenticate')
      throw new Problem('sign_in_failed', 'That is not right, or it is another account’s. Try again.')
    }
    await tries.succeeded()
    await noteProof(db, sessionId, shown === 'second_factor')
    return { body: { ok: true, proven_until: provenUntil(new Date()) } }

    /** Null: what is shown is not theirs. */
    async function whatIsShown(): Promise<'password' | 'second_factor' | null> {
      if (body.ticket !== undefined && body.response !== undefined) {
        const key = await authenticated(db, context.config, body.ticket, body.response)
        return key?.user_id === userId ? 'second_factor' : null
      }
      const user = (await findUser(db, userId))!
      if (body.password === undefined || !(await isPassword(body.password, user.password_hash))) return null
      const { totp, passkeys } = await factorsOf(db, userId)
      if (body.recovery_code !== undefined)
        return (await takeRecoveryCode(db, userId, body.recovery_code)) ? 'second_factor' : null
      if (body.code !== undefined)
        return (await takeTotpCode(db, context.seal, user, body.code)) ? 'second_factor' : null
      if (totp || passkeys > 0) {
        await tries.goesOn()
        throw moreIsNeeded(totp)
      }
      return 'password'
    }
  },
})

/** It says no more of the account than its person, who is signed in, has been told. */
const moreIsNeeded = (totp: boolean) =>
  new Problem(
    'second_factor_required',
    totp
      ? 'Enter the code that your authenticator app shows, too, or use a passkey.'
      : 'You have a passkey: use it, or enter a recovery code too.',
  )
