import { z } from 'zod'
import { empty, sql } from '../db/sql.ts'
import { endpoint } from '../http/endpoint.ts'
import { listQuery, toPage } from '../http/list.ts'
import { currency, noPath, uuid } from '../http/schema.ts'
import {
  account,
  cursorValue,
  day,
  type EntryCursor,
  type EntryRow,
  entries,
  entryPosition,
  entrySchema,
  showEntry,
} from './entry.ts'
import { searchEntries } from './search-entries.ts'

const cursor = z
  .string()
  .regex(/^\d{4}-\d\d-\d\d_[0-9a-f-]{36}_\d{1,4}_\d{1,4}$/, 'must be the next_cursor of a page')
  .transform((text, context) => {
    const [onDay, transaction_id, sequence, line] = text.split('_')
    if (day.safeParse(onDay).success && uuid.safeParse(transaction_id).success)
      return { day: onDay!, transaction_id: transaction_id!, sequence: Number(sequence), line: Number(line) }
    context.addIssue('must be the next_cursor of a page')
    return z.NEVER
  })
  .meta({
    jsonSchema: {
      type: 'string',
      description: '`next_cursor` of the page before',
      examples: ['2026-01-31_019a4c7e-5b1a-7c3e-9f10-2b8f6d0a4e11_2_1'],
    },
  })

const toCursor = (row: EntryCursor) => `${row.day}_${row.transaction_id}_${row.sequence}_${row.line}`

export const listLedgerEntries = endpoint({
  operationId: 'list_ledger_entries',
  method: 'GET',
  path: '/ledger/entries',
  tag: 'Ledger',
  summary: 'List ledger entries',
  description:
    'Newest day first, and within a day newest transaction first. Entries are never changed or deleted; those of one move sum to zero in each currency.',
  scope: 'company:read',
  pathSchema: noPath,
  querySchema: listQuery.extend({
    cursor: cursor.optional(),
    account: account.optional(),
    currency: currency.optional(),
    transaction_id: uuid.optional(),
    from: day.optional().meta({ description: 'The first day (UTC)' }),
    to: day.optional().meta({ description: 'The last day, included' }),
  }),
  answers: {
    200: {
      description: 'A page of entries',
      schema: z
        .object({ data: z.array(entrySchema), next_cursor: z.string().nullable() })
        .meta({ id: 'LedgerEntryPage' }),
    },
  },
  async handle({ db, companyId, query }) {
    const { account, currency, from, to } = query
    if ((account || currency) && !query.transaction_id) {
      const asked = { companyId, cursor: query.cursor, account, currency, from, to, limit: query.limit + 1 }
      const { rows, unread } = await searchEntries(db, asked)
      const page = toPage(rows, query.limit, toCursor, showEntry)
      return { body: { ...page, next_cursor: page.next_cursor ?? (unread && toCursor(unread)) } }
    }
    const rows = await db.many<EntryRow>(sql`
      ${entries}
      where e.company_id = ${companyId}
        ${query.cursor ? sql`and ${entryPosition} < ${cursorValue(query.cursor)}` : empty}
        ${query.transaction_id ? sql`and e.transaction_id = ${query.transaction_id}` : empty}
        ${query.account ? sql`and e.account = ${query.account}` : empty}
        ${query.currency ? sql`and e.currency = ${query.currency}` : empty}
        ${query.from ? sql`and e.day >= ${query.from}::date` : empty}
        ${query.to ? sql`and e.day <= ${query.to}::date` : empty}
      order by e.day desc, e.transaction_id desc, e.sequence desc, e.line desc limit ${query.limit + 1}`)
    return { body: toPage(rows, query.limit, toCursor, showEntry) }
  },
})
