import { type AccountCountry, countryIn } from '../bank-accounts/account-country.ts'
import { type Database, type Db, sql } from '../db/sql.ts'
import { itemsPaidOut } from '../debits/payout-item.ts'
import type { Config } from '../ground/config.ts'
import { newId } from '../ground/ids.ts'
import type { Currency } from '../ground/money.ts'
import { followMove, stateMadeBy } from '../lifecycle/follow-move.ts'
import { type NewBankItem, queueBankItems } from '../rails/bank-item.ts'
import { FILE_ITEMS_MAX } from '../rails/open-bank-file.ts'
import { railsOf, railTo } from '../rails/rail.ts'
import { type AskedPayout, movePayouts, type PayoutRow, payoutColumns } from './payout.ts'
import { sumsOf } from './payout-sums.ts'

/** Accounts that one run pays; the next follows at once. */
const BATCH = 100
/**
 * Bank items of one payout: those of one file, which one statement queues. The least of them, 1,000,000.00
 * each, are more than any debit.
 */
const PARTS_MAX = FILE_ITEMS_MAX

type OwedAccount = {
  company_id: string
  bank_account_id: string
  currency: Currency
  country: AccountCountry
}

/**
 * Makes a payout of all that waits for a bank account, where that is more than nothing: less than nothing
 * (refunds) is carried over. Not while a clearing file is half applied, so that a file's charges are one
 * payout and not many. Returns how many it made.
 */
export async function makePayouts(db: Database, bank: Config['bank']): Promise<number> {
  const waiting = await db.many<OwedAccount>(sql`
    select company_id, bank_account_id, currency, min(country) as country
    from payout_items join lateral (select ${countryIn('a')} as country, account_number_last4 as last4 from bank_accounts a
      where a.company_id = payout_items.company_id and a.bank_account_id = payout_items.bank_account_id) a on true
    where payout_id is null and not exists (select from clearing_files where state = 'read')
      -- A suspended company's payouts wait: what is its stays in its balance. Those of one that leaves go on.
      and not exists (select from companies c where c.company_id = payout_items.company_id and c.suspended_at is not null
        and c.closing_at is null)
      -- The bank may have paid it in the time that a restore has lost (docs/backup.md): until a person has seen to it.
      and not exists (select from recovery_items i where i.kind = 'bank_credit' and i.state = 'open' and i.last4 = a.last4)
    group by company_id, bank_account_id, currency having sum(amount) > 0
    order by company_id, bank_account_id limit ${BATCH}`)
  for (const account of waiting) await db.transaction((db) => makePayout(db, bank, account))
  return waiting.length
}

/**
 * The payout, its items, and the instruction to the bank: all or nothing. Rival workers wait for the items'
 * rows.
 */
async function makePayout(
  db: Db,
  bank: Config['bank'],
  { company_id, bank_account_id, currency, country }: OwedAccount,
): Promise<void> {
  const payoutId = newId()
  const most = itemMax(bank, { country, currency }) * BigInt(PARTS_MAX)
  const payout = await db.first<PayoutRow>(sql`
    with waiting as (
      select transaction_id, part, amount, owed_at from payout_items
      where company_id = ${company_id} and bank_account_id = ${bank_account_id} and currency = ${currency}
        and payout_id is null
      for update
    ), items as (
      -- What is taken off first, then the smaller: of more than a payout can be the rest is the next one's.
      select * from (
        select *, sum(amount) over (order by amount, transaction_id, part) as up_to from waiting
      ) running where up_to <= ${most}
    ), payout as (
      insert into payouts (company_id, payout_id, bank_account_id, state, amount, amount_owed, currency)
      select ${company_id}, ${payoutId}, ${bank_account_id}, ${stateMadeBy('payout', 'request')}::text, sum(amount), sum(amount), ${currency}
      from items having sum(amount) > 0
      returning payouts as payout, *
    ), moved as (
      select company_id, payout_id as record_id, 1 as sequence, null as from_state, state, created_at as moved_at,
        payout_event_data(payout) as event_data from payout
    ), ${followMove('payout', 'request')}, assigned as (${itemsPaidOut(company_id, sql`items`, sql`payout`)}
    ), summed as (${sumsOf(sql`payout`, sql`items`)}
    )
    select ${payoutColumns} from payout`)
  if (payout) await sendToBank(db, bank, payout)
}

/**
 * Queues the payout's credits for the next bank files: all of it that is owed and not queued, in as many
 * items as the rail takes it in. A deleted account sends it back to the company at once. Returns the payout
 * as it is then.
 */
export async function sendToBank(db: Db, bank: Config['bank'], payout: PayoutRow): Promise<PayoutRow> {
  const { company_id, payout_id, bank_account_id, currency } = payout
  const account = await db.first<{ country: AccountCountry }>(sql`
    select ${countryIn('a')} as country from bank_accounts a
    where company_id = ${company_id} and bank_account_id = ${bank_account_id} and deleted_at is null`)
  if (!account) {
    const refused: AskedPayout = { company_id, payout_id, fail_reason: 'account_deleted' }
    return (await movePayouts(db, [refused], 'refuse'))[0]!
  }
  const { queued, last_part } = await db.one<{ queued: bigint; last_part: number }>(sql`
    select coalesce(sum(amount) filter (where state = 'queued'), 0)::bigint as queued, coalesce(max(part), 0) as last_part
    from bank_items where company_id = ${company_id} and subject_id = ${payout_id} and kind = 'payout'`)
  await queueBankItems(
    db,
    inParts(payout.amount_owed - queued, itemMax(bank, { ...account, currency })).map(
      (amount, at): NewBankItem => ({
        companyId: company_id,
        kind: 'payout',
        subjectId: payout_id,
        part: last_part + at + 1,
        direction: 'credit',
        bankAccountId: bank_account_id,
        amount,
        currency,
        sundry: 'PAYOUT',
      }),
    ),
  )
  return payout
}

/**
 * Minor units that one item to such an account may be of: what its rail takes, or where none goes there, the
 * one that refuses it.
 */
function itemMax(bank: Config['bank'], account: { country: AccountCountry; currency: Currency }): bigint {
  const rails = railsOf(bank)
  return (railTo(rails, account) ?? rails[0]!).profile.amountMax
}

/** As few parts as possible, each at most `most`: full ones, and the rest. */
export function inParts(amount: bigint, most: bigint): bigint[] {
  const parts = Array<bigint>(Number(amount / most)).fill(most)
  return amount % most === 0n ? parts : [...parts, amount % most]
}
