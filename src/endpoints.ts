import { createBankAccount } from './bank-accounts/create-bank-account.ts'
import { createContactBankAccount } from './bank-accounts/create-contact-bank-account.ts'
import { deleteBankAccount } from './bank-accounts/delete-bank-account.ts'
import { deleteContactBankAccount } from './bank-accounts/delete-contact-bank-account.ts'
import { listBankAccounts } from './bank-accounts/list-bank-accounts.ts'
import { listContactBankAccounts } from './bank-accounts/list-contact-bank-accounts.ts'
import { createBulk } from './bulk/create-bulk.ts'
import { getBulk } from './bulk/get-bulk.ts'
import { listBulkItems } from './bulk/list-bulk-items.ts'
import { listBulks } from './bulk/list-bulks.ts'
import { stopBulk } from './bulk/stop-bulk.ts'
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
import { createApiToken } from './companies/create-api-token.ts'
import { deleteCompanyLogo } from './companies/delete-company-logo.ts'
import { getCompany } from './companies/get-company.ts'
import { getLoggedRequest } from './companies/get-logged-request.ts'
import { listApiTokens } from './companies/list-api-tokens.ts'
import { listRequestLog } from './companies/list-request-log.ts'
import { revokeApiToken } from './companies/revoke-api-token.ts'
import { setCompanyLogo } from './companies/set-company-logo.ts'
import { updateCompany } from './companies/update-company.ts'
import { createContact } from './contacts/create-contact.ts'
import { deleteContact } from './contacts/delete-contact.ts'
import { getContact } from './contacts/get-contact.ts'
import { listContactAgreements } from './contacts/list-contact-agreements.ts'
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
import { contactDeletions } from './erasure/contact-deletions.ts'
import { eraseContact } from './erasure/erase-contact.ts'
import { getContactErasure } from './erasure/get-contact-erasure.ts'
import { getEvent } from './events/get-event.ts'
import { getEventCheckpoint } from './events/get-event-checkpoint.ts'
import { getEventProof } from './events/get-event-proof.ts'
import { listEventTypes } from './events/list-event-types.ts'
import { listEvents } from './events/list-events.ts'
import { listNewestEvents } from './events/list-newest-events.ts'
import { streamEvents } from './events/stream-events.ts'
import { explainBalance } from './explain/explain-balance.ts'
import { explainDispute } from './explain/explain-dispute.ts'
import { explainNextPayout } from './explain/explain-next-payout.ts'
import { explainPayout } from './explain/explain-payout.ts'
import { explainSummary } from './explain/explain-summary.ts'
import { explainTransaction } from './explain/explain-transaction.ts'
import { exportPayout } from './explain/export-payout.ts'
import { exportSummary } from './explain/export-summary.ts'
import { createExport } from './exports/create-export.ts'
import { deleteExport } from './exports/delete-export.ts'
import { getExport } from './exports/get-export.ts'
import { getExportFile } from './exports/get-export-file.ts'
import { listExports } from './exports/list-exports.ts'
import type { Endpoint } from './http/endpoint.ts'
import { exportLedgerStatement } from './ledger/export-ledger-statement.ts'
import { getBalance } from './ledger/get-balance.ts'
import { listLedgerEntries } from './ledger/list-ledger-entries.ts'
import { closeAlarm } from './operator/close-alarm.ts'
import { closeCompany } from './operator/close-company.ts'
import { createCompany } from './operator/create-company.ts'
import { getArrivals } from './operator/get-arrivals.ts'
import { getBankFile } from './operator/get-bank-file.ts'
import { getClearingFile } from './operator/get-clearing-file.ts'
import { getOperatedCompany } from './operator/get-operated-company.ts'
import { getOverview } from './operator/get-overview.ts'
import { getVerifyReport } from './operator/get-verify-report.ts'
import { getWork } from './operator/get-work.ts'
import { inviteCompanyMember } from './operator/invite-company-member.ts'
import { listAlarms } from './operator/list-alarms.ts'
import { listBankFileItems } from './operator/list-bank-file-items.ts'
import { listBankFiles } from './operator/list-bank-files.ts'
import { listBankReturns } from './operator/list-bank-returns.ts'
import { listClearingFileRecords } from './operator/list-clearing-file-records.ts'
import { listCompanies } from './operator/list-companies.ts'
import { listFailingWebhooks } from './operator/list-failing-webhooks.ts'
import { listKeys } from './operator/list-keys.ts'
import { listMails } from './operator/list-mails.ts'
import { listOperatedItems } from './operator/list-operated-items.ts'
import { listUnknownOutcomes } from './operator/list-unknown-outcomes.ts'
import { listVerifyReports } from './operator/list-verify-reports.ts'
import { requestVerify } from './operator/request-verify.ts'
import { resolveBankReturn } from './operator/resolve-bank-return.ts'
import { resolveReconciliationItems } from './operator/resolve-reconciliation-items.ts'
import { resolveUnknownOutcome } from './operator/resolve-unknown-outcome.ts'
import { retryMail } from './operator/retry-mail.ts'
import { setCompanyFee } from './operator/set-company-fee.ts'
import { setCompanyLimits } from './operator/set-company-limits.ts'
import { suspendCompany } from './operator/suspend-company.ts'
import { unsuspendCompany } from './operator/unsuspend-company.ts'
import { updateOperatedCompany } from './operator/update-operated-company.ts'
import { getAgreement } from './payment-page/get-agreement.ts'
import { getNextPayouts } from './payouts/get-next-payouts.ts'
import { getPayout } from './payouts/get-payout.ts'
import { listPayouts } from './payouts/list-payouts.ts'
import { retryPayout } from './payouts/retry-payout.ts'
import { getRefund } from './refunds/get-refund.ts'
import { listRefunds } from './refunds/list-refunds.ts'
import { refundDebit } from './refunds/refund-debit.ts'
import { advanceSandboxClock } from './sandbox/advance-sandbox-clock.ts'
import { endNetworkDay } from './sandbox/end-network-day.ts'
import { getSandboxCalendar } from './sandbox/get-sandbox-calendar.ts'
import { getSandboxClock } from './sandbox/get-sandbox-clock.ts'
import { getSandboxFaults } from './sandbox/get-sandbox-faults.ts'
import { listSandboxBankAccounts } from './sandbox/list-sandbox-bank-accounts.ts'
import { listSandboxCards } from './sandbox/list-sandbox-cards.ts'
import { listSandboxMails } from './sandbox/list-sandbox-mails.ts'
import { listSandboxTriggers } from './sandbox/list-sandbox-triggers.ts'
import { setSandboxFaults } from './sandbox/set-sandbox-faults.ts'
import { triggerSandboxEvent } from './sandbox/trigger-sandbox-event.ts'
import { cancelSchedule } from './schedules/cancel-schedule.ts'
import { createSchedule } from './schedules/create-schedule.ts'
import { getSchedule } from './schedules/get-schedule.ts'
import { listOccurrences } from './schedules/list-occurrences.ts'
import { listSchedules } from './schedules/list-schedules.ts'
import { pauseSchedule } from './schedules/pause-schedule.ts'
import { restoreOccurrence } from './schedules/restore-occurrence.ts'
import { resumeSchedule } from './schedules/resume-schedule.ts'
import { skipOccurrence } from './schedules/skip-occurrence.ts'
import { updateSchedule } from './schedules/update-schedule.ts'
import { getCompanyAttention } from './summaries/get-company-attention.ts'
import { getCompanySummary } from './summaries/get-company-summary.ts'
import { getPayoutActions } from './timeline/get-payout-actions.ts'
import { getRefundActions } from './timeline/get-refund-actions.ts'
import { getTransactionTimeline } from './timeline/get-transaction-timeline.ts'
import { cancelTransaction } from './transactions/cancel-transaction.ts'
import { getTransaction } from './transactions/get-transaction.ts'
import { getTransactionStatus } from './transactions/get-transaction-status.ts'
import { listPaymentLinks } from './transactions/list-payment-links.ts'
import { listTransactions } from './transactions/list-transactions.ts'
import { sendTransactionLink } from './transactions/send-transaction-link.ts'
import { acceptInvitation } from './users/accept-invitation.ts'
import { addPasskey } from './users/add-passkey.ts'
import { addTotp } from './users/add-totp.ts'
import { changeMemberRole } from './users/change-member-role.ts'
import { changePassword } from './users/change-password.ts'
import { demandSecondFactor } from './users/demand-second-factor.ts'
import { endOtherSessions } from './users/end-other-sessions.ts'
import { endSession } from './users/end-session.ts'
import { exportAuditLog } from './users/export-audit-log.ts'
import { getAuditFilters } from './users/get-audit-filters.ts'
import { getOperatorAuditFilters } from './users/get-operator-audit-filters.ts'
import { getSession } from './users/get-session.ts'
import { inviteUser } from './users/invite-user.ts'
import { listAuditLog } from './users/list-audit-log.ts'
import { listInvitations } from './users/list-invitations.ts'
import { listMembers } from './users/list-members.ts'
import { listOperatorAuditLog } from './users/list-operator-audit-log.ts'
import { listPasskeys } from './users/list-passkeys.ts'
import { listSessions } from './users/list-sessions.ts'
import { lookAtInvitation } from './users/look-at-invitation.ts'
import { makeRecoveryCodes } from './users/make-recovery-codes.ts'
import { reauthenticate } from './users/reauthenticate.ts'
import { removeMember } from './users/remove-member.ts'
import { removePasskey } from './users/remove-passkey.ts'
import { removeTotp } from './users/remove-totp.ts'
import { requestPasswordReset } from './users/request-password-reset.ts'
import { resetPassword } from './users/reset-password.ts'
import { signIn } from './users/sign-in.ts'
import { signInWithPasskey } from './users/sign-in-with-passkey.ts'
import { signOut } from './users/sign-out.ts'
import { startPasskeyRegistration } from './users/start-passkey-registration.ts'
import { startPasskeySignIn } from './users/start-passkey-sign-in.ts'
import { startTotp } from './users/start-totp.ts'
import { withdrawInvitation } from './users/withdraw-invitation.ts'
import { createSavedView } from './views/create-saved-view.ts'
import { deleteSavedView } from './views/delete-saved-view.ts'
import { listSavedViews } from './views/list-saved-views.ts'
import { searchEverything } from './views/search-everything.ts'
import { createWebhook } from './webhooks/create-webhook.ts'
import { deleteWebhook } from './webhooks/delete-webhook.ts'
import { getWebhook } from './webhooks/get-webhook.ts'
import { listEventDeliveries } from './webhooks/list-event-deliveries.ts'
import { listWebhookDeliveries } from './webhooks/list-webhook-deliveries.ts'
import { listWebhooks } from './webhooks/list-webhooks.ts'
import { redeliverWebhook } from './webhooks/redeliver-webhook.ts'
import { resumeWebhook } from './webhooks/resume-webhook.ts'
import { rotateWebhookSecret } from './webhooks/rotate-webhook-secret.ts'
import { testWebhook } from './webhooks/test-webhook.ts'
import { updateWebhook } from './webhooks/update-webhook.ts'

/** Every operation of the API, in the order of the reference. */
export const endpoints: Endpoint[] = [
  createContact,
  listContacts,
  getContact,
  updateContact,
  deleteContact(contactDeletions),
  eraseContact(contactDeletions),
  getContactErasure,
  createContactBankAccount,
  listContactBankAccounts,
  listContactAgreements,
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
  getTransactionTimeline,
  sendTransactionLink,
  listPaymentLinks,
  getAgreement,
  explainTransaction,
  cancelTransaction,
  captureDebit,
  releaseDebit,
  refundDebit,
  createBulk,
  listBulks,
  getBulk,
  listBulkItems,
  stopBulk,
  searchEverything,
  createSavedView,
  listSavedViews,
  deleteSavedView,
  createExport,
  listExports,
  getExport,
  getExportFile,
  deleteExport,
  listRefunds,
  getRefund,
  getRefundActions,
  listDisputes,
  getDispute,
  explainDispute,
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
  restoreOccurrence,
  listOccurrences,
  listPayouts,
  getNextPayouts,
  explainNextPayout,
  getPayout,
  getPayoutActions,
  explainPayout,
  exportPayout,
  retryPayout,
  getBalance,
  explainBalance,
  listLedgerEntries,
  exportLedgerStatement,
  listReconciliationItems,
  listEvents,
  streamEvents,
  listNewestEvents,
  listEventTypes,
  getEventCheckpoint,
  getEvent,
  getEventProof,
  listEventDeliveries,
  createWebhook,
  listWebhooks,
  getWebhook,
  updateWebhook,
  deleteWebhook,
  resumeWebhook,
  rotateWebhookSecret,
  testWebhook,
  redeliverWebhook,
  listWebhookDeliveries,
  getCompany,
  getSession,
  signOut,
  reauthenticate,
  listSessions,
  endSession,
  endOtherSessions,
  changePassword,
  startTotp,
  addTotp,
  removeTotp,
  makeRecoveryCodes,
  startPasskeyRegistration,
  addPasskey,
  listPasskeys,
  removePasskey,
  listMembers,
  changeMemberRole,
  removeMember,
  inviteUser,
  listInvitations,
  withdrawInvitation,
  demandSecondFactor,
  listAuditLog,
  getAuditFilters,
  exportAuditLog,
  listOperatorAuditLog,
  getOperatorAuditFilters,
  updateCompany,
  setCompanyLogo,
  deleteCompanyLogo,
  listApiTokens,
  createApiToken,
  revokeApiToken,
  listRequestLog,
  getLoggedRequest,
  getCompanySummary,
  explainSummary,
  exportSummary,
  getCompanyAttention,
  getSandboxClock,
  advanceSandboxClock,
  getSandboxCalendar,
  listSandboxCards,
  listSandboxBankAccounts,
  getSandboxFaults,
  setSandboxFaults,
  endNetworkDay,
  listSandboxMails,
  listSandboxTriggers,
  triggerSandboxEvent,
  getOverview,
  listCompanies,
  createCompany,
  getOperatedCompany,
  updateOperatedCompany,
  setCompanyLimits,
  setCompanyFee,
  suspendCompany,
  closeCompany,
  unsuspendCompany,
  inviteCompanyMember,
  listUnknownOutcomes,
  resolveUnknownOutcome,
  listOperatedItems,
  resolveReconciliationItems,
  listBankReturns,
  resolveBankReturn,
  listAlarms,
  closeAlarm,
  listBankFiles,
  getBankFile,
  listBankFileItems,
  getArrivals,
  getClearingFile,
  listClearingFileRecords,
  getWork,
  listFailingWebhooks,
  listMails,
  retryMail,
  listKeys,
  listVerifyReports,
  getVerifyReport,
  requestVerify,
]

/** What anybody may ask for, to become somebody who is known. */
export const openEndpoints: Endpoint[] = [
  signIn,
  startPasskeySignIn,
  signInWithPasskey,
  requestPasswordReset,
  resetPassword,
  lookAtInvitation,
  acceptInvitation,
]
