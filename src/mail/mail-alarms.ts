import { type AlarmRow, claimUntoldAlarms } from '../alarms/alarm.ts'
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
  async run({ db, config: { operatorEmail } }) {
    if (operatorEmail === undefined) return false
    return db.transaction(async (db) => {
      const alarms = await claimUntoldAlarms(db)
      for (const alarm of alarms) {
        const mail = { companyId: alarm.company_id ?? PLATFORM, to: operatorEmail }
        await queueMail(db, { ...mail, subject: `Jetpay alarm: ${alarm.kind}`, text: textOf(alarm) })
      }
      return alarms.length > 0
    })
  },
}

const textOf = ({ alarm_id, kind, subject, raised_at, details }: AlarmRow) =>
  [
    `${kind}: ${subject}`,
    `raised ${raised_at.toISOString()}`,
    '',
    ...Object.entries(details).map(
      ([name, value]) => `${name}: ${typeof value === 'string' ? value : JSON.stringify(value)}`,
    ),
    '',
    `When it is seen to: jetpay alarm close ${alarm_id} --by <you> --note <what was done>`,
  ].join('\n')
