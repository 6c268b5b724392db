import { type Command, company, companyOfIt, paging } from '../command.ts'
import { answerOf, page } from '../on-database.ts'
import { uuid } from '../read-word.ts'

const id = '0197d3a0-0000-7000-8000-000000000003'

/** `jetpay transaction …`, `jetpay payout …`: what became of money, as a company's own endpoints tell it. */
export const movementCommands: readonly Command[] = [
  {
    name: 'transaction list',
    summary: 'List a company’s debits and credits, newest first',
    options: [
      company,
      {
        flags: '--state <states>',
        says: 'only these, with commas',
        choices: ['requested', 'preauthorized', 'initiated', 'paid', 'completed', 'failed', 'cancelled'],
        several: true,
      },
      ...paging,
    ],
    examples: ['transaction list', 'transaction list --state paid,completed --limit 20'],
    columns: ['identifier', 'kind', 'state', 'amount', 'currency', 'statement', 'created_at'],
    run: (given) =>
      answerOf(given, 'company', 'list_transactions', {
        query: { ...page(given), state: given.has('state') },
      }),
  },
  {
    name: 'transaction show',
    summary: 'Show a debit or credit with all that became of it',
    arguments: [{ name: '<transaction id>', says: 'its id, as `jetpay transaction list` shows it' }],
    options: [companyOfIt],
    examples: [`transaction show ${id}`, `transaction show ${id} --json`],
    run: async (given) =>
      answerOf(given, 'transaction', 'get_transaction', { path: { identifier: uuid(given.word) } }),
  },
  {
    name: 'payout list',
    summary: 'List the deposits to a company’s bank accounts, newest first',
    options: [
      company,
      {
        flags: '--state <state>',
        says: 'only those',
        choices: ['requested', 'initiated', 'completed', 'returned'],
      },
      ...paging,
    ],
    examples: ['payout list', 'payout list --state returned'],
    columns: ['identifier', 'state', 'amount', 'currency', 'created_at', 'fail_reason'],
    run: (given) =>
      answerOf(given, 'company', 'list_payouts', {
        query: { ...page(given), state: given.has('state') },
      }),
  },
  {
    name: 'payout show',
    summary: 'Show a payout with what it consists of',
    arguments: [{ name: '<payout id>', says: 'its id, as `jetpay payout list` shows it' }],
    options: [companyOfIt],
    examples: [`payout show ${id}`],
    run: async (given) => answerOf(given, 'payout', 'get_payout', { path: { identifier: uuid(given.word) } }),
  },
]
