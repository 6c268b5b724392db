import { endpoint } from '../http/endpoint.ts'
import { noPath, okSchema } from '../http/schema.ts'
import { noCookie } from '../http/session-door.ts'
import { personOf } from './person.ts'
import { endSessions } from './session.ts'

export const signOut = endpoint({
  operationId: 'sign_out',
  method: 'DELETE',
  path: '/session',
  tag: 'Session',
  summary: 'Sign out',
  description: 'Ends this session, on the server too: its cookie opens nothing any more.',
  scope: 'session:write',
  pathSchema: noPath,
  answers: { 200: { description: 'It is over', schema: okSchema } },
  async handle({ db, context, caller }) {
    const { userId, sessionId } = personOf(caller)
    await endSessions(db, userId, { only: sessionId })
    return { body: { ok: true }, headers: { 'set-cookie': noCookie(context.config) } }
  },
})
