import { z } from 'zod'
import type { Database } from '../db/sql.ts'
import { Problem } from '../ground/errors.ts'
import { endpoint } from '../http/endpoint.ts'
import { email, noPath } from '../http/schema.ts'
import { enteredPassword, isPassword } from './password.ts'
import { recoveryCode, takeRecoveryCode, takeTotpCode, totpCode } from './second-factor.ts'
import { signInAnswer } from './sign-in-answer.ts'
import { failedSignIn, signedIn } from './signed-in.ts'
import { takeTry } from './tries.ts'
import { findUserByEmail } from './user.ts'

export const signIn = endpoint({
  operationId: 'sign_in',
  method: 'POST',
  path: '/session',
  tag: 'Session',
  summary: 'Sign in with a password',
  description:
    'For a browser: the answer brings the cookie of a new session. With an authenticator app also `code`, or one of the recovery codes. Whoever has a passkey and signs in by password alone shows the passkey before money moves. What is not right is not said, nor whether there is such an account.',
  scope: 'session:write',
  anyone: true,
  pathSchema: noPath,
  bodySchema: z.strictObject({
    email,
    password: enteredPassword,
    code: totpCode.optional(),
    recovery_code: recoveryCode.optional(),
  }),
  answers: { 200: { description: 'Signed in', schema: signInAnswer } },
  problems: ['sign_in_failed', 'second_factor_required'],
  async handle(request) {
    const { context, body, from } = request
    const db = context.db as Database
    const tries = await takeTry(db, body.email, from.address)
    const user = await findUserByEmail(db, body.email)
    const isRight = await isPassword(body.password, user?.password_hash ?? null)
    if (!user || !isRight) return refuse('password')
    if (body.recovery_code !== undefined) {
      if (!(await takeRecoveryCode(db, user.user_id, body.recovery_code))) return refuse('recovery_code')
      await tries.succeeded()
      return signedIn(db, request, user, 'recovery_code')
    }
    if (user.totp_sealed === null) {
      await tries.succeeded()
      return signedIn(db, request, user, 'password')
    }
    if (body.code === undefined) {
      await tries.goesOn()
      throw new Problem('second_factor_required', 'Enter the code that your authenticator app shows, too.')
    }
    if (!(await takeTotpCode(db, context.seal, user, body.code))) return refuse('code')
    await tries.succeeded()
    return signedIn(db, request, user, 'password', true)

    async function refuse(method: string): Promise<never> {
      await failedSignIn(db, request, user, method)
      throw new Problem(
        'sign_in_failed',
        'Address, password or code is not right. Try again, or set a new password by mail.',
      )
    }
  },
})
