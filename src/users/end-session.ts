import { z } from 'zod'
import { Problem } from '../ground/errors.ts'
import { endpoint } from '../http/endpoint.ts'
import { okSchema, uuid } from '../http/schema.ts'
import { personOf } from './person.ts'
import { endSessions } from './session.ts'

export const endSession = endpoint({
  operationId: 'end_session',
  method: 'DELETE',
  path: '/session/sessions/{session_id}',
  tag: 'Session',
  summary: 'End one of your sessions',
  scope: 'session:write',
  pathSchema: z.object({ session_id: uuid }),
  answers: { 200: { description: 'It is over', schema: okSchema } },
  async handle({ db, caller, path }) {
    const ended = await endSessions(db, personOf(caller).userId, { only: path.session_id })
    if (ended === 0) throw new Problem('not_found', 'You have no such session, or it is over.')
    return { body: { ok: true } }
  },
})
