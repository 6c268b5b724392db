import { type Db, sql } from '../db/sql.ts'
import { type AskedMove, moveTransactions } from '../debits/debit-moves.ts'
import { type Owed, owe } from '../debits/payout-item.ts'
import type { Currency } from '../ground/money.ts'
import {
  type BankItemRow,
  type BankSubject,
  cancelBankItems,
  type Direction,
  queueBankItems,
} from '../rails/bank-item.ts'

const toAsked = ({ company_id, subject_id, fail_reason, fail_direction }: BankItemRow) => ({
  company_id,
  transaction_id: subject_id,
  fail_reason,
  fail_direction,
})

/** A credit's items: `debit` pulls from the company, `credit` pushes to the contact. */
const of = (items: BankItemRow[], direction: Direction, late?: boolean) =>
  items
    .filter((item) => item.direction === direction && (late === undefined || item.late === late))
    .map(toAsked)

/** What becomes of a credit when the bank's files say what became of its pull or of its push. */
export const creditSubject: BankSubject = {
  /** It is `initiated` since it is known where to pay. */
  async sent() {},
  async settled(db, items) {
    await push(db, await moveTransactions(db, 'eft_credit', 'pull', of(items, 'debit')))
    await moveTransactions(db, 'eft_credit', 'deliver', of(items, 'credit'))
  },
  async returned(db, items) {
    await moveTransactions(db, 'eft_credit', 'fail', of(items, 'debit', false))
    await pullReturned(db, of(items, 'debit', true))
    await giveBack(db, of(items, 'credit', false))
    const late = await moveTransactions(db, 'eft_credit', 'return_push', of(items, 'credit', true))
    await owe(db, late, 'push_returned')
  },
  async rejected(db, items) {
    await moveTransactions(db, 'eft_credit', 'fail', of(items, 'debit'))
    await giveBack(db, of(items, 'credit'))
  },
}

type Push = Pick<Owed, 'company_id' | 'transaction_id'> & {
  to_bank_account_id: string
  amount: bigint
  currency: Currency
  statement: string
  deleted: boolean
}

/** The money is here: on to the contact, or back where the contact's account was deleted meanwhile. */
async function push(db: Db, pulled: Owed[]): Promise<void> {
  const pushes = await db.many<Push>(sql`
    select c.company_id, c.credit_id as transaction_id, to_bank_account_id, c.amount, c.currency, statement,
      a.deleted_at is not null as deleted
    from unnest(${pulled.map((one) => one.company_id)}::uuid[], ${pulled.map((one) => one.transaction_id)}::uuid[])
      as pulled (company_id, credit_id)
    join credits c on c.company_id = pulled.company_id and c.credit_id = pulled.credit_id
    join bank_accounts a on a.company_id = c.company_id and a.bank_account_id = c.to_bank_account_id`)
  const gone = pushes.filter(({ deleted }) => deleted)
  await giveBack(
    db,
    gone.map((one) => ({ ...one, fail_reason: 'account_deleted', fail_direction: 'push' })),
  )
  await queueBankItems(
    db,
    pushes
      .filter(({ deleted }) => !deleted)
      .map(({ company_id, transaction_id, to_bank_account_id, amount, currency, statement }) => ({
        companyId: company_id,
        kind: 'credit',
        subjectId: transaction_id,
        direction: 'credit',
        bankAccountId: to_bank_account_id,
        amount,
        currency,
        sundry: statement,
      })),
  )
}

/** It did not reach the contact: the company gets it with its next payout. */
async function giveBack(db: Db, asked: AskedMove[]): Promise<void> {
  await owe(db, await moveTransactions(db, 'eft_credit', 'bounce', asked), 'push_returned')
}

/**
 * The company's bank took the pull back after it had counted as good. A push that no file has yet is stopped;
 * else the company owes it.
 */
async function pullReturned(db: Db, asked: AskedMove[]): Promise<void> {
  const stopped = new Set(
    await cancelBankItems(
      db,
      'credit',
      'credit',
      asked.map(({ company_id, transaction_id }) => ({ company_id, subject_id: transaction_id })),
    ),
  )
  const wasStopped = ({ transaction_id }: AskedMove) => stopped.has(transaction_id)
  await moveTransactions(db, 'eft_credit', 'unfund', asked.filter(wasStopped))
  const gone = asked.filter((one) => !wasStopped(one))
  await owe(db, await moveTransactions(db, 'eft_credit', 'return_pull', gone), 'pull_returned', {
    less: true,
  })
}
