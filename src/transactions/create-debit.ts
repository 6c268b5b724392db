import { z } from 'zod'
import { requireAccount } from '../bank-accounts/movable-account.ts'
import { holdContact } from '../contacts/contact.ts'
import { findOrCreateContact } from '../contacts/find-or-create-contact.ts'
import { sql } from '../db/sql.ts'
import { endpoint } from '../http/endpoint.ts'
import { amount, email, noPath, note, statement, text, uuid } from '../http/schema.ts'
import { newId } from '../ids.ts'
import { payableUntil } from './payable-until.ts'
import { linkOf, linkSchema } from './transaction.ts'

const body = z
  .strictObject({
    amount,
    statement: statement.meta({ description: 'What the payer reads on the statement' }),
    note: note.nullish(),
    to_bank_account: uuid.meta({
      description: 'The bank account of your company where the money is deposited; it says the currency',
    }),
    contact_id: uuid.optional(),
    contact_email: email
      .optional()
      .meta({ description: 'In place of `contact_id`: the contact with this address, or a new one' }),
    contact_name: text(200).optional().meta({ description: 'With `contact_email`: the name of a new one' }),
  })
  .superRefine(({ contact_id, contact_email, contact_name }, context) => {
    const say = (path: string, message: string) => context.addIssue({ code: 'custom', path: [path], message })
    if (contact_id !== undefined) {
      if (contact_email !== undefined) say('contact_email', 'does not go with contact_id; remove one')
      if (contact_name !== undefined) say('contact_name', 'does not go with contact_id; remove it')
    } else if (contact_email === undefined && contact_name === undefined)
      say('contact_id', 'is required (or contact_email and contact_name)')
    else {
      if (contact_email === undefined) say('contact_email', 'is required with contact_name')
      if (contact_name === undefined) say('contact_name', 'is required with contact_email')
    }
  })

export const createDebit = endpoint({
  operationId: 'create_debit',
  method: 'PUT',
  path: '/debit',
  tag: 'Transactions',
  summary: 'Create a debit',
  description:
    'Nothing is taken until the payer decides how to pay: on the page that `link` opens, or on yours (`POST /debit/{debit_id}/creditcard/url`, `POST /debit/{debit_id}/pay`).',
  scope: 'debits:write',
  pathSchema: noPath,
  bodySchema: body,
  answers: { 201: { description: 'The debit, `requested`', schema: linkSchema } },
  problems: ['not_found'],
  async handle({ db, companyId, body, context: { config } }) {
    const { currency } = await requireAccount(
      db,
      { companyId, contactId: null, id: body.to_bank_account },
      'to_bank_account',
    )
    const contactId =
      body.contact_id ?? (await findOrCreateContact(db, companyId, body.contact_email!, body.contact_name!))
    if (body.contact_id) await holdContact(db, companyId, contactId)
    const id = newId()
    await db.run(sql`
      with debited as (
        insert into debits (company_id, debit_id, contact_id, to_bank_account_id, state, amount, currency, statement,
          note, payable_until, created_at, updated_at)
        values (${companyId}, ${id}, ${contactId}, ${body.to_bank_account}, 'requested', ${body.amount}, ${currency},
          ${body.statement}, ${body.note ?? null}, ${payableUntil(config)}, jetpay_now(), jetpay_now())
        returning debits as debit, company_id, debit_id, created_at
      ), moved as (
        insert into transaction_moves (company_id, transaction_id, sequence, move, to_state, moved_at)
        select company_id, debit_id, 1, 'request', 'requested', created_at from debited
      ), linked as (
        insert into payment_links (identifier, company_id, kind) select debit_id, company_id, 'debit' from debited
      )
      insert into outbox (company_id, type, data, created_at)
      select company_id, 'transactions.debits.created', debit_event_data(debit), created_at from debited`)
    return { status: 201, body: { identifier: id, link: linkOf(config.publicUrl, id) } }
  },
})
