import { type Database, type Db, sql } from '../db/sql.ts'
import { newId } from '../ids.ts'
import { type NewBankItem, queueBankItems } from '../rails/bank-item.ts'
import { movePayouts, type PayoutRow, payoutColumns } from './payout.ts'

/** Accounts that one run pays; the next follows at once. */
const BATCH = 100

type Waiting = { company_id: string; bank_account_id: string; currency: string }

/**
 * Makes a payout of all that waits for a bank account, where that is more than nothing: less than nothing (refunds) is
 * carried over. Not while a clearing file is half applied, so that a file's charges are one payout and not many. Answers how many it made.
 */
export async function makePayouts(db: Database): Promise<number> {
  const waiting = await db.many<Waiting>(sql`
    select company_id, bank_account_id, currency from payout_items
    where payout_id is null and not exists (select from clearing_files where state = 'read')
    group by company_id, bank_account_id, currency having sum(amount) > 0
    order by company_id, bank_account_id limit ${BATCH}`)
  for (const account of waiting) await db.transaction((db) => makePayout(db, account))
  return waiting.length
}

/** The payout, its items, and the instruction to the bank: all or nothing. Rival workers wait for the items' rows. */
async function makePayout(db: Db, { company_id, bank_account_id, currency }: Waiting): Promise<void> {
  const payoutId = newId()
  const payout = await db.first<PayoutRow>(sql`
    with items as (
      select transaction_id, part, amount from payout_items
      where company_id = ${company_id} and bank_account_id = ${bank_account_id} and currency = ${currency}
        and payout_id is null
      for update
    ), payout as (
      insert into payouts (company_id, payout_id, bank_account_id, amount, currency)
      select ${company_id}, ${payoutId}, ${bank_account_id}, sum(amount), ${currency} from items having sum(amount) > 0
      returning payouts as payout, *
    ), remembered as (
      insert into transaction_moves (company_id, transaction_id, sequence, move, to_state, moved_at)
      select company_id, payout_id, 1, 'request', state, created_at from payout
    ), announced as (
      insert into outbox (company_id, type, data, created_at)
      select company_id, 'payouts.requested', payout_event_data(payout), created_at from payout
    ), assigned as (
      update payout_items i set payout_id = payout.payout_id from payout, items
      where i.company_id = ${company_id} and i.transaction_id = items.transaction_id and i.part = items.part
    )
    select ${payoutColumns} from payout`)
  if (payout) await sendToBank(db, payout)
}

/** Queues the payout's credit for the next bank file; a deleted account sends it back to the company at once. */
export async function sendToBank(db: Db, payout: PayoutRow): Promise<void> {
  const { company_id, payout_id, bank_account_id } = payout
  const account = await db.first(sql`
    select bank_account_id from bank_accounts
    where company_id = ${company_id} and bank_account_id = ${bank_account_id} and deleted_at is null`)
  if (!account) {
    await movePayouts(db, [{ company_id, payout_id, fail_reason: 'account_deleted' }], 'refuse')
    return
  }
  await queueBankItems(db, [toBankItem(payout)])
}

const toBankItem = ({
  company_id,
  payout_id,
  bank_account_id,
  amount,
  currency,
}: PayoutRow): NewBankItem => ({
  companyId: company_id,
  kind: 'payout',
  subjectId: payout_id,
  direction: 'credit',
  bankAccountId: bank_account_id,
  amount,
  currency,
  sundry: 'PAYOUT',
})
