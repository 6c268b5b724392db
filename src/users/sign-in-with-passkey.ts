import { z } from 'zod'
import type { Database } from '../db/sql.ts'
import { Problem } from '../ground/errors.ts'
import { endpoint } from '../http/endpoint.ts'
import { noPath, text } from '../http/schema.ts'
import { authenticated, browserAnswer } from './passkey.ts'
import { signInAnswer } from './sign-in-answer.ts'
import { failedSignIn, signedIn } from './signed-in.ts'

export const signInWithPasskey = endpoint({
  operationId: 'sign_in_with_passkey',
  method: 'POST',
  path: '/session/passkey',
  tag: 'Session',
  summary: 'Sign in with a passkey',
  description:
    'What the browser answered to the options. A passkey asks for finger, face or PIN, so it is enough by itself.',
  scope: 'session:write',
  anyone: true,
  pathSchema: noPath,
  bodySchema: z.strictObject({ ticket: text(100), response: browserAnswer }),
  answers: { 200: { description: 'Signed in', schema: signInAnswer } },
  problems: ['sign_in_failed', 'wrong_state'],
  async handle(request) {
    const { context, body } = request
    const db = context.db as Database
    const user = await authenticated(db, context.config, body.ticket, body.response)
    if (user) return signedIn(db, request, user, 'passkey')
    await failedSignIn(db, request, undefined, 'passkey')
    throw new Problem(
      'sign_in_failed',
      'This passkey is none of ours, or the page was open for too long. Try again.',
    )
  },
})
