import { z } from 'zod'
import { requireBankableAccount } from '../bank-accounts/movable-account.ts'
import { holdContact } from '../contacts/contact.ts'
import { sql } from '../db/sql.ts'
import { endpoint } from '../http/endpoint.ts'
import { amount, noPath, note, statement, uuid } from '../http/schema.ts'
import { newId } from '../ids.ts'
import { payableUntil } from '../transactions/payable-until.ts'
import { linkOf, linkSchema } from '../transactions/transaction.ts'
import { startCredit } from './start-credit.ts'

export const createCredit = endpoint({
  operationId: 'create_credit',
  method: 'PUT',
  path: '/credit',
  tag: 'Transactions',
  summary: 'Create a credit: pay a contact',
  description:
    'The money is pulled from your bank account, and once that is certain pushed to the contact’s. Without `to_bank_account` it waits, `requested`, until the contact has said on the page that `link` opens where to be paid; with it, it is `initiated` at once.',
  scope: 'credits:write',
  pathSchema: noPath,
  bodySchema: z.strictObject({
    amount,
    statement: statement.meta({ description: 'What the contact reads on the statement' }),
    note: note.nullish(),
    from_bank_account: uuid.meta({
      description: 'The bank account of your company that pays; it says the currency',
    }),
    contact_id: uuid,
    to_bank_account: uuid.nullish().meta({ description: "A bank account of the contact's" }),
  }),
  answers: { 201: { description: 'The credit', schema: linkSchema } },
  problems: ['not_found'],
  async handle({ db, companyId, body, context: { config } }) {
    const { currency } = await requireBankableAccount(
      db,
      { companyId, contactId: null, id: body.from_bank_account },
      'from_bank_account',
    )
    await holdContact(db, companyId, body.contact_id)
    const id = newId()
    await db.run(sql`
      with credited as (
        insert into credits (company_id, credit_id, contact_id, from_bank_account_id, state, amount, currency, statement,
          note, payable_until, created_at, updated_at)
        values (${companyId}, ${id}, ${body.contact_id}, ${body.from_bank_account}, 'requested', ${body.amount},
          ${currency}, ${body.statement}, ${body.note ?? null}, ${payableUntil(config)}, jetpay_now(), jetpay_now())
        returning credits as credit, company_id, credit_id, created_at
      ), moved as (
        insert into transaction_moves (company_id, transaction_id, sequence, move, to_state, moved_at)
        select company_id, credit_id, 1, 'request', 'requested', created_at from credited
      ), linked as (
        insert into payment_links (identifier, company_id, kind) select credit_id, company_id, 'credit' from credited
      )
      insert into outbox (company_id, type, data, created_at)
      select company_id, 'transactions.credits.created', credit_event_data(credit), created_at from credited`)
    if (body.to_bank_account) await startCredit(db, companyId, id, body.to_bank_account)
    return { status: 201, body: { identifier: id, link: linkOf(config.publicUrl, id) } }
  },
})
