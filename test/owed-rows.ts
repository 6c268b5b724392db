import { type Db, sql } from '../src/db/sql.ts'
import { newId } from '../src/ground/ids.ts'

/** What rows of payouts and disputes point to: a company's account, and a debit of its. */
export async function insertOwed(db: Db, companyId: string): Promise<{ account: string; debit: string }> {
  const [account, debit, contact] = [newId(), newId(), newId()]
  await db.run(sql`
    insert into contacts (company_id, contact_id, email, name) values (${companyId}, ${contact}, 'ada@example.com', 'Ada')`)
  await db.run(sql`
    insert into bank_accounts (company_id, bank_account_id, holder_name, account_type, transit_number,
      institution_number, account_number_sealed, account_number_last4, currency)
    values (${companyId}, ${account}, 'Ada', 'chequing', '00011', '001', '', '4567', 'CAD')`)
  await db.run(sql`
    insert into debits (company_id, debit_id, contact_id, to_bank_account_id, rail, state, amount, currency, statement, created_at, updated_at)
    values (${companyId}, ${debit}, ${contact}, ${account}, 'card', 'completed', 100, 'CAD', 'Order', jetpay_now(), jetpay_now())`)
  return { account, debit }
}
