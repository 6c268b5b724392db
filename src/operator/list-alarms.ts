import { z } from 'zod'
import { type AlarmRow, alarmKinds } from '../alarms/alarm.ts'
import { alarmGuide } from '../alarms/alarm-guide.ts'
import { type AboutRow, aboutColumns, aboutFrom, nameOf } from '../alarms/alarm-subject.ts'
import { empty, sql } from '../db/sql.ts'
import { endpoint } from '../http/endpoint.ts'
import { before, listQuery, pageOf, toPage } from '../http/list.ts'
import { noPath, uuid } from '../http/schema.ts'
import { aboutSchema, showAbout } from './alarm-about.ts'

const alarmSchema = z
  .object({
    identifier: uuid,
    kind: z.enum(alarmKinds),
    subject: z.string().meta({ description: 'What it is about: an id, or a file’s name' }),
    name: z.string().meta({
      description: 'The same as people call it: `Payment of $66.60, “Order 7”`, `Clearing file N1 4`',
    }),
    company_id: uuid.nullable().meta({ description: 'Null where it concerns the platform itself' }),
    company_name: z.string().nullable(),
    about: aboutSchema.nullable().meta({
      description:
        'The payment, dispute or payout that it is about, of that company; null where it is a file, a company or the platform',
    }),
    reason: z.string().meta({ description: 'When an alarm of this kind is raised' }),
    next_step: z.string().meta({ description: 'What to do' }),
    details: z.record(z.string(), z.unknown()),
    raised_at: z.iso.datetime(),
    closed_at: z.iso.datetime().nullable(),
    closed_by: z.string().nullable(),
    note: z.string().nullable(),
  })
  .meta({ id: 'Alarm' })

type Row = AlarmRow & AboutRow

const showAlarm = ({ alarm_id, raised_at, closed_at, closed_by, note, ...row }: Row) => ({
  identifier: alarm_id,
  kind: row.kind,
  subject: row.subject,
  name: nameOf(row),
  company_id: row.company_id,
  company_name: row.company_name,
  about: showAbout(row),
  details: row.details,
  raised_at,
  closed_at,
  closed_by,
  note,
  ...alarmGuide[row.kind],
})

export const listAlarms = endpoint({
  operationId: 'list_alarms',
  method: 'GET',
  path: '/operator/alarms',
  tag: 'Operator',
  summary: 'List alarms',
  description: 'What a person has to see to, newest first, each with why it was raised and what to do.',
  scope: 'operator:read',
  pathSchema: noPath,
  querySchema: listQuery.extend({ state: z.enum(['open', 'closed']).optional() }),
  answers: { 200: { description: 'A page of alarms', schema: pageOf(alarmSchema) } },
  async handle({ db, query: { cursor, limit, state } }) {
    const rows = await db.many<Row>(sql`
      with page as materialized (
        select * from alarms where alarm_id < ${before(cursor)}
          ${state === 'open' ? sql`and closed_at is null` : empty}
          ${state === 'closed' ? sql`and closed_at is not null` : empty}
        order by alarm_id desc limit ${limit + 1}
      )
      select a.alarm_id, a.company_id, a.kind, a.subject, a.details, a.raised_at, a.closed_at, a.closed_by, a.note,
        ${aboutColumns}
      from page a ${aboutFrom} order by a.alarm_id desc`)
    return { body: toPage(rows, limit, (row) => row.alarm_id, showAlarm) }
  },
})
