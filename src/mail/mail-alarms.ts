import { alarmGuide } from '../alarms/alarm-guide.ts'
import { nameOf } from '../alarms/alarm-subject.ts'
import { claimUntoldAlarms, type UntoldAlarm } from '../alarms/untold-alarms.ts'
import { PLATFORM } from '../companies/company.ts'
import type { Job } from '../process/poll.ts'
import { queueMail } from './mail.ts'

/**
 * Mails the operator each alarm once, in the transaction that notes so. Without an address alarms wait in
 * `jetpay alarm list`.
 */
export const mailAlarms: Job = {
  name: 'mail-alarms',
  idleMs: 1_000,
  async run({ db, config: { operatorEmail, publicUrl } }) {
    if (operatorEmail === undefined) return false
    return db.transaction(async (db) => {
      const alarms = await claimUntoldAlarms(db)
      for (const alarm of alarms) {
        const to = { companyId: alarm.company_id ?? PLATFORM, to: operatorEmail }
        await queueMail(db, { ...to, ...mailOf(alarm, publicUrl) })
      }
      return alarms.length > 0
    })
  },
}

/** What it is about and whose comes first: who reads it on a phone sees the subject alone. */
export function mailOf(alarm: UntoldAlarm, publicUrl: string): { subject: string; text: string } {
  const { alarm_id, kind, subject, raised_at, details, company_name: company } = alarm
  const name = nameOf(alarm)
  const whose = company === null || name.includes(company) ? name : `${name}, ${company}`
  const { reason, next_step } = alarmGuide[kind]
  const lines = [
    whose,
    '',
    `Why: ${reason}`,
    `What to do: ${next_step}`,
    `Where: ${publicUrl}/dashboard/operator/alarms?state=open`,
    '',
    `${kind}: ${subject}`,
    `raised ${raised_at.toISOString()}`,
    ...Object.entries(details).map(
      ([name, value]) => `${name}: ${typeof value === 'string' ? value : JSON.stringify(value)}`,
    ),
    '',
    `When it is seen to: jetpay alarm close ${alarm_id} --by <you> --note <what was done>`,
  ]
  return { subject: `Jetpay alarm: ${whose}`, text: lines.join('\n') }
}
