import { type Db, sql } from '../db/sql.ts'
import { announce } from '../events/announce.ts'
import type { CardLogEntry } from '../ground/card-log-entry.ts'
import type { Context } from '../process/context.ts'
import type { Job } from '../process/poll.ts'
import { tellCardTesting } from './card-testing.ts'
import { type CreditCardRow, cardEventData, creditCardColumns } from './credit-card.ts'
import { followAccountUpdate, tellUpdateFile } from './follow-account-update.ts'

/**
 * Follows the vault's log by cursor. An entry is applied in the transaction that moves the cursor over it, so
 * each counts once, and none is lost while either side is down.
 */
export const followVaultLog = (idleMs: number): Job => {
  // Where the cursor was when last looked at: an older one finds entries that another worker has applied.
  let after: bigint | undefined
  return {
    name: 'follow-vault-log',
    idleMs,
    async run(context) {
      after ??= await readCursor(context)
      const entries = await context.vault.readLog(after)
      if (entries.length === 0) return false
      after = undefined
      for (const entry of entries) await apply(context, entry)
      return true
    },
  }
}

const readCursor = async ({ db }: Context): Promise<bigint> =>
  (await db.one<{ last_log_id: bigint }>(sql`select last_log_id from vault_cursor`)).last_log_id

async function apply({ db, log }: Context, entry: CardLogEntry): Promise<void> {
  await db.transaction(async (db) => {
    const moved = await db.run(sql`
      update vault_cursor set last_log_id = ${entry.log_id} where last_log_id = ${entry.log_id - 1}`)
    // Another worker was first.
    if (moved === 0) return
    if (entry.kind === 'locked') return tellCardTesting(db, entry.company_id, entry.data)
    if (entry.kind === 'update_file') return tellUpdateFile(db, entry.data)
    if (entry.kind === 'updated') {
      if (!(await followAccountUpdate(db, entry)))
        log.info({ logId: entry.log_id, cardId: entry.card_id }, 'no saved card for this log entry')
      return
    }
    const card = await (entry.kind === 'tokenized'
      ? activate(db, entry, entry.data)
      : fail(db, entry, entry.data))
    // No pending card: it was deleted meanwhile, or its URL was never handed out because the api died before.
    if (card?.state === 'single_use') await makeDue(db, card.credit_card_id, entry.company_id)
    if (!card)
      return log.info({ logId: entry.log_id, cardId: entry.card_id }, 'no pending card for this log entry')
    const outcome = entry.kind === 'tokenized' ? 'tokenized' : 'tokenization_failed'
    await announce(db, entry.company_id, `contacts.credit_cards.${outcome}`, cardEventData(card))
  })
}

type PageEntry = Extract<CardLogEntry, { kind: 'tokenized' | 'failed' }>
type Tokenized = Extract<CardLogEntry, { kind: 'tokenized' }>['data']
type Failed = Extract<CardLogEntry, { kind: 'failed' }>['data']

const activate = (db: Db, { company_id, card_id }: PageEntry, data: Tokenized) =>
  db.first<CreditCardRow>(sql`
    update credit_cards set
      state = case when exists (
        select from debit_cards where company_id = ${company_id} and credit_card_id = ${card_id}
      ) then 'single_use' else 'active' end, brand = ${data.brand}, last4 = ${data.last4}, expiry_month = ${data.expiry_month},
      expiry_year = ${data.expiry_year}, fingerprint = ${data.fingerprint}, funding = ${data.funding ?? null}, country = ${data.country ?? null},
      cvc_result = ${data.cvc_result ?? null}, postal_code_result = ${data.postal_code_result ?? null},
      network_transaction_id = ${data.network_transaction_id ?? null},
      agreement = ${data.agreement ? JSON.stringify(data.agreement) : null}::jsonb
        || jsonb_build_object('at', to_char(jetpay_now() at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')), updated_at = jetpay_now()
    where company_id = ${company_id} and credit_card_id = ${card_id} and state = 'pending'
    returning ${creditCardColumns}`)

/** A card that was entered for a debit: it is to be charged (charges/charge-entered-cards.ts). */
const makeDue = (db: Db, cardId: string, companyId: string) =>
  db.run(sql`
    update debit_cards set entered_at = jetpay_now(), due_at = jetpay_now()
    where company_id = ${companyId} and credit_card_id = ${cardId} and entered_at is null`)

const fail = (db: Db, { company_id, card_id }: PageEntry, data: Failed) =>
  db.first<CreditCardRow>(sql`
    update credit_cards set state = 'failed', fail_reason = ${data.fail_reason}, updated_at = jetpay_now()
    where company_id = ${company_id} and credit_card_id = ${card_id} and state = 'pending'
    returning ${creditCardColumns}`)
