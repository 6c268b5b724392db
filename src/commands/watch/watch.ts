import type { Database } from '../../db/sql.ts'
import { type Command, company, paging } from '../command.ts'
import { answerOf, changing, page } from '../on-database.ts'
import { uuid } from '../read-word.ts'

/** What an operator looks at: each is an endpoint of docs/operator.md, in a terminal. */
export const watchCommands: readonly Command[] = [
  {
    name: 'overview',
    summary: 'Show what waits for a person, and how the last verify ended',
    examples: ['overview', 'overview --json'],
    run: (given) => answerOf(given, 'platform', 'get_overview'),
  },
  {
    name: 'queue',
    summary: 'Show the worker’s jobs and what waits in each queue',
    examples: ['queue', 'queue --json'],
    run: (given) => answerOf(given, 'platform', 'get_work'),
  },
  {
    name: 'file list',
    summary: 'List files to the banks, newest first, with what each bank said',
    options: [
      {
        flags: '--state <state>',
        says: 'only those',
        choices: ['writing', 'sent', 'accepted', 'rejected'],
      },
      ...paging,
    ],
    examples: ['file list', 'file list --state rejected'],
    columns: ['name', 'state', 'currency', 'item_count', 'debits', 'credits', 'sent_at', 'reason'],
    run: (given) =>
      answerOf(given, 'platform', 'list_bank_files', {
        query: { ...page(given), state: given.has('state') },
      }),
  },
  {
    name: 'mail list',
    summary: 'List mails, newest first: sent, waiting or given up, and why',
    options: [
      { flags: '--state <state>', says: 'only those', choices: ['queued', 'sent', 'failed'] },
      ...paging,
    ],
    examples: ['mail list --state failed', 'mail list --limit 5'],
    columns: ['identifier', 'company_id', 'to', 'subject', 'state', 'reason'],
    run: (given) =>
      answerOf(given, 'platform', 'list_mails', { query: { ...page(given), state: given.has('state') } }),
  },
  {
    name: 'mail retry',
    summary: 'Send a mail again that waits or was given up',
    arguments: [{ name: '<mail id>', says: 'its id, as `jetpay mail list` shows it' }],
    options: [{ flags: '--company <id>', says: 'whose it is; needed until 0.4', old: true }],
    examples: ['mail retry 0197d3a0-0000-7000-8000-000000000009'],
    run: (given) => {
      const retry = async (db: Database, company_id: string | undefined) => {
        const { askOperation } = await import('../ask-operation.ts')
        return askOperation(db, 'retry_mail', {
          path: { company_id: company_id!, mail_id: uuid(given.word) },
        })
      }
      return changing(given, retry, 'mail')
    },
  },
  {
    name: 'webhook list',
    summary: 'List a company’s webhooks, or with --failing those of all companies that fail',
    options: [
      { flags: '--failing', says: 'of all companies, with since when, why and how many wait' },
      company,
      ...paging,
    ],
    examples: ['webhook list --failing', 'webhook list --company 0197d3a0-0000-7000-8000-000000000001'],
    columns: [
      'identifier',
      'company_name',
      'receiver',
      'callback_url',
      'state',
      'failures',
      'failing_since',
      'events_waiting',
    ],
    run: (given) =>
      given.flag('failing')
        ? answerOf(given, 'platform', 'list_failing_webhooks', { query: page(given) })
        : answerOf(given, 'company', 'list_webhooks', { query: page(given) }),
  },
]
