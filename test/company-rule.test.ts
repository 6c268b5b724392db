/**
 * The house rule that a machine can check: every statement on a company's table says whose rows it means
 * (docs/adr/0001).
 */
import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { test } from 'node:test'
import { projectFolder } from '../src/ground/config.ts'
import { companyTables, unheldTables } from './company-rule.ts'

const files = (pattern: string) => globSync(pattern, { cwd: projectFolder })
const tables = companyTables(files('migrations/{main,vault}/*.sql').map((file) => `${projectFolder}/${file}`))

/** What may look at all companies' rows, with each table as often as it does, and why. */
const exempt: { why: string; uses: Record<string, string> }[] = [
  {
    why: 'Finds what is due, whoever it belongs to; what is done about it names its company.',
    uses: {
      'src/webhooks/alert-webhooks.ts': 'webhooks',
      'src/events/archive-events.ts': 'event_heads',
      'src/transactions/mail-receipts.ts': 'event_heads+receipt_cursors',
      'src/disputes/chase-disputes.ts': 'disputes',
      'src/events/open-blocks.ts': 'event_heads',
      'src/charges/end-authorizations.ts': 'attempts+authorizations+contacts+debits, authorizations',
      'src/cards/expire-cards.ts': 'credit_cards',
      'src/erasure/erase-contacts.ts': 'contact_erasures, contact_erasures',
      'src/transactions/expire-transactions.ts': 'credits, credits, debits, debits',
      'src/webhooks/prune-webhook-deliveries.ts': 'webhooks',
      'src/ledger/roll-up-ledger.ts': 'companies+ledger_closings',
      'src/ledger/summarize-ledger.ts': 'ledger_closings',
      'src/events/summarize-events.ts': 'event_heads',
      'src/events/sequence-events.ts': 'outbox, outbox, outbox',
      'src/cards/shred-cards.ts': 'credit_cards, credit_cards',
      'src/search/summarize-lists.ts': 'companies, restated_rows, restated_rows, search_blocks',
      // The claim and the lookup share a condition that joins each webhook to its own company's head.
      'src/webhooks/webhook-turns.ts': 'event_heads, event_heads, event_heads, webhooks, webhooks',
      'src/charges/reverse-attempts.ts': 'fragment',
      'src/charges/try-card.ts': 'debit_cards, debit_cards',
      'src/schedules/charge-occurrences.ts': 'schedule_occurrences, schedule_occurrences',
      'src/schedules/make-occurrences.ts': 'schedules, schedules',
      'src/payouts/make-payouts.ts': 'payout_items',
      'src/payouts/pay-out.ts': 'payout_items',
      'src/rails/open-bank-file.ts': 'bank_accounts+bank_items',
      'src/rails/send-bank-files.ts': 'bank_items',
      'src/rails/settle-by-clock.ts': 'bank_items',
      'src/disputes/dispute-response.ts': 'attempts+disputes',
      'src/disputes/answer-disputes.ts': 'disputes',
      'src/disputes/hand-over-response.ts': 'disputes',
      'src/bulk/do-bulks.ts': 'bulk_items, bulk_items, bulk_jobs, bulk_jobs',
      'src/exports/make-exports.ts': 'exports, exports, exports',
      'src/summaries/sum-moves.ts': 'companies, summed_moves',
    },
  },
  {
    why: 'Whether another company is leaving the cell.',
    uses: { 'src/moving/in-the-way.ts': 'departures' },
  },
  {
    why: 'Of a database that was restored: what others have is compared with all that is here.',
    uses: {
      'src/recovery/begin.ts': 'event_heads, event_heads+events, outbox, outbox, outbox',
      'src/recovery/find-bank-movements.ts': 'bank_items, bank_items, bank_items, departed_bank_items',
      'src/recovery/find-card-movements.ts': 'attempts',
      'src/recovery/open-doors.ts': 'alarms',
    },
  },
  {
    why: 'Counts what waits in the whole installation, for its operator.',
    uses: {
      'src/worker/queues.ts':
        'alarms, bank_items, bank_items, bank_parked_returns, bulk_jobs, event_heads+webhooks, exports, mails, mails, outbox, payouts, reconciliation_items, schedules, webhooks, webhooks',
    },
  },
  {
    why: 'Ends what is over for all companies in one statement.',
    uses: {
      // Its other statement is a part of those that say which.
      'src/charges/attempt.ts': 'attempts, attempts+debits+refunds',
      'src/mail/send-mails.ts': 'mails, mails',
      'src/webhooks/rotate-signing-keys.ts': 'webhooks',
      'src/credits/renew-credit-links.ts': 'contacts+credits+payment_links',
      'src/http/idempotency-key.ts': 'idempotency_keys',
      'src/http/turn-request-log.ts': 'request_log_gaps',
      'src/users/prune-ways-in.ts': 'invitations',
      'src/payment-page/agreement.ts': 'debits+signed_agreements',
      'src/disputes/evidence.ts': 'disputes',
      // A fragment says which, and the one that says nothing of a company is for what nobody answered in
      // time.
      'src/disputes/move-dispute.ts': 'disputes, disputes, disputes',
    },
  },
  {
    why: 'Nobody knows the company yet: it is found by what stands for one row of all companies (a token, a link, a ticket, a trace number, a reference of the network).',
    uses: {
      'src/http/token-filter.ts': 'api_tokens',
      'src/http/tokens.ts': 'api_tokens, api_tokens',
      'src/payment-page/payment-page.ts': 'payment_links',
      // The directory asks each cell whose it is.
      'src/directory/ask-cell.ts':
        'api_tokens, api_tokens, cell_dues, clearing_records, companies, departed_companies, misplaced_companies, payment_links, payment_links',
      // The companies of one person.
      'src/users/membership.ts': 'event_heads+memberships',
      'src/users/invitation.ts': 'companies+invitations',
      'src/vault/card-page.ts': 'card_pages, card_pages, card_pages, card_pages',
      'src/vault/rotate/rotate-ticket.ts': 'card_pages, card_pages',
      'src/rails/apply-bank-answer.ts': 'bank_items, bank_items, departed_bank_items, departed_bank_items',
      'src/rails/find-originals.ts': 'bank_accounts+bank_items',
      'src/clearing/apply-clearing-records.ts':
        'attempts, clearing_records, clearing_records, clearing_records, clearing_records, departed_attempts+departed_companies, reconciliation_items',
      'src/clearing/find-missing.ts':
        'attempts, attempts, authorizations, clearing_records, clearing_records, reconciliation_items',
      'src/clearing/departed-attempts.ts': 'departed_attempts+departed_companies',
      'src/clearing/ingest-clearing-file.ts': 'clearing_records, insert clearing_records',
      'src/clearing/apply-bank-moves.ts':
        'bank_items, clearing_records, departed_bank_items+departed_companies',
      'src/clearing/make-cell-files.ts': 'departed_companies',
      'src/clearing/write-cell-files.ts': 'clearing_records',
      'src/clearing/square-difference.ts': 'reconciliation_items, reconciliation_items',
    },
  },
  {
    why: 'Finds the cards of a number that its network has changed, whoever has saved it; what is changed names its company.',
    uses: { 'src/vault/account-updates/apply-account-update.ts': 'cards' },
  },
  {
    why: 'The network is told which cards are kept, whoever has saved them; what becomes of each names its company.',
    uses: { 'src/vault/account-updates/enrol-accounts.ts': 'account_enrolments, cards' },
  },
  {
    why: 'A bank file, or the log that a vault keeps, has rows of all companies.',
    uses: {
      'src/rails/hand-over-bank-file.ts': 'bank_accounts+bank_items+companies, bank_items',
      'src/vault/card-log.ts': 'card_log',
    },
  },
  {
    why: 'The audit log is sealed, and held against its seals, as one.',
    uses: {
      'src/users/seal-audit-log.ts': 'audit_log',
      'src/users/verify-audit-log.ts': 'audit_log, audit_log',
    },
  },
  {
    why: 'An auditor asks of the whole installation, and is told counts.',
    uses: {
      'src/operator/list-bank-file-items.ts':
        'bank_accounts+bank_items+companies+refunds, departed_bank_items+departed_companies',
      'src/operator/ach-evidence.ts': 'bank_items',
      'src/rails/return-rates.ts': 'bank_accounts+bank_items',
      'src/rails/watch-return-rates.ts': 'alarms, alarms',
      'src/operator/main-evidence.ts': 'alarms, api_tokens, audit_log, contact_erasures',
      'src/vault/vault-evidence.ts': 'card_transfers, cards',
    },
  },
  {
    why: 'An operator asks, who answers for all companies.',
    uses: {
      'src/rails/sweep-bank-files.ts': 'alarms',
      'src/clearing/resolve-dispute.ts': 'clearing_records, disputes, disputes',
      'src/users/list-operator-audit-log.ts': 'audit_log',
      'src/commands/named-company.ts': 'companies',
      'src/companies/api-token.ts': 'api_tokens, api_tokens',
      'src/mail/serve-mailbox.ts': 'companies, companies+mails',
      'src/supervisor/seed-demo.ts': 'companies',
      'src/clearing/reconciliation-item.ts':
        'alarms, alarms, reconciliation_items, reconciliation_items, reconciliation_items',
      'src/rails/parked-return.ts':
        'alarms, bank_parked_returns, bank_parked_returns, bank_parked_returns, bank_parked_returns',
      'src/operator/list-bank-returns.ts': 'bank_parked_returns',
      'src/operator/resolve-bank-return.ts': 'bank_parked_returns',
      'src/clearing/resolve-item.ts': 'reconciliation_items',
      'src/alarms/alarm.ts': 'alarms, alarms, alarms',
      'src/alarms/untold-alarms.ts': 'alarms, alarms',
      'src/charges/unknown-outcome.ts': 'alarms, attempts, attempts',
      'src/operator/get-overview.ts': 'alarms, bank_parked_returns, mails, reconciliation_items, webhooks',
      'src/operator/by-command.ts': 'alarms, attempts, bank_parked_returns, disputes, reconciliation_items',
      'src/operator/get-work.ts': 'attempts, bank_items, clearing_records, mails, outbox',
      'src/operator/list-alarms.ts': 'alarms',
      'src/operator/list-companies.ts': 'companies',
      'src/operator/list-failing-webhooks.ts': 'webhooks',
      'src/operator/list-mails.ts': 'mails',
      'src/operator/whose.ts': 'api_tokens, companies, companies, contacts, mails',
      'src/operator/list-operated-items.ts': 'reconciliation_items',
      'src/clearing/file-record.ts': 'clearing_records+companies',
    },
  },
  {
    why: 'Whether a key is the database’s is asked of the records of all companies, before anything else is.',
    uses: { 'src/vault/ensure-keys.ts': 'cards', 'src/vault/first-keys.ts': 'cards, cards' },
  },
  {
    why: 'A transfer of cards is found by its id, which one person hands another, or because it is due; its cards are found by its company.',
    uses: {
      'src/vault/transfer/transfer.ts':
        'card_transfers, card_transfers, card_transfers, card_transfers, card_transfers, card_transfers',
      'src/vault/transfer/serve-transfers.ts':
        'card_transfers, card_transfers, card_transfers, card_transfers',
    },
  },
  {
    why: 'A key of the vault is every company’s, and is replaced for all cards; each is changed by its company.',
    uses: { 'src/vault/rotate/rotate-cards.ts': 'cards, cards, cards' },
  },
  {
    why: 'A part of statements that name the company.',
    uses: {
      'src/ledger/entry.ts': 'ledger_entries',
      // Moves are found by their time, and then those of one company are taken, or of all summed.
      'src/ledger/read-balances.ts': 'transaction_moves',
      'src/ledger/newer-moves.ts': 'transaction_moves',
      'src/summaries/move-facts.ts': 'ledger_entries+transaction_moves',
      // By the hashes of one company's terms, and then those of the company.
      'src/search/find-blocks.ts': 'search_blocks, search_terms',
    },
  },
]

test('each statement on a company’s table says whose rows it means, but for those that are listed with a reason', () => {
  assert.ok(tables.size > 40, `${tables.size} tables`)
  // `jetpay verify` reads all companies in one snapshot; the simulator has no database.
  const program = files('src/**/*.ts').filter((file) => !/\.test\.ts$|^src\/(verify|simulator)\//.test(file))
  const found = program.flatMap((file) => {
    const source = readFileSync(`${projectFolder}/${file}`, 'utf8')
    const unheld = source.includes('sql`') ? unheldTables(source, tables) : []
    return unheld.length > 0 ? [[file, unheld.sort().join(', ')]] : []
  })
  const listed = exempt.flatMap(({ uses }) => Object.entries(uses))
  assert.deepEqual(Object.fromEntries(found), Object.fromEntries(listed))
  assert.equal(new Set(listed.map(([file]) => file)).size, listed.length, 'a file is listed once')
})

const unheld = (text: string) => unheldTables(`sql\`${text}\``, tables)

test('the rule sees a company that is missing in any part of a statement, and takes no join for one', () => {
  const held = [
    'select 1 from debits where company_id = $1 and debit_id = $1',
    'select 1 from debits d join refunds r using (company_id, debit_id) where company_id = $1',
    'select 1 from debits d join refunds r on r.company_id = d.company_id where d.company_id = $1',
    'with due as (select * from debits where company_id = $1) update refunds r set note = 1 from due where r.company_id = due.company_id',
    'select 1 from debits d where company_id = $1 and exists (select from refunds r where r.company_id = d.company_id)',
    'insert into refunds (company_id, note) select company_id, 1 from debits where company_id = $1',
    'update debits d set note = 1 from unnest($1::uuid[]) as asked (company_id) where d.company_id = asked.company_id',
    'delete from debits where (company_id, debit_id) in (select company_id, debit_id from debits where company_id = $1)',
  ]
  for (const text of held) assert.deepEqual(unheld(text), [], text)
  const missing: [string, string[]][] = [
    ['select 1 from debits where debit_id = $1', ['debits']],
    ['update debits set note = 1 where debit_id = $1 returning company_id', ['debits']],
    ['delete from debits where debit_id = $1', ['debits']],
    [
      'select company_id from debits d join refunds r using (company_id, debit_id) where debit_id = $1',
      ['debits+refunds'],
    ],
    ['select 1 from debits d join refunds r on r.debit_id = d.debit_id where d.company_id = $1', ['refunds']],
    ['select 1 from debits d, refunds r where d.company_id = $1 and r.debit_id = d.debit_id', ['refunds']],
    [
      'select 1 from debits d where company_id = $1 and exists (select from refunds r where r.debit_id = d.debit_id)',
      ['refunds'],
    ],
    ['insert into refunds (note) values (1)', ['insert refunds']],
    [
      'insert into refunds (company_id, note) select company_id, 1 from debits where debit_id = $1',
      ['debits'],
    ],
    [
      'update debits d set note = 1 from unnest($1::uuid[]) as asked (id) where d.debit_id = asked.id',
      ['debits'],
    ],
    [
      'select (select max(amount) from refunds where debit_id = $1) from debits where company_id = $1',
      ['refunds'],
    ],
  ]
  for (const [text, expected] of missing) assert.deepEqual(unheld(text), expected, text)
})
