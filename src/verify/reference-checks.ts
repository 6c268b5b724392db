import { join, raw, type Statement, sql } from '../db/sql.ts'
import { type Check, type Counted, counted, findingOf } from './check.ts'
import { transactions } from './transactions.ts'

/**
 * Columns whose values, where none is null, are those of one row of `of`, whose key they are in that order.
 */
export type Reference = { table: string; columns: readonly string[]; of: Target }
type Target = keyof typeof keys

/** What is referred to, and its key. */
const keys = {
  attempts: ['company_id', 'debit_id', 'attempt_id'],
  bank_accounts: ['company_id', 'bank_account_id'],
  bank_files: ['bank_file_id'],
  bank_items: ['company_id', 'bank_item_id'],
  bulk_jobs: ['company_id', 'bulk_id'],
  cell_files: ['cell_id', 'sequence'],
  clearing_files: ['network_id', 'sequence'],
  clearing_records: ['network_id', 'sequence', 'line'],
  companies: ['company_id'],
  contacts: ['company_id', 'contact_id'],
  credit_cards: ['company_id', 'credit_card_id'],
  debits: ['company_id', 'debit_id'],
  disputes: ['company_id', 'dispute_id'],
  exports: ['company_id', 'export_id'],
  payouts: ['company_id', 'payout_id'],
  recoveries: ['recovery_id'],
  schedules: ['company_id', 'schedule_id'],
  sealing_keys: ['name'],
  transaction_moves: ['company_id', 'transaction_id', 'sequence'],
  /** Whatever has a history: several tables, so that no foreign key could say it. */
  transactions: ['company_id', 'transaction_id'],
  users: ['user_id'],
  webhooks: ['company_id', 'webhook_id'],
} as const

/** By table, each column (the company's id goes without saying) and what it refers to. */
const ofCompanies: Record<string, [columns: string, of: Target][]> = {
  attempt_decisions: [
    ['debit_id, attempt_id', 'attempts'],
    ['moved_id, moved_sequence', 'transaction_moves'],
  ],
  attempts: [
    ['debit_id', 'debits'],
    ['credit_card_id', 'credit_cards'],
  ],
  authorizations: [['debit_id, attempt_id', 'attempts']],
  bank_accounts: [['contact_id', 'contacts']],
  bank_items: [['bank_account_id', 'bank_accounts']],
  bank_notices: [['bank_item_id', 'bank_items']],
  bank_parked_returns: [['bank_item_id', 'bank_items']],
  bank_returns: [['bank_item_id', 'bank_items']],
  bulk_items: [['bulk_id', 'bulk_jobs']],
  card_declines: [['credit_card_id', 'credit_cards']],
  contact_erasures: [['contact_id', 'contacts']],
  credit_cards: [['contact_id', 'contacts']],
  credits: [
    ['contact_id', 'contacts'],
    ['from_bank_account_id', 'bank_accounts'],
    ['to_bank_account_id', 'bank_accounts'],
  ],
  debit_agreements: [
    ['debit_id', 'debits'],
    ['bank_account_id', 'bank_accounts'],
  ],
  debit_cards: [
    ['debit_id', 'debits'],
    ['credit_card_id', 'credit_cards'],
  ],
  debits: [
    ['contact_id', 'contacts'],
    ['from_bank_account_id', 'bank_accounts'],
    ['from_credit_card_id', 'credit_cards'],
    ['to_bank_account_id', 'bank_accounts'],
  ],
  deliveries: [['webhook_id', 'webhooks']],
  dispute_evidence: [['dispute_id', 'disputes']],
  disputes: [['debit_id', 'debits']],
  export_pieces: [['export_id', 'exports']],
  fees: [['transaction_id', 'debits']],
  former_card_numbers: [['credit_card_id', 'credit_cards']],
  idempotency_keys: [['debit_id', 'debits']],
  ledger_entries: [['transaction_id, sequence', 'transaction_moves']],
  payout_items: [
    ['payout_id', 'payouts'],
    ['bank_account_id', 'bank_accounts'],
  ],
  payout_sums: [['payout_id', 'payouts']],
  payouts: [['bank_account_id', 'bank_accounts']],
  refunds: [
    ['debit_id', 'debits'],
    ['to_bank_account_id', 'bank_accounts'],
  ],
  schedule_occurrences: [['schedule_id', 'schedules']],
  schedules: [
    ['contact_id', 'contacts'],
    ['from_bank_account_id', 'bank_accounts'],
    ['from_credit_card_id', 'credit_cards'],
    ['to_bank_account_id', 'bank_accounts'],
  ],
  signed_agreements: [['debit_id', 'debits']],
  transaction_moves: [['transaction_id', 'transactions']],
}

/** What belongs to a company and to nothing else of it. */
const companyTables =
  'api_tokens bank_accounts bulk_jobs company_limits contact_erasures contacts credits day_totals event_archives event_checkpoints event_heads exports fee_schedules ledger_closings memberships payment_links payouts receipt_cursors saved_views schedules webhooks'.split(
    ' ',
  )

/** What belongs to a person. */
const usersTables = 'memberships operators passkeys recovery_codes sessions user_tickets'.split(' ')

/**
 * Every reference that there is between tables: those that a foreign key holds too, and those on the way of a
 * charge, where one would cost more than the row that it is for.
 */
export const references: readonly Reference[] = [
  ...Object.entries(ofCompanies).flatMap(([table, columns]) =>
    columns.map(([names, of]): Reference => ({ table, columns: ['company_id', ...names.split(', ')], of })),
  ),
  ...companyTables.map((table): Reference => ({ table, columns: ['company_id'], of: 'companies' })),
  { table: 'bank_items', columns: ['bank_file_id'], of: 'bank_files' },
  { table: 'clearing_records', columns: ['network_id', 'sequence'], of: 'clearing_files' },
  { table: 'departed_bank_items', columns: ['bank_file_id'], of: 'bank_files' },
  { table: 'handed_on_records', columns: ['network_id', 'sequence', 'line'], of: 'clearing_records' },
  { table: 'handed_on_records', columns: ['cell_id', 'cell_sequence'], of: 'cell_files' },
  { table: 'handed_on_bank_moves', columns: ['cell_id', 'cell_sequence'], of: 'cell_files' },
  ...usersTables.map((table): Reference => ({ table, columns: ['user_id'], of: 'users' })),
  { table: 'invitations', columns: ['invited_by'], of: 'users' },
  { table: 'recovery_items', columns: ['recovery_id'], of: 'recoveries' },
  { table: 'sealing_rotations', columns: ['to_key'], of: 'sealing_keys' },
]

/** The rows of one table that refer to nothing. */
function dangling({ table, columns, of }: Reference): Statement {
  // What is referred to is looked up in the whole, also by a run that reads no more than what was touched.
  const target = of === 'transactions' ? sql`(${transactions})` : raw(`public.${of}`)
  const all = (each: (column: string, at: number) => string) => raw(columns.map(each).join(' and '))
  return sql`
    select ${raw(`'${table}'`)} as rows_of, ${raw(`'${columns.join(', ')}'`)} as columns,
      ${raw(`'${of}'`)} as refer_to, ${raw(`concat_ws(', ', ${columns.map((column) => `r.${column}`).join(', ')})`)} as missing
    from ${raw(table)} r
    where ${all((column) => `r.${column} is not null`)} and not exists (
      select from ${target} t where ${all((column, at) => `t.${keys[of][at]} = r.${column}`)})`
}

const allDangling = counted(join(references.map(dangling), ' union all '))

export const referenceChecks: Check[] = [
  {
    name: 'references_hold',
    says: 'Whatever a row refers to by its id is there, and is the same company’s',
    text: allDangling.text,
    reads: 'touched',
    run: async (db) => findingOf(await db.many<Counted>(allDangling)),
  },
]
