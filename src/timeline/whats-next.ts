import { readHold } from '../charges/request-capture.ts'
import { type Db, sql } from '../db/sql.ts'
import type { TransactionRow } from '../debits/transaction.ts'
import { readPayouts } from './read-banking.ts'
import { fillIn, type Speech } from './timeline-item.ts'

/** What a transaction waits for, in words; nothing where it is over. */
export async function readNext(
  db: Db,
  companyId: string,
  row: TransactionRow,
  subjects: string[],
  { words: { next }, money, language }: Speech,
): Promise<string[]> {
  const { state, kind, rail, identifier: id } = row
  const { time_zone: timeZone } = await db.one<{ time_zone: string }>(sql`
    select time_zone from companies where company_id = ${companyId}`)
  const time = (at: Date) =>
    new Intl.DateTimeFormat(language === 'fr' ? 'fr-CA' : 'en-CA', {
      dateStyle: 'medium',
      timeStyle: 'short',
      timeZone,
    }).format(at)
  const waits: string[] = []
  if (state === 'preauthorized') {
    const hold = await readHold(db, companyId, id)
    if (hold?.expires_at && !hold.capturing) waits.push(fillIn(next.expiry, { time: time(hold.expires_at) }))
  }
  const doubt = await db.first(sql`
    select from attempts where company_id = ${companyId} and debit_id = ${id} and state in ('reversing', 'capturing')`)
  if (doubt) waits.push(next.reversal)
  if (state === 'requested') {
    const open = await db.first<{ until: Date }>(sql`
      select payable_until as until from debits
      where company_id = ${companyId} and debit_id = ${id} and rail is null and payable_until < 'infinity'
      union all
      select payable_until from credits
      where company_id = ${companyId} and credit_id = ${id} and payable_until < 'infinity'`)
    if (open) waits.push(fillIn(next.link, { time: time(open.until) }))
  }
  const queued = await db.first(sql`
    select from bank_items where company_id = ${companyId} and subject_id = any (${subjects}::uuid[]) and state = 'queued'`)
  if (queued) waits.push(next.file)
  if (kind === 'debit' && rail === 'card' && state === 'paid') waits.push(next.clearing)
  for (const { amount, currency, payout_id } of await readPayouts(db, companyId, subjects))
    if (payout_id === null) {
      const size = money(amount < 0n ? -amount : amount, currency)
      waits.push(fillIn(amount < 0n ? next.taken : next.payout, { amount: size }))
    }
  return waits
}
