import { z } from 'zod'
import { closeAlarm as close } from '../alarms/alarm.ts'
import { endpoint } from '../http/endpoint.ts'
import { okSchema, uuid } from '../http/schema.ts'
import { decided, decidedBy, why } from './operators-decision.ts'

export const closeAlarm = endpoint({
  operationId: 'close_alarm',
  method: 'POST',
  path: '/operator/alarms/{alarm_id}/close',
  tag: 'Operator',
  summary: 'Close an alarm',
  description:
    'Once it is seen to; who did and the note are kept. Nothing else changes: what it is about is resolved at its own place, which closes it by itself.',
  scope: 'operator:write',
  pathSchema: z.object({ alarm_id: uuid }),
  bodySchema: z.strictObject({ note: why }),
  answers: { 200: { description: 'It is closed', schema: okSchema } },
  async handle({ db, caller, path: { alarm_id }, body: { note } }) {
    const { company_id } = await decided(
      'note',
      close(db, alarm_id, decidedBy(caller), note),
      '/operator/alarms',
    )
    return { body: { ok: true }, concerns: company_id }
  },
})
