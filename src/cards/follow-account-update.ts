import { closeAlarms, raiseAlarm } from '../alarms/alarm.ts'
import { type Db, sql } from '../db/sql.ts'
import { announce } from '../events/announce.ts'
import type { CardLogEntry } from '../ground/card-log-entry.ts'
import { type CreditCardRow, cardEventData, creditCardColumns } from './credit-card.ts'
import { keepNumber } from './former-number.ts'

type Updated = Extract<CardLogEntry, { kind: 'updated' }>
type UpdateFile = Extract<CardLogEntry, { kind: 'update_file' }>['data']

/**
 * Takes over what the vault has done to a card because its network said so, and tells the company. False
 * where there is no card for it: it was deleted meanwhile, or is for one debit alone that has its own end.
 */
export async function followAccountUpdate(db: Db, { company_id, card_id, data }: Updated): Promise<boolean> {
  if (data.reason === 'new_number') await keepNumber(db, company_id, card_id)
  const card = await (data.reason === 'closed'
    ? close(db, company_id, card_id)
    : renew(db, company_id, card_id, data))
  if (!card) return false
  if (data.reason === 'new_number')
    // The schemes count declines of a number; of this one there are none.
    await db.run(
      sql`delete from card_declines where company_id = ${company_id} and credit_card_id = ${card_id}`,
    )
  const { reason } = data
  await announce(db, company_id, 'contacts.credit_cards.updated', { ...cardEventData(card), reason })
  return true
}

const noted = (reason: string) => sql`
  account_updates = account_updates + 1, account_updated_as = ${reason}, account_updated_at = jetpay_now(),
  updated_at = jetpay_now()`

const close = (db: Db, companyId: string, cardId: string) =>
  db.first<CreditCardRow>(sql`
    update credit_cards set state = 'closed', ${noted('closed')}
    where company_id = ${companyId} and credit_card_id = ${cardId} and state in ('active', 'expired')
    returning ${creditCardColumns}`)

/**
 * A card that had expired can be charged again, and its last month is told anew. One that must rest because
 * of a decline rests no more where the update mends that: another number always, another date where the old
 * one was why.
 */
function renew(
  db: Db,
  companyId: string,
  cardId: string,
  data: Exclude<Updated['data'], { reason: 'closed' }>,
) {
  const { reason, brand, last4, expiry_month, expiry_year, fingerprint } = data
  const mended = sql`(${reason}::text = 'new_number' or declined_reason = 'expired_card')`
  const lasts = sql`(${expiry_year}::integer, ${expiry_month}::integer) >=
    (extract(year from jetpay_now() at time zone 'Etc/GMT+12'), extract(month from jetpay_now() at time zone 'Etc/GMT+12'))`
  return db.first<CreditCardRow>(sql`
    update credit_cards set brand = ${brand}, last4 = ${last4}, expiry_month = ${expiry_month}, expiry_year = ${expiry_year},
      fingerprint = ${fingerprint}, state = case when state = 'expired' and ${lasts} then 'active' else state end,
      expiring_told_at = case when ${lasts} then null else expiring_told_at end,
      expired_at = case when ${lasts} then null else expired_at end,
      charge_after = case when ${mended} then null else charge_after end,
      declined_reason = case when ${mended} then null else declined_reason end,
      declined_code = case when ${mended} then null else declined_code end, ${noted(reason)}
    where company_id = ${companyId} and credit_card_id = ${cardId} and state in ('active', 'expired', 'single_use')
    returning ${creditCardColumns}`)
}

/** A file that is refused, or missing, needs a person; one that was taken in settles both. */
export async function tellUpdateFile(db: Db, { name, state, says }: UpdateFile): Promise<void> {
  if (state === 'taken') {
    await closeAlarms(db, 'account_update_file_refused', name, 'vault')
    await closeAlarms(db, 'account_update_file_missing', says.split(':')[0] ?? says, 'vault')
  } else if (state === 'refused')
    await raiseAlarm(db, {
      kind: 'account_update_file_refused',
      subject: name,
      companyId: null,
      details: { file: name, reason: says, do: 'have the network send it again' },
    })
  else
    await raiseAlarm(db, {
      kind: 'account_update_file_missing',
      subject: says,
      companyId: null,
      details: { awaited: says, held: name, do: `get file ${says} from the network` },
    })
}
