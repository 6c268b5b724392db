import { z } from 'zod'
import { type Db, empty, sql } from '../db/sql.ts'
import { payoutParts } from '../debits/payout-item.ts'
import { findForCaller, transactionPath } from '../debits/transaction.ts'
import { Problem } from '../ground/errors.ts'
import { endpoint } from '../http/endpoint.ts'
import { account, type EntryRow, entries, entrySchema, showEntry } from '../ledger/entry.ts'
import { disputeExplained } from './dispute-paths.ts'
import { explanationSchema, negated, type Part, type Subject, showExplanation } from './explanation.ts'
import { paidOutSchema, readPaidOut } from './paid-out.ts'
import { postedTo } from './posted-to.ts'
import { readSources } from './sources.ts'

/** Entries of a transaction with its refunds, disputes and fee: what is more is in `/ledger/entries`. */
const ENTRIES_MAX = 500

const KEY = '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}:[0-9]{1,4}$'
/** One move of a record: the `key` of an entry. */
const entryKey = z
  .string()
  .regex(new RegExp(KEY), 'must be the key of an entry')
  .transform((key) => {
    const [record = '', sequence] = key.split(':')
    return { record, sequence: Number(sequence) }
  })
  .meta({
    jsonSchema: {
      type: 'string',
      pattern: KEY,
      description:
        'Of one move alone, of the transaction or of a refund, dispute or fee of it: the `key` of an entry, as the explanation of an account has it',
      examples: ['019b0000-0000-7000-8000-000000000000:2'],
    },
  })

const ITEM = `^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}:(${payoutParts.join('|')})$`
/** One item of a payout: the record that it is of, and why it is in it. */
const itemKey = z
  .string()
  .regex(new RegExp(ITEM), 'must be the key of an item')
  .transform((key) => {
    const [record = '', part = ''] = key.split(':')
    return { record, part }
  })
  .meta({
    jsonSchema: {
      type: 'string',
      pattern: ITEM,
      description:
        'Of what is in a payout alone: of the transaction, or a refund or dispute of it, as the explanation of a payout has it',
      examples: ['019b0000-0000-7000-8000-000000000000:deposit'],
    },
  })

export const explainTransaction = endpoint({
  operationId: 'explain_transaction',
  method: 'GET',
  path: '/transaction/{identifier}/explain',
  tag: 'Transactions',
  summary: 'Explain a transaction',
  description:
    'What your company is owed for it: itself, less its fee, refunds and disputes, each with the files that its money is in, and the ledger entries of all. `paid_out`: what of it is in which payout, or waits for the next. With `entry`: one move of it alone; with `item`: what of it is in a payout for one reason.',
  scope: ['debits:read', 'credits:read'],
  notToNarrow: true,
  pathSchema: transactionPath,
  querySchema: z.strictObject({
    entry: entryKey.optional(),
    item: itemKey.optional(),
    account: account
      .default('company_payable')
      .meta({ description: 'With `entry`: what it posts to this account' }),
    negated: negated.meta({
      description:
        'With `entry`: for a number that counts what the ledger has below zero; with `item`: what is paid out',
    }),
  }),
  answers: {
    200: {
      description: 'What it is made of',
      schema: explanationSchema
        .extend({ entries: z.array(entrySchema), paid_out: z.array(paidOutSchema) })
        .meta({ id: 'TransactionExplanation' }),
    },
  },
  async handle({ db, caller, companyId, path, query: { entry, item, account, negated } }) {
    if (entry && item)
      throw new Problem('validation_failed', 'Correct these fields: item.', {
        errors: [{ path: 'item', message: 'must not be given beside `entry`' }],
      })
    const { identifier, kind, currency } = await findForCaller(db, caller, path.identifier, 'read')
    const all = await readRecords(db, companyId, identifier, kind, entry !== undefined)
    // Under the fee's item stands its debit.
    const records = all.filter(({ identifier, kind }) =>
      item?.part === 'fee' ? kind === 'fee' : identifier === (entry ?? item)?.record || !(entry ?? item),
    )
    const ids = records.map(({ identifier }) => identifier)
    const every = await db.many<EntryRow>(sql`
      ${entries} where e.company_id = ${companyId} and e.transaction_id = any (${ids}::uuid[])
        ${entry ? sql`and e.sequence = ${entry.sequence}` : empty}
      order by e.posted_at, e.transaction_id, e.sequence, e.line limit ${ENTRIES_MAX}`)
    const rows = item ? entriesOfItem(every, await amountOfItem(db, companyId, item), kind) : every
    if (entry && rows.length === 0)
      throw new Problem('not_found', `No entry ${entry.record}:${entry.sequence} is of this transaction.`)
    const amountOf = entry
      ? (of: EntryRow[]) => (negated ? -1n : 1n) * postedTo(account, of)
      : (of: EntryRow[]) => (negated && item ? 1n : -1n) * postedTo('company_payable', of)
    const sources = await readSources(db, companyId, identifier, ids)
    const parts = records.map((subject): Part => {
      const of = rows.filter((row) => row.transaction_id === subject.identifier)
      const amount = amountOf(of)
      return {
        key: subject.kind,
        amount,
        count: BigInt(of.length),
        at: of[0]?.posted_at ?? null,
        subject,
        sources: sources
          .filter(({ subject_id }) => subject_id === subject.identifier)
          .map(({ subject_id: _, ...source }) => source),
        explain:
          subject.kind === 'dispute' ? explainDisputed(subject, amount, entry || item ? of : null) : null,
      }
    })
    const { as_of } = await db.one<{ as_of: Date }>(sql`select jetpay_now() as as_of`)
    const explained = {
      currency,
      amount: amountOf(rows),
      level: 'records' as const,
      time_zone: 'UTC',
      parts,
      next_cursor: null,
      sumBefore: 0n,
      as_of,
    }
    return {
      body: {
        ...showExplanation(explained),
        entries: rows.map(showEntry),
        paid_out: await readPaidOut(db, companyId, ids),
      },
    }
  },
})

/** A dispute opens further: whole, or one `move` of it, unless that posts nothing to what is asked for. */
const explainDisputed = ({ identifier }: Subject, amount: bigint, move: EntryRow[] | null): string | null => {
  if (move === null) return disputeExplained(identifier)
  if (amount === 0n) return null
  return disputeExplained(identifier, move[0]?.move === 'open' ? 'amount' : 'given_back', amount < 0n)
}

/** What of a payout, or of the next, this item is, in minor units. 404 where there is none. */
async function amountOfItem(
  db: Db,
  companyId: string,
  { record, part }: { record: string; part: string },
): Promise<bigint> {
  const item = await db.first<{ amount: bigint }>(sql`
    select amount from payout_items
    where company_id = ${companyId} and transaction_id = ${record} and part = ${part}`)
  if (!item) throw new Problem('not_found', `No item ${record}:${part} is in a payout or waits for one.`)
  return item.amount
}

/**
 * A record has at most one item that adds to a payout and one that takes from it: the moves that owe its
 * amount are those that post to the company's side with that sign. Of a credit, which holds money of the
 * company on its way, all that is left of it is given back.
 */
const entriesOfItem = (rows: EntryRow[], amount: bigint, kind: 'debit' | 'credit'): EntryRow[] => {
  if (kind === 'credit') return rows.filter(({ move }) => (move === 'return_pull') === amount < 0n)
  const moves = Map.groupBy(rows, ({ transaction_id, sequence }) => `${transaction_id} ${sequence}`)
  return [...moves.values()]
    .filter((move) => {
      const owed = -postedTo('company_payable', move)
      return amount < 0n ? owed < 0n : owed > 0n
    })
    .flat()
}

/** The transaction, and what belongs to it; differences with the network (`items`) are owed to nobody. */
const readRecords = (db: Db, companyId: string, id: string, kind: 'debit' | 'credit', items: boolean) =>
  db.many<Subject>(sql`
    select ${kind}::text as kind, ${id}::uuid as identifier, ${id}::uuid as transaction_id, null::text as statement
    union all
    select 'fee', fee_id, transaction_id, null from fees where company_id = ${companyId} and transaction_id = ${id}
    union all
    select * from (select 'refund', refund_id, debit_id, null from refunds where company_id = ${companyId} and debit_id = ${id} order by refund_id) r
    union all
    select * from (select 'dispute', dispute_id, debit_id, null from disputes where company_id = ${companyId} and debit_id = ${id} order by dispute_id) x
    union all
    select 'reconciliation_item', item_id, debit_id, null from reconciliation_items
    where company_id = ${companyId} and debit_id = ${id} and ${items}`)
