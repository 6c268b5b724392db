import { z } from 'zod'
import { requireAccount, requireCurrency } from '../bank-accounts/movable-account.ts'
import { countTowardDay } from '../companies/within-limit.ts'
import { holdContact } from '../contacts/contact.ts'
import { linkSchema } from '../debits/transaction.ts'
import { newId } from '../ground/ids.ts'
import { endpoint } from '../http/endpoint.ts'
import { labelFields, labelsOf } from '../http/metadata.ts'
import { amount, noPath, note, sameCurrency, statement, uuid } from '../http/schema.ts'
import { requireReached } from '../rails/require-reached.ts'
import { creditLink, mailCreditLink, newLinkSecret } from './credit-link.ts'
import { insertCredit } from './insert-credit.ts'
import { startCredit } from './start-credit.ts'

export const createCredit = endpoint({
  operationId: 'create_credit',
  method: 'PUT',
  path: '/credit',
  tag: 'Transactions',
  summary: 'Create a credit: pay a contact',
  description:
    'The money is pulled from your bank account, and once that is certain pushed to the contact’s. Without `to_bank_account` it waits, `requested`, until the contact has said on the page that `link` opens where to be paid; with it, it is `initiated` at once. `link` carries a secret beside the identifier: it is in this answer and in the mail that tells the contact, and nowhere else. Whoever has it says where the money goes.',
  scope: 'credits:write',
  takesMoney: true,
  reauthenticate: true,
  pathSchema: noPath,
  bodySchema: z.strictObject({
    amount,
    statement: statement.meta({ description: 'What the contact reads on the statement' }),
    note: note.nullish(),
    ...labelFields,
    currency: sameCurrency,
    from_bank_account: uuid.meta({
      description: 'The bank account of your company that pays; it says the currency',
    }),
    contact_id: uuid,
    to_bank_account: uuid.nullish().meta({ description: "A bank account of the contact's" }),
  }),
  answers: { 201: { description: 'The credit', schema: linkSchema } },
  problems: ['not_found', 'limit_exceeded'],
  answersSecret: true,
  async handle({ db, companyId, body, context: { config, seal } }) {
    const own = { companyId, contactId: null, id: body.from_bank_account }
    const { currency } = await requireAccount(db, own, 'from_bank_account')
    requireCurrency(body.currency, currency)
    await requireReached(db, config.bank, own, 'from_bank_account')
    await holdContact(db, companyId, body.contact_id)
    const id = newId()
    const { secret, secretHash } = newLinkSecret()
    const credit = {
      companyId,
      id,
      contactId: body.contact_id,
      fromBankAccountId: body.from_bank_account,
      currency,
      amount: body.amount,
      statement: body.statement,
      note: body.note ?? null,
      secretHash,
      labels: labelsOf(body),
    }
    const countedOn = await countTowardDay(db, companyId, id, { ...credit, counted: 'credits' })
    await insertCredit(db, config, credit, countedOn)
    if (body.to_bank_account) {
      await requireReached(db, config.bank, { companyId, id: body.to_bank_account }, 'to_bank_account')
      await startCredit(db, companyId, id, body.to_bank_account)
    } else
      await mailCreditLink(db, { seal, publicUrl: config.publicUrl }, { companyId, creditId: id, secret })
    return { status: 201, body: { identifier: id, link: creditLink(config.publicUrl, id, secret) } }
  },
})
