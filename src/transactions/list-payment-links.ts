import { z } from 'zod'
import { sql } from '../db/sql.ts'
import { linkOf, transactionKinds } from '../debits/transaction.ts'
import type { Currency } from '../ground/money.ts'
import { endpoint } from '../http/endpoint.ts'
import { before, listQuery, pageOf, toPage } from '../http/list.ts'
import { amountAnswer, currency, noPath, printAmount, uuid } from '../http/schema.ts'

type LinkRow = {
  identifier: string
  kind: (typeof transactionKinds)[number]
  amount: bigint
  currency: Currency
  statement: string
  external_reference: string | null
  contact_id: string
  contact_name: string
  payable_until: Date | null
  created_at: Date
}

const openLinkSchema = z
  .object({
    identifier: uuid,
    kind: z.enum(transactionKinds),
    link: z.string().nullable().meta({
      description:
        'Of a debit. Null of a credit: its link has a secret that only its making and its mail tell; `POST /transaction/{identifier}/send_link` mails a new one',
    }),
    amount: amountAnswer,
    currency,
    statement: z.string(),
    external_reference: z.string().nullable(),
    contact_id: uuid,
    contact_name: z.string().nullable().meta({ description: 'With the scope `contacts:read`; else null' }),
    payable_until: z.iso.datetime().nullable().meta({ description: 'When it ends by itself; null: never' }),
    created_at: z.iso.datetime(),
  })
  .meta({ id: 'OpenPaymentLink' })

export const listPaymentLinks = endpoint({
  operationId: 'list_payment_links',
  method: 'GET',
  path: '/payment_link',
  tag: 'Transactions',
  summary: 'List open payment links',
  description:
    'Debits that their payer has still to pay and credits whose contact has still to say where to be paid, newest first; those that the token may read.',
  scope: ['debits:read', 'credits:read'],
  pathSchema: noPath,
  querySchema: listQuery.extend({ kind: z.enum(transactionKinds).optional() }),
  answers: { 200: { description: 'A page of open links', schema: pageOf(openLinkSchema) } },
  async handle({ db, caller, companyId, query: { kind, limit, cursor }, context: { config } }) {
    const shows = (one: 'debit' | 'credit') => (kind ?? one) === one && caller.scopes.includes(`${one}s:read`)
    const [debits, credits] = [shows('debit'), shows('credit')]
    const rows = await db.many<LinkRow>(sql`
      select page.*, c.name as contact_name from (
        (select debit_id as identifier, 'debit' as kind, amount, currency, statement, external_reference, contact_id,
          nullif(payable_until, 'infinity') as payable_until, created_at from debits
        where company_id = ${companyId} and payable_until is not null and debit_id < ${before(cursor)} and ${debits}::boolean
        order by debit_id desc limit ${limit + 1})
        union all
        (select credit_id as identifier, 'credit' as kind, amount, currency, statement, external_reference, contact_id,
          nullif(payable_until, 'infinity') as payable_until, created_at from credits
        where company_id = ${companyId} and payable_until is not null and state = 'requested' and credit_id < ${before(cursor)}
          and ${credits}::boolean
        order by credit_id desc limit ${limit + 1})
      ) page join contacts c on c.company_id = ${companyId} and c.contact_id = page.contact_id
      order by identifier desc limit ${limit + 1}`)
    const namesToo = caller.scopes.includes('contacts:read')
    const show = ({ contact_name, amount, ...row }: LinkRow) => ({
      ...row,
      amount: printAmount(amount),
      link: row.kind === 'debit' ? linkOf(config.publicUrl, row.identifier) : null,
      contact_name: namesToo ? contact_name : null,
    })
    return { body: toPage(rows, limit, (row) => row.identifier, show) }
  },
})
