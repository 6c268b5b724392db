import { z } from 'zod'
import { requireAccount, requireCurrency } from '../bank-accounts/movable-account.ts'
import { countTowardDay } from '../companies/within-limit.ts'
import { holdContact } from '../contacts/contact.ts'
import { findOrCreateContact } from '../contacts/find-or-create-contact.ts'
import { noteTrace } from '../events/transaction-traces.ts'
import { newId } from '../ground/ids.ts'
import { endpoint } from '../http/endpoint.ts'
import { labelFields, labelsOf } from '../http/metadata.ts'
import { amount, email, noPath, note, sameCurrency, statement, text, uuid } from '../http/schema.ts'
import { insertDebit } from './insert-debit.ts'
import { linkOf, linkSchema } from './transaction.ts'

const body = z
  .strictObject({
    amount,
    statement: statement.meta({ description: 'What the payer reads on the statement' }),
    note: note.nullish(),
    ...labelFields,
    currency: sameCurrency,
    to_bank_account: uuid.meta({
      description: 'The bank account of your company where the money is deposited; it says the currency',
    }),
    contact_id: uuid.optional().meta({ description: 'Who is to pay: a contact’s identifier' }),
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
  takesMoney: true,
  pathSchema: noPath,
  bodySchema: body,
  answers: { 201: { description: 'The debit, `requested`', schema: linkSchema } },
  problems: ['not_found', 'limit_exceeded'],
  async handle({ db, companyId, body, context: { config }, timing: { span } }) {
    const { currency } = await requireAccount(
      db,
      { companyId, contactId: null, id: body.to_bank_account },
      'to_bank_account',
    )
    requireCurrency(body.currency, currency)
    const contactId =
      body.contact_id ?? (await findOrCreateContact(db, companyId, body.contact_email!, body.contact_name!))
    if (body.contact_id) await holdContact(db, companyId, contactId)
    const id = newId()
    const debit = {
      companyId,
      id,
      contactId,
      toBankAccountId: body.to_bank_account,
      currency,
      amount: body.amount,
      statement: body.statement,
      note: body.note ?? null,
      labels: labelsOf(body),
    }
    const countedOn = await countTowardDay(db, companyId, id, { ...debit, counted: 'debits' })
    await insertDebit(db, config, debit, countedOn)
    if (span) await noteTrace(db, companyId, id, span.traceparent)
    return { status: 201, body: { identifier: id, link: linkOf(config.publicUrl, id) } }
  },
})
