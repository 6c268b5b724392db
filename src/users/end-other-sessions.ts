import { endpoint } from '../http/endpoint.ts'
import { noPath, okSchema } from '../http/schema.ts'
import { personOf } from './person.ts'
import { endSessions } from './session.ts'

export const endOtherSessions = endpoint({
  operationId: 'end_other_sessions',
  method: 'DELETE',
  path: '/session/sessions',
  tag: 'Session',
  summary: 'End all your other sessions',
  scope: 'session:write',
  pathSchema: noPath,
  answers: { 200: { description: 'Only this one is left', schema: okSchema } },
  async handle({ db, caller }) {
    const { userId, sessionId } = personOf(caller)
    await endSessions(db, userId, { but: sessionId })
    return { body: { ok: true } }
  },
})
