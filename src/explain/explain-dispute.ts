import { z } from 'zod'
import { type Db, sql } from '../db/sql.ts'
import { type DisputeRow, disputePath, disputeSchema, findDispute, showDispute } from '../disputes/dispute.ts'
import { Problem } from '../ground/errors.ts'
import { endpoint } from '../http/endpoint.ts'
import { type EntryRow, entries, entrySchema, showEntry } from '../ledger/entry.ts'
import { disputeExplained, type Opened, opened } from './dispute-paths.ts'
import { explanationSchema, negated, type Part, showExplanation } from './explanation.ts'
import { paidOutSchema, readPaidOut } from './paid-out.ts'
import { postedTo } from './posted-to.ts'
import { readSources } from './sources.ts'

export const explainDispute = endpoint({
  operationId: 'explain_dispute',
  method: 'GET',
  path: '/dispute/{dispute_id}/explain',
  tag: 'Disputes',
  summary: 'Explain a dispute',
  description:
    'What it did to your balance: what it took, below zero, and what came back once it was won, each with the files that its money is in, the ledger entries of both, and what of it is in which payout. With `part`: one of its amounts alone. The fee of its debit is that debit’s, and stays as it was.',
  scope: 'debits:read',
  notToNarrow: true,
  pathSchema: disputePath,
  querySchema: z.strictObject({
    part: z.enum(opened).optional().meta({
      description:
        '`amount`: what the network took, less what was more than the company had to bear. `amount_taken`: the same, from the other side. `given_back`: what the network paid again, less what was more than the dispute had taken',
    }),
    negated: negated.meta({
      description: 'All of it with the other sign: for a number that counts it below zero',
    }),
  }),
  answers: {
    200: {
      description: 'What it is made of',
      schema: explanationSchema
        .extend({ dispute: disputeSchema, entries: z.array(entrySchema), paid_out: z.array(paidOutSchema) })
        .meta({ id: 'DisputeExplanation' }),
    },
  },
  async handle({ db, companyId, path: { dispute_id }, query: { part, negated } }) {
    const dispute = await findDispute(db, companyId, dispute_id)
    if (part === 'given_back' && dispute.state !== 'won')
      throw new Problem('not_found', `Nothing of the dispute ${dispute_id} came back.`)
    const moves = await readMoves(db, dispute)
    const { amount, parts, rows } = explain(dispute, moves, part)
    const sign = negated ? -1n : 1n
    const explained = {
      currency: dispute.currency,
      amount: sign * amount,
      level: 'parts' as const,
      time_zone: 'UTC',
      parts: parts.map((part) => ({ ...part, amount: sign * part.amount })),
      next_cursor: null,
      sumBefore: 0n,
      as_of: (await db.one<{ as_of: Date }>(sql`select jetpay_now() as as_of`)).as_of,
    }
    const paidOut = await readPaidOut(db, companyId, [dispute_id])
    return {
      body: {
        ...showExplanation(explained),
        dispute: showDispute(dispute),
        entries: rows.map(showEntry),
        paid_out: paidOut.filter(
          (item) => part === undefined || (item.part === 'dispute_won') === (part === 'given_back'),
        ),
      },
    }
  },
})

/** What took and what gave, each with its entries and the network's records. */
type Moves = Record<'taken' | 'given', { rows: EntryRow[]; sources: NonNullable<Part['sources']> }>

async function readMoves(db: Db, { company_id, dispute_id, debit_id }: DisputeRow): Promise<Moves> {
  const rows = await db.many<EntryRow>(sql`
    ${entries} where e.company_id = ${company_id} and e.transaction_id = ${dispute_id}
    order by e.posted_at, e.sequence, e.line`)
  const sources = (await readSources(db, company_id, debit_id, [])).flatMap(({ subject_id, ...source }) =>
    subject_id === dispute_id ? [source] : [],
  )
  return {
    taken: {
      rows: rows.filter(({ move }) => move === 'open'),
      sources: sources.filter(({ amount }) => amount < 0n),
    },
    given: {
      rows: rows.filter(({ move }) => move !== 'open'),
      sources: sources.filter(({ amount }) => amount > 0n),
    },
  }
}

/**
 * The whole is what the ledger has, the parts what the dispute and the network's records say: that both agree
 * is what is shown.
 */
function explain(dispute: DisputeRow, { taken, given }: Moves, part: Opened | undefined) {
  const { dispute_id, debit_id, statement, amount, amount_taken, state, opened_at } = dispute
  const subject = { kind: 'dispute', identifier: dispute_id, transaction_id: debit_id, statement }
  const tell = (key: string, amount: bigint, of: Moves['taken'], explain: string | null = null): Part => ({
    key,
    amount,
    count: BigInt(of.rows.length),
    at: of === taken ? opened_at : (of.rows[0]?.posted_at ?? null),
    subject,
    sources: of.sources,
    explain,
  })
  /** What is more than was booked is a difference, which is not the company's. */
  const beyond = (amount: bigint): Part[] =>
    amount === 0n ? [] : [{ key: 'not_booked', amount, count: 1n, subject, explain: null }]
  const took = postedTo('company_payable', taken.rows)
  const gave = -postedTo('company_payable', given.rows)
  switch (part) {
    case 'amount':
      return {
        amount: took,
        rows: taken.rows,
        parts: [tell('taken_by_network', amount_taken, taken), ...beyond(amount - amount_taken)],
      }
    case 'amount_taken':
      return {
        amount: amount_taken,
        rows: taken.rows,
        parts: [tell('taken', took, taken), ...beyond(amount_taken - amount)],
      }
    case 'given_back': {
      const [source] = given.sources
      return {
        amount: gave,
        rows: given.rows,
        // Where the record is not here only what was booked of it is known.
        parts: source
          ? [tell('paid_by_network', source.amount, given), ...beyond(amount - source.amount)]
          : [tell('given_back', amount, given)],
      }
    }
    default:
      return {
        amount: gave - took,
        rows: [...taken.rows, ...given.rows],
        parts: [
          tell('taken', -amount, taken, disputeExplained(dispute_id, 'amount', true)),
          ...(state === 'won'
            ? [tell('given_back', amount, given, disputeExplained(dispute_id, 'given_back'))]
            : []),
        ],
      }
  }
}
