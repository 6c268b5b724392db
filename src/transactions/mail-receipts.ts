import { formerNumberOf } from '../cards/former-number.ts'
import { type Db, sql } from '../db/sql.ts'
import { queueMail } from '../mail/mail.ts'
import type { Job } from '../process/poll.ts'
import { type Receipt, receiptMail } from './receipt-mail.ts'

/** Companies that one look takes up; each moves on, so the next look has the others. */
const COMPANIES = 50
/**
 * Events of a company's log that one look goes through: at most as many mails are written in a transaction.
 */
const EVENTS = 200

/**
 * Mails receipts for paid debits and refunds, of companies that want them (`receipts_by_mail`). It follows
 * the log of events beside all payments: a charge waits for no mail. The mails and how far the log was
 * followed are one transaction, so each is queued once.
 */
export const mailReceipts = (idleMs = 1_000): Job => ({
  name: 'mail-receipts',
  idleMs,
  async run({ db }) {
    const behind = await db.many<{ company_id: string }>(sql`
      select r.company_id from receipt_cursors r join event_heads h on h.company_id = r.company_id
      where h.last_event_id > r.last_event_id order by r.moved_at limit ${COMPANIES}`)
    let more = behind.length === COMPANIES
    for (const { company_id: companyId } of behind)
      more = (await db.transaction((db) => follow(db, companyId))) || more
    return more
  },
})

/** Of two workers one has the company; the other leaves it. Returns whether the log goes on. */
async function follow(db: Db, companyId: string): Promise<boolean> {
  const cursor = await db.first<{ last_event_id: bigint; head: bigint }>(sql`
    select r.last_event_id, (select h.last_event_id from event_heads h where h.company_id = ${companyId}) as head
    from receipt_cursors r where r.company_id = ${companyId} for update skip locked`)
  if (!cursor) return false
  const { last_event_id: after, head } = cursor
  const through = after + BigInt(EVENTS) < head ? after + BigInt(EVENTS) : head
  for (const receipt of await findReceipts(db, companyId, after, through))
    await queueMail(db, receiptMail(receipt))
  await db.run(sql`
    update receipt_cursors set last_event_id = ${through}, moved_at = jetpay_now() where company_id = ${companyId}`)
  return through < head
}

/**
 * What is to be told of the events after one and up to another. A contact that was deleted since is mailed
 * nothing. A bank account that a refund goes to may be another than the one that paid.
 */
const findReceipts = (db: Db, companyId: string, after: bigint, through: bigint) =>
  db.many<Receipt>(sql`
    with told as materialized (
      select event_id, created_at, (data ->> 'transactionId')::uuid as debit_id, (data ->> 'refundId')::uuid as refund_id
      from events where company_id = ${companyId} and event_id > ${after} and event_id <= ${through}
        and type in ('transactions.debits.paid', 'transactions.debits.refunded')
    )
    select c.company_id, case when told.refund_id is null then 'payment' else 'refund' end as of, told.created_at as at,
      c.email, coalesce(c.language, m.language) as language, m.name as company, m.time_zone, m.contact_email, m.contact_phone,
      d.debit_id, told.refund_id, coalesce(r.amount, d.amount) as amount, d.amount as amount_paid, d.currency, d.statement,
      d.external_reference, coalesce(former.brand, card.brand) as brand, coalesce(former.last4, card.last4) as card_last4, account.account_number_last4 as account_last4,
      case when told.refund_id is null then approved.authorization_code end as authorization_code,
      coalesce(r.method = 'reversal', false) as reversed
    from told
    join debits d on d.company_id = ${companyId} and d.debit_id = told.debit_id
    join contacts c on c.company_id = ${companyId} and c.contact_id = d.contact_id and c.deleted_at is null
    join companies m on m.company_id = ${companyId}
    left join refunds r on r.company_id = ${companyId} and r.refund_id = told.refund_id
    left join credit_cards card on card.company_id = ${companyId} and card.credit_card_id = d.from_credit_card_id
      and r.to_bank_account_id is null
    ${formerNumberOf(companyId, sql`d.created_at`)}
    left join bank_accounts account on account.company_id = ${companyId}
      and account.bank_account_id = coalesce(r.to_bank_account_id, d.from_bank_account_id)
    left join lateral (
      select authorization_code from attempts a where a.company_id = ${companyId} and a.debit_id = d.debit_id
        and a.state = 'approved' and a.kind <> 'refund'
      order by a.attempt_id desc limit 1
    ) approved on true
    order by told.event_id`)
