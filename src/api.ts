import type { FastifyInstance, RouteOptions } from 'fastify'
import { deleteBankAccounts } from './bank-accounts/bank-account.ts'
import { createBankAccount } from './bank-accounts/create-bank-account.ts'
import { createContactBankAccount } from './bank-accounts/create-contact-bank-account.ts'
import { deleteBankAccount } from './bank-accounts/delete-bank-account.ts'
import { deleteContactBankAccount } from './bank-accounts/delete-contact-bank-account.ts'
import { listBankAccounts } from './bank-accounts/list-bank-accounts.ts'
import { listContactBankAccounts } from './bank-accounts/list-contact-bank-accounts.ts'
import { deleteCreditCards } from './cards/credit-card.ts'
import { deleteCreditCard } from './cards/delete-credit-card.ts'
import { generateCreditCardUrl } from './cards/generate-credit-card-url.ts'
import { getCreditCard } from './cards/get-credit-card.ts'
import { listCreditCards } from './cards/list-credit-cards.ts'
import { captureDebit } from './charges/capture-debit.ts'
import { chargeContactCreditCard } from './charges/charge-contact-credit-card.ts'
import { generateDebitCreditCardUrl } from './charges/generate-debit-credit-card-url.ts'
import { preauthorizeContactCreditCard } from './charges/preauthorize-contact-credit-card.ts'
import { releaseDebit } from './charges/release-debit.ts'
import { listReconciliationItems } from './clearing/list-reconciliation-items.ts'
import { getCompany } from './companies/get-company.ts'
import { createContact } from './contacts/create-contact.ts'
import { deleteContact } from './contacts/delete-contact.ts'
import { getContact } from './contacts/get-contact.ts'
import { listContacts } from './contacts/list-contacts.ts'
import { updateContact } from './contacts/update-contact.ts'
import { createCredit } from './credits/create-credit.ts'
import { createDebit } from './debits/create-debit.ts'
import { payDebit } from './debits/pay-debit.ts'
import { addEvidence } from './disputes/add-evidence.ts'
import { getDispute } from './disputes/get-dispute.ts'
import { getEvidence } from './disputes/get-evidence.ts'
import { listDisputes } from './disputes/list-disputes.ts'
import { submitDispute } from './disputes/submit-dispute.ts'
import { eventSchema } from './events/event.ts'
import { eventKinds } from './events/event-types.ts'
import { listEvents } from './events/list-events.ts'
import { endWaits } from './events/long-poll.ts'
import { boundConnections } from './ground/connections.ts'
import type { Endpoint } from './http/endpoint.ts'
import { openApiDocument } from './http/openapi.ts'
import type { DeliveredEvents } from './http/openapi-webhooks.ts'
import { serveProblemPage } from './http/problem-page.ts'
import { publishLoad } from './http/publish-load.ts'
import { serveReference } from './http/reference.ts'
import { createServer, serveEndpoints } from './http/server.ts'
import { exportLedgerStatement } from './ledger/export-ledger-statement.ts'
import { getBalance } from './ledger/get-balance.ts'
import { listLedgerEntries } from './ledger/list-ledger-entries.ts'
import { serveMailbox } from './mail/serve-mailbox.ts'
import { servePaymentPages } from './payment-page/serve-payment-pages.ts'
import { getPayout } from './payouts/get-payout.ts'
import { listPayouts } from './payouts/list-payouts.ts'
import { retryPayout } from './payouts/retry-payout.ts'
import type { Context } from './process/context.ts'
import { serveMainOperations } from './process/main-operations.ts'
import { getRefund } from './refunds/get-refund.ts'
import { listRefunds } from './refunds/list-refunds.ts'
import { refundDebit } from './refunds/refund-debit.ts'
import { advanceSandboxClock } from './sandbox/advance-sandbox-clock.ts'
import { getSandboxClock } from './sandbox/get-sandbox-clock.ts'
import { cancelSchedule } from './schedules/cancel-schedule.ts'
import { createSchedule } from './schedules/create-schedule.ts'
import { getSchedule } from './schedules/get-schedule.ts'
import { listOccurrences } from './schedules/list-occurrences.ts'
import { listSchedules } from './schedules/list-schedules.ts'
import { pauseSchedule } from './schedules/pause-schedule.ts'
import { resumeSchedule } from './schedules/resume-schedule.ts'
import { cancelSchedules } from './schedules/schedule.ts'
import { skipOccurrence } from './schedules/skip-occurrence.ts'
import { updateSchedule } from './schedules/update-schedule.ts'
import { cancelOpen } from './transactions/cancel-open.ts'
import { cancelTransaction } from './transactions/cancel-transaction.ts'
import { getTransaction } from './transactions/get-transaction.ts'
import { getTransactionStatus } from './transactions/get-transaction-status.ts'
import { listTransactions } from './transactions/list-transactions.ts'
import { createWebhook } from './webhooks/create-webhook.ts'
import { deleteWebhook } from './webhooks/delete-webhook.ts'
import { getWebhook } from './webhooks/get-webhook.ts'
import { listWebhookDeliveries } from './webhooks/list-webhook-deliveries.ts'
import { listWebhooks } from './webhooks/list-webhooks.ts'
import { redeliverWebhook } from './webhooks/redeliver-webhook.ts'
import { resumeWebhook } from './webhooks/resume-webhook.ts'
import { serveJwks } from './webhooks/serve-jwks.ts'
import { testWebhook } from './webhooks/test-webhook.ts'
import { updateWebhook } from './webhooks/update-webhook.ts'

/** Every operation of the API, in the order of the reference. */
export const endpoints: Endpoint[] = [
  createContact,
  listContacts,
  getContact,
  updateContact,
  // First the schedules: what one of them makes at this moment is then there to be cancelled.
  deleteContact([cancelSchedules, cancelOpen, deleteCreditCards, deleteBankAccounts]),
  createContactBankAccount,
  listContactBankAccounts,
  deleteContactBankAccount,
  createBankAccount,
  listBankAccounts,
  deleteBankAccount,
  generateCreditCardUrl,
  listCreditCards,
  getCreditCard,
  deleteCreditCard,
  chargeContactCreditCard,
  preauthorizeContactCreditCard,
  createDebit,
  generateDebitCreditCardUrl,
  payDebit,
  createCredit,
  listTransactions,
  getTransaction,
  getTransactionStatus,
  cancelTransaction,
  captureDebit,
  releaseDebit,
  refundDebit,
  listRefunds,
  getRefund,
  listDisputes,
  getDispute,
  addEvidence,
  getEvidence,
  submitDispute,
  createSchedule,
  listSchedules,
  getSchedule,
  updateSchedule,
  cancelSchedule,
  pauseSchedule,
  resumeSchedule,
  skipOccurrence,
  listOccurrences,
  listPayouts,
  getPayout,
  retryPayout,
  getBalance,
  listLedgerEntries,
  exportLedgerStatement,
  listReconciliationItems,
  listEvents,
  createWebhook,
  listWebhooks,
  getWebhook,
  updateWebhook,
  deleteWebhook,
  resumeWebhook,
  testWebhook,
  redeliverWebhook,
  listWebhookDeliveries,
  getCompany,
  getSandboxClock,
  advanceSandboxClock,
]

const delivered: DeliveredEvents = { event: eventSchema, kinds: eventKinds }

/** The OpenAPI document of what is served, with the events that are delivered. */
export const describeApi = (publicUrl: string, served: Endpoint[] = endpoints) =>
  openApiDocument(served, delivered, publicUrl)

/** Starts the REST API. Stateless: any number of processes may share the port. */
export async function startApi(context: Context): Promise<{ close(): Promise<void> }> {
  const { config } = context
  await context.lookAtClock()
  const server = await buildApi(context)
  // The system spreads connections over all that listen so, and gives none to one that has ended.
  const at = { port: config.apiPort, host: config.host, reusePort: config.apiProcesses > 1 }
  await server.listen(at)
  const operations = await serveMainOperations(context, config.apiMetricsPort)
  return {
    async close() {
      await server.close()
      await operations.close()
    },
  }
}

/** The REST API before it listens; `onRoute` is told of each route. */
export async function buildApi(
  context: Context,
  onRoute?: (route: RouteOptions) => void,
): Promise<FastifyInstance> {
  const { config } = context
  const served = endpoints.filter(({ demoOnly }) => !demoOnly || config.environment === 'demo')
  const server = createServer(context)
  if (onRoute) server.addHook('onRoute', onRoute)
  endWaits(server, context)
  publishLoad(server, context.db)
  boundConnections(server, context.log, ({ caller }) => caller !== null)
  await serveEndpoints(server, context, served)
  serveReference(server, () => describeApi(config.publicUrl, served))
  serveProblemPage(server)
  serveJwks(server, context)
  await servePaymentPages(server, context)
  serveMailbox(server, context)
  server.get('/healthz', async () => ({ ok: true }))
  return server
}
