import { z } from 'zod'
import { doubtfulAttempts, openDifferences } from '../charges/needed-debits.ts'
import { expiringCards } from '../contacts/expiring-cards.ts'
import { sql } from '../db/sql.ts'
import { endpoint } from '../http/endpoint.ts'
import { noPath } from '../http/schema.ts'

/** Counted as far as this: beyond it a person needs the list, not the number. */
const COUNT_MAX = 1_000

/** What may need somebody, the most pressing first, with where it is listed and what can be done. */
const kinds = {
  company_suspended: {
    list: '/company',
    next_step:
      'Ask the operator of this installation: until they let you go on you take no money and payouts wait; you still read, refund and cancel.',
  },
  company_closing: {
    list: '/company',
    next_step:
      'Nothing, where you wanted it: you take no money, and are paid out until nothing is owed to you. Otherwise ask the operator.',
  },
  dispute_to_answer: {
    list: '/dispute?state=needs_response',
    next_step: 'Add evidence and submit it before the deadline; without an answer the dispute is lost.',
  },
  payout_returned: {
    list: '/payout?state=returned',
    next_step:
      'Correct the bank account, then send the payout again; a suspended or closing company asks its operator to let it.',
  },
  webhook_failing: {
    list: '/webhooks?attention=webhook_failing',
    next_step: 'Mend your endpoint; then resume the webhook, and what it missed is delivered.',
  },
  outcome_unknown: {
    list: '/transaction?attention=outcome_unknown',
    next_step:
      'Nothing: the charge is being reversed until the network says so. Do not charge again before it has ended.',
  },
  difference_open: {
    list: '/transaction?attention=difference_open',
    next_step: 'The operator resolves it with the network; its payment waits until then.',
  },
  cards_expiring: {
    list: '/contact?attention=cards_expiring',
    next_step: 'Ask these customers for a new card before the end of the month.',
  },
} as const
type Kind = keyof typeof kinds
const kindNames = Object.keys(kinds) as [Kind, ...Kind[]]

type Row = {
  kind: Kind
  count: bigint
  first_at: Date | null
  due_at: Date | null
  examples: string[] | null
}

export const getCompanyAttention = endpoint({
  operationId: 'get_company_attention',
  method: 'GET',
  path: '/company/attention',
  tag: 'Company',
  summary: 'Get what needs somebody',
  description:
    'A company that its operator has suspended or closes, disputes to answer, payouts that came back, webhooks in trouble, charges of unknown outcome, differences with the network, cards that expire this month: how many, since when, until when, where exactly these are listed and what to do. Nothing of a kind: it is not there.',
  scope: 'company:read',
  pathSchema: noPath,
  answers: {
    200: {
      description: 'The most pressing first',
      schema: z
        .object({
          data: z.array(
            z.object({
              kind: z.enum(kindNames),
              count: z.int().meta({ description: `At most ${COUNT_MAX}: then there may be more` }),
              first_at: z.iso.datetime().nullable().meta({ description: 'Since when there is one' }),
              due_at: z.iso.datetime().nullable().meta({ description: 'When the first is too late' }),
              examples: z.array(z.string()).meta({ description: 'Ids of the first of what `list` lists' }),
              list: z.string().meta({ description: 'The path that lists them' }),
              next_step: z.string(),
            }),
          ),
        })
        .meta({ id: 'Attention' }),
    },
  },
  async handle({ db, companyId }) {
    const found = (kind: Kind, columns: ReturnType<typeof sql>, rows: ReturnType<typeof sql>) => sql`
      select ${kind}::text as kind, count(*) as count, ${columns}, (array_agg(id))[1:5] as examples
      from (${rows} limit ${COUNT_MAX}) found`
    const rows = await db.many<Row>(sql`
      ${found(
        'company_suspended',
        sql`min(suspended_at) as first_at, null::timestamptz as due_at`,
        sql`select company_id::text as id, suspended_at from companies
          where company_id = ${companyId} and suspended_at is not null and closing_at is null`,
      )} union all ${found(
        'company_closing',
        sql`min(closing_at), null::timestamptz`,
        sql`select company_id::text as id, closing_at from companies
          where company_id = ${companyId} and closing_at is not null`,
      )} union all ${found(
        'dispute_to_answer',
        sql`min(opened_at), min(respond_by)`,
        sql`select dispute_id::text as id, opened_at, respond_by from disputes
          where company_id = ${companyId} and state = 'needs_response' order by respond_by`,
      )} union all ${found(
        'payout_returned',
        sql`min(updated_at), null::timestamptz`,
        sql`select payout_id::text as id, updated_at from payouts
          where company_id = ${companyId} and state = 'returned' order by payout_id`,
      )} union all ${found(
        'webhook_failing',
        sql`min(failing_since), null::timestamptz`,
        sql`select webhook_id::text as id, failing_since from webhooks
          where company_id = ${companyId} and state <> 'active' order by webhook_id`,
      )} union all ${found(
        'outcome_unknown',
        sql`min(since), null::timestamptz`,
        sql`select debit_id::text as id, min(since) as since from (${doubtfulAttempts(companyId)}) doubtful
          group by debit_id order by since`,
      )} union all ${found(
        'difference_open',
        sql`min(since), null::timestamptz`,
        sql`select debit_id::text as id, min(since) as since from (${openDifferences(companyId)}) differing
          group by debit_id order by since`,
      )} union all ${found(
        'cards_expiring',
        sql`null::timestamptz, min(date_trunc('month', jetpay_now(), 'utc') + interval '1 month')`,
        sql`select distinct contact_id::text as id from (${expiringCards(companyId)}) expiring`,
      )}`)
    const pressing = rows
      .filter(({ count }) => count > 0n)
      .sort((one, other) => kindNames.indexOf(one.kind) - kindNames.indexOf(other.kind))
    return {
      body: {
        data: pressing.map(({ count, examples, ...row }) => ({
          ...row,
          count: Number(count),
          examples: examples ?? [],
          ...kinds[row.kind],
        })),
      },
    }
  },
})
