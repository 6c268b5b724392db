import { type Statement, sql } from '../db/sql.ts'
import { alarmNames, nameAlarm } from '../ground/alarm-names.ts'
import type { Currency } from '../ground/money.ts'
import { showMoney } from '../ground/show.ts'
import type { AlarmRow } from './alarm.ts'

/** What alarms are about that has a page of its own at its company. */
export const aboutKinds = ['transaction', 'dispute', 'payout'] as const

/** Of an alarm, beside its row. */
export type AboutRow = {
  company_name: string | null
  about_kind: (typeof aboutKinds)[number] | null
  about_id: string | null
  about_statement: string | null
  about_amount: bigint | null
  about_currency: Currency | null
}

type Named = AboutRow & Pick<AlarmRow, 'kind' | 'subject' | 'details'>

/** What it is about, as people call it: in the dashboard, the command and the mail. */
export const nameOf = (row: Named): string => {
  const { about_kind: kind, about_statement: statement, about_amount: amount, about_currency: currency } = row
  const about = kind && { kind, statement }
  return nameAlarm(alarmNames.en, { ...row, about }, () =>
    amount === null || currency === null ? '' : showMoney(amount, currency, 'en'),
  )
}

/** A subject that is an id; another is a file's name or a word. */
const isId = sql`'^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$'`
const idIn = (column: Statement) => sql`case when ${column} ~ ${isId} then (${column})::uuid end`

/** Beside the alarms `a`: the company's name, and `about_…`. */
export const aboutColumns = sql`c.name as company_name, about.*`
export const aboutFrom = sql`
  left join companies c on c.company_id = a.company_id
  left join lateral (
    select 'transaction' as about_kind, d.debit_id as about_id, d.statement as about_statement, d.amount as about_amount,
      d.currency as about_currency
    from debits d where a.kind in ('reversal_unacknowledged', 'capture_unacknowledged', 'answer_contradicts_person')
      and d.company_id = a.company_id
      and d.debit_id = ${idIn(sql`case a.kind when 'capture_unacknowledged' then a.subject else a.details ->> 'debit_id' end`)}
    union all
    select 'dispute', s.dispute_id, d.statement, s.amount, s.currency
    from disputes s join debits d on d.company_id = s.company_id and d.debit_id = s.debit_id
    where a.kind = 'dispute_undecided' and s.company_id = a.company_id and s.dispute_id = ${idIn(sql`a.subject`)}
    union all
    select 'payout', p.payout_id, null, p.amount, p.currency
    from payouts p where a.kind = 'payout_returned' and p.company_id = a.company_id and p.payout_id = ${idIn(sql`a.subject`)}
  ) about on true`
