import { releaseHold } from '../charges/end-hold.ts'
import { type Db, sql } from '../db/sql.ts'
import { CONTACT_DELETED } from '../debits/debit.ts'
import {
  type AskedMove,
  closeToOtherTries,
  moveTransactions,
  type TransactionKey,
} from '../debits/debit-moves.ts'
import { LOWEST_ID } from '../ground/ids.ts'
import { cancelBankItems } from '../rails/bank-item.ts'

type OpenTransaction = TransactionKey & {
  kind: 'debit' | 'credit'
  state: 'requested' | 'initiated' | 'preauthorized'
}

/** Debits and credits that are cancelled at a time; the next follow in the same transaction. */
const BATCH = 500

/**
 * Cancels what a deleted contact has open, in the caller's transaction, which has locked the contact: debits
 * and credits that wait for them or are in no file to the bank yet, and holds that nobody captures. A debit
 * whose card is being charged at this moment ends as the network says; where it is not paid,
 * `transactions/expire-transactions.ts` cancels it.
 */
export async function cancelOpen(db: Db, companyId: string, contactId: string): Promise<void> {
  // Whoever pays at this moment is waited for by each move, and what they made of it is found by the next
  // round.
  while (await cancelRound(db, companyId, contactId));
}

/** True where there may be more: it cancelled some, or somebody was first with one. */
async function cancelRound(db: Db, companyId: string, contactId: string): Promise<boolean> {
  await closeToOtherTries(db, companyId, contactId)
  let again = false
  for (let after = LOWEST_ID; ; ) {
    const open = await listOpen(db, companyId, contactId, after)
    if (await cancelAll(db, open)) again = true
    if (open.length < BATCH) return again
    after = open.at(-1)!.transaction_id
  }
}

const listOpen = (db: Db, companyId: string, contactId: string, after: string) =>
  db.many<OpenTransaction>(sql`
    with open as (
      select company_id, debit_id as transaction_id, 'debit' as kind, state from debits
      where company_id = ${companyId} and contact_id = ${contactId}
        and (state = 'requested' and rail is null or state in ('initiated', 'preauthorized'))
      union all
      select company_id, credit_id, 'credit', state from credits
      where company_id = ${companyId} and contact_id = ${contactId} and state in ('requested', 'initiated')
    )
    select * from open where transaction_id > ${after} order by transaction_id limit ${BATCH}`)

async function cancelAll(db: Db, open: OpenTransaction[]): Promise<boolean> {
  const of = (kind: OpenTransaction['kind'], state: OpenTransaction['state']) =>
    open.filter((one) => one.kind === kind && one.state === state)
  const reasoned = (those: TransactionKey[]) =>
    those.map((key): AskedMove => ({ ...key, fail_reason: CONTACT_DELETED }))
  const unsent = async (kind: OpenTransaction['kind']) => {
    const initiated = of(kind, 'initiated')
    const subjects = initiated.map(({ company_id, transaction_id }) => ({
      company_id,
      subject_id: transaction_id,
    }))
    const stopped = new Set(await cancelBankItems(db, kind, 'debit', subjects))
    return initiated.filter(({ transaction_id }) => stopped.has(transaction_id))
  }
  const moved = [
    await moveTransactions(db, 'open_debit', 'cancel', reasoned(of('debit', 'requested'))),
    await moveTransactions(db, 'eft_debit', 'cancel', reasoned(await unsent('debit'))),
    await moveTransactions(
      db,
      'eft_credit',
      'cancel',
      reasoned([...of('credit', 'requested'), ...(await unsent('credit'))]),
    ),
  ]
  const cancelled = new Set(moved.flat().map(({ transaction_id }) => transaction_id))
  let released = false
  for (const { company_id, transaction_id } of of('debit', 'preauthorized'))
    if (await releaseHold(db, company_id, transaction_id, CONTACT_DELETED)) released = true
  // One that was `requested` and could not be cancelled is something else by now, and may be cancelled as
  // that.
  const overtaken = open.some(
    ({ state, transaction_id }) => state === 'requested' && !cancelled.has(transaction_id),
  )
  return cancelled.size > 0 || released || overtaken
}
