import { insertBankAccount } from '../bank-accounts/bank-account.ts'
import { createToken, tokenWorks } from '../companies/api-token.ts'
import { createCompany, setFeature } from '../companies/company.ts'
import { DEMO_NAME } from '../companies/demo-company.ts'
import { readPayee, setPayeeContact } from '../companies/payee.ts'
import { type Database, sql } from '../db/sql.ts'
import { hashSecret } from '../ground/ids.ts'
import type { Seal } from '../ground/seal.ts'
import { scopes } from '../http/authenticate.ts'

/** What a newcomer needs to try the platform; `npm start` writes it to `var/demo.json`. */
export type Demo = { company_id: string; bank_account_id: string; api_token: string }

/**
 * The demo company with card on file and a bank account of its own. What `known` names and still holds is
 * kept, so that a second start changes nothing.
 */
export async function seedDemo(db: Database, seal: Seal, known: Partial<Demo>): Promise<Demo> {
  const existing = await db.first<{ company_id: string; bank_account_id: string }>(sql`
    select company_id, bank_account_id from companies join bank_accounts using (company_id)
    where companies.name = ${DEMO_NAME} and contact_id is null and deleted_at is null
    order by bank_account_id limit 1`)
  const { company_id, bank_account_id } = existing ?? (await createDemo(db, seal))
  // Also a demo that is older than payment pages.
  if ((await readPayee(db, company_id)).contactEmail === null) await setPayeeContact(db, company_id, CONTACT)
  const kept =
    known.api_token !== undefined && (await tokenWorks(db, known.api_token)) ? known.api_token : undefined
  // One that was made before there were further scopes has those too.
  if (kept !== undefined)
    await db.run(sql`
      update api_tokens set scopes = ${scopes}
      where token_hash = ${hashSecret(kept)} and company_id = ${company_id} and name = 'demo' and scopes <> ${scopes}`)
  const api_token =
    kept ??
    (await createToken(db, 'demo', { companyId: company_id, name: 'demo', scopes: [...scopes] })).token
  return { company_id, bank_account_id, api_token }
}

const CONTACT = { email: 'billing@maplecycles.example', phone: '1-800-555-0100' }

const createDemo = (db: Database, seal: Seal) =>
  db.transaction(async (db) => {
    const companyId = await createCompany(db, DEMO_NAME)
    await setFeature(db, companyId, 'card_on_file', true)
    const account = await insertBankAccount(db, seal, companyId, null, {
      institution: 'Demo Bank',
      title: 'Operating account',
      holder_name: DEMO_NAME,
      account_type: 'chequing',
      transit_number: '00011',
      institution_number: '001',
      account_number: '1234567',
    })
    return { company_id: companyId, bank_account_id: account.bank_account_id }
  })
