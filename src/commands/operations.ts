import type { Endpoint } from '../http/endpoint.ts'

/**
 * The endpoints that commands answer with: what `jetpay mail list` shows is what `GET /operator/mails`
 * answers, by the same piece of code. Each is read when it is asked for.
 */
export const operations = {
  get_operated_company: async () => (await import('../operator/get-operated-company.ts')).getOperatedCompany,
  get_overview: async () => (await import('../operator/get-overview.ts')).getOverview,
  get_payout: async () => (await import('../payouts/get-payout.ts')).getPayout,
  get_transaction: async () => (await import('../transactions/get-transaction.ts')).getTransaction,
  get_work: async () => (await import('../operator/get-work.ts')).getWork,
  list_alarms: async () => (await import('../operator/list-alarms.ts')).listAlarms,
  list_api_tokens: async () => (await import('../companies/list-api-tokens.ts')).listApiTokens,
  list_bank_files: async () => (await import('../operator/list-bank-files.ts')).listBankFiles,
  list_bank_returns: async () => (await import('../operator/list-bank-returns.ts')).listBankReturns,
  list_companies: async () => (await import('../operator/list-companies.ts')).listCompanies,
  list_failing_webhooks: async () =>
    (await import('../operator/list-failing-webhooks.ts')).listFailingWebhooks,
  list_keys: async () => (await import('../operator/list-keys.ts')).listKeys,
  list_mails: async () => (await import('../operator/list-mails.ts')).listMails,
  list_members: async () => (await import('../users/list-members.ts')).listMembers,
  list_operated_items: async () => (await import('../operator/list-operated-items.ts')).listOperatedItems,
  list_payouts: async () => (await import('../payouts/list-payouts.ts')).listPayouts,
  list_transactions: async () => (await import('../transactions/list-transactions.ts')).listTransactions,
  list_unknown_outcomes: async () =>
    (await import('../operator/list-unknown-outcomes.ts')).listUnknownOutcomes,
  list_webhooks: async () => (await import('../webhooks/list-webhooks.ts')).listWebhooks,
  retry_mail: async () => (await import('../operator/retry-mail.ts')).retryMail,
} as const satisfies Record<string, () => Promise<Endpoint>>

export type Operation = keyof typeof operations
