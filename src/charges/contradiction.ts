import { raiseAlarm } from '../alarms/alarm.ts'
import { type Db, sql } from '../db/sql.ts'
import { type Currency, formatAmount } from '../ground/money.ts'
import type { Context } from '../process/context.ts'
import { pickReference, type ReferenceColumns, referenceColumns } from './network-reference.ts'

type AttemptKey = { company_id: string; debit_id: string; attempt_id: string }

/**
 * The network has said that nothing was taken by an attempt. Where a person had settled it as captured before
 * that answer came, nothing is moved: whoever settled it is told, by an alarm, that the network says
 * otherwise.
 */
export async function tellContradiction(
  db: Db,
  log: Context['log'],
  { company_id, debit_id, attempt_id }: AttemptKey,
  said: 'it reversed it' | 'it does not take the capture',
): Promise<void> {
  const stands = await db.first<ReferenceColumns & { amount: bigint; currency: Currency }>(sql`
    select ${referenceColumns}, amount, currency from attempts
    where company_id = ${company_id} and debit_id = ${debit_id} and attempt_id = ${attempt_id} and state = 'approved'`)
  if (!stands) return
  const { amount, currency } = stands
  const details = {
    attempt_id,
    debit_id,
    ...pickReference(stands),
    amount: formatAmount(amount),
    currency,
    network_said: said,
    do: 'ask the acquirer again: it was settled as captured before this answer came, and is paid; if it is not in the clearing files, its item of `jetpay reconciliation list` settles it',
  }
  const alarm = { kind: 'answer_contradicts_person', subject: attempt_id, companyId: company_id } as const
  if (await raiseAlarm(db, { ...alarm, details }))
    log.error(details, 'the network says otherwise than the person who settled an attempt')
}
