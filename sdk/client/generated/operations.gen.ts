// Written by `npm run sdk` from the OpenAPI document; do not edit. The SHA-256 of the document:
// ec70e98e92eeecf236d86a5874aeea0bda49ac6e56921640fabdccc51c611543
import type { FailReason, CreateContactData, CreateContactResponses, ListContactsData, ListContactsResponses, GetContactData, GetContactResponses, UpdateContactData, UpdateContactResponses, DeleteContactData, DeleteContactResponses, EraseContactData, EraseContactResponses, GetContactErasureData, GetContactErasureResponses, CreateContactBankAccountData, CreateContactBankAccountResponses, ListContactBankAccountsData, ListContactBankAccountsResponses, ListContactAgreementsData, ListContactAgreementsResponses, DeleteContactBankAccountData, DeleteContactBankAccountResponses, CreateBankAccountData, CreateBankAccountResponses, ListBankAccountsData, ListBankAccountsResponses, DeleteBankAccountData, DeleteBankAccountResponses, GenerateCreditCardTokenizationUrlData, GenerateCreditCardTokenizationUrlResponses, ListContactCreditCardsData, ListContactCreditCardsResponses, GetContactCreditCardData, GetContactCreditCardResponses, DeleteContactCreditCardData, DeleteContactCreditCardResponses, ChargeContactCreditCardData, ChargeContactCreditCardResponses, PreauthorizeContactCreditCardData, PreauthorizeContactCreditCardResponses, CreateDebitData, CreateDebitResponses, GenerateDebitCreditCardUrlData, GenerateDebitCreditCardUrlResponses, PayDebitData, PayDebitResponses, CreateCreditData, CreateCreditResponses, ListTransactionsData, ListTransactionsResponses, GetTransactionData, GetTransactionResponses, CancelTransactionData, CancelTransactionResponses, GetTransactionStatusData, GetTransactionStatusResponses, GetTransactionTimelineData, GetTransactionTimelineResponses, SendTransactionLinkData, SendTransactionLinkResponses, ListPaymentLinksData, ListPaymentLinksResponses, GetDebitAgreementData, GetDebitAgreementResponses, ExplainTransactionData, ExplainTransactionResponses, CaptureDebitData, CaptureDebitResponses, ReleaseDebitData, ReleaseDebitResponses, RefundDebitData, RefundDebitResponses, CreateBulkData, CreateBulkResponses, ListBulksData, ListBulksResponses, GetBulkData, GetBulkResponses, ListBulkItemsData, ListBulkItemsResponses, StopBulkData, StopBulkResponses, SearchData, SearchResponses, CreateSavedViewData, CreateSavedViewResponses, ListSavedViewsData, ListSavedViewsResponses, DeleteSavedViewData, DeleteSavedViewResponses, CreateExportData, CreateExportResponses, ListExportsData, ListExportsResponses, GetExportData, GetExportResponses, DeleteExportData, DeleteExportResponses, GetExportFileData, GetExportFileResponses, ListRefundsData, ListRefundsResponses, GetRefundData, GetRefundResponses, GetRefundActionsData, GetRefundActionsResponses, ListDisputesData, ListDisputesResponses, GetDisputeData, GetDisputeResponses, ExplainDisputeData, ExplainDisputeResponses, AddDisputeEvidenceData, AddDisputeEvidenceResponses, GetDisputeEvidenceData, GetDisputeEvidenceResponses, SubmitDisputeData, SubmitDisputeResponses, CreateScheduleData, CreateScheduleResponses, ListSchedulesData, ListSchedulesResponses, GetScheduleData, GetScheduleResponses, UpdateScheduleData, UpdateScheduleResponses, CancelScheduleData, CancelScheduleResponses, PauseScheduleData, PauseScheduleResponses, ResumeScheduleData, ResumeScheduleResponses, SkipScheduleOccurrenceData, SkipScheduleOccurrenceResponses, RestoreScheduleOccurrenceData, RestoreScheduleOccurrenceResponses, ListScheduleOccurrencesData, ListScheduleOccurrencesResponses, ListPayoutsData, ListPayoutsResponses, GetNextPayoutsData, GetNextPayoutsResponses, ExplainNextPayoutData, ExplainNextPayoutResponses, GetPayoutData, GetPayoutResponses, GetPayoutActionsData, GetPayoutActionsResponses, ExplainPayoutData, ExplainPayoutResponses, ExportPayoutData, ExportPayoutResponses, RetryPayoutData, RetryPayoutResponses, GetBalanceData, GetBalanceResponses, ExplainBalanceData, ExplainBalanceResponses, ListLedgerEntriesData, ListLedgerEntriesResponses, ExportLedgerStatementData, ExportLedgerStatementResponses, ListReconciliationItemsData, ListReconciliationItemsResponses, ListEventsData, ListEventsResponses, ListNewestEventsData, ListNewestEventsResponses, ListEventTypesData, ListEventTypesResponses, GetEventCheckpointData, GetEventCheckpointResponses, GetEventData, GetEventResponses, GetEventProofData, GetEventProofResponses, ListEventDeliveriesData, ListEventDeliveriesResponses, CreateWebhookData, CreateWebhookResponses, ListWebhooksData, ListWebhooksResponses, GetWebhookData, GetWebhookResponses, UpdateWebhookData, UpdateWebhookResponses, DeleteWebhookData, DeleteWebhookResponses, ResumeWebhookData, ResumeWebhookResponses, RotateWebhookSecretData, RotateWebhookSecretResponses, TestWebhookData, TestWebhookResponses, RedeliverWebhookData, RedeliverWebhookResponses, ListWebhookDeliveriesData, ListWebhookDeliveriesResponses, GetCompanyData, GetCompanyResponses, UpdateCompanyData, UpdateCompanyResponses, GetSessionData, GetSessionResponses, SignOutData, SignOutResponses, SignInData, SignInResponses, ReauthenticateData, ReauthenticateResponses, ListSessionsData, ListSessionsResponses, EndOtherSessionsData, EndOtherSessionsResponses, EndSessionData, EndSessionResponses, ChangePasswordData, ChangePasswordResponses, StartTotpData, StartTotpResponses, AddTotpData, AddTotpResponses, RemoveTotpData, RemoveTotpResponses, MakeRecoveryCodesData, MakeRecoveryCodesResponses, StartPasskeyRegistrationData, StartPasskeyRegistrationResponses, AddPasskeyData, AddPasskeyResponses, ListPasskeysData, ListPasskeysResponses, RemovePasskeyData, RemovePasskeyResponses, ListMembersData, ListMembersResponses, ChangeMemberRoleData, ChangeMemberRoleResponses, RemoveMemberData, RemoveMemberResponses, InviteUserData, InviteUserResponses, ListInvitationsData, ListInvitationsResponses, WithdrawInvitationData, WithdrawInvitationResponses, DemandSecondFactorData, DemandSecondFactorResponses, ListAuditLogData, ListAuditLogResponses, GetAuditFiltersData, GetAuditFiltersResponses, ExportAuditLogData, ExportAuditLogResponses, ListOperatorAuditLogData, ListOperatorAuditLogResponses, GetOperatorAuditFiltersData, GetOperatorAuditFiltersResponses, SetCompanyLogoData, SetCompanyLogoResponses, DeleteCompanyLogoData, DeleteCompanyLogoResponses, ListApiTokensData, ListApiTokensResponses, CreateApiTokenData, CreateApiTokenResponses, RevokeApiTokenData, RevokeApiTokenResponses, ListRequestLogData, ListRequestLogResponses, GetLoggedRequestData, GetLoggedRequestResponses, GetCompanySummaryData, GetCompanySummaryResponses, ExplainCompanySummaryData, ExplainCompanySummaryResponses, ExportCompanySummaryData, ExportCompanySummaryResponses, GetCompanyAttentionData, GetCompanyAttentionResponses, GetSandboxClockData, GetSandboxClockResponses, AdvanceSandboxClockData, AdvanceSandboxClockResponses, GetSandboxCalendarData, GetSandboxCalendarResponses, ListSandboxCardsData, ListSandboxCardsResponses, ListSandboxBankAccountsData, ListSandboxBankAccountsResponses, GetSandboxFaultsData, GetSandboxFaultsResponses, SetSandboxFaultsData, SetSandboxFaultsResponses, EndSandboxNetworkDayData, EndSandboxNetworkDayResponses, ListSandboxMailsData, ListSandboxMailsResponses, ListSandboxTriggersData, ListSandboxTriggersResponses, TriggerSandboxEventData, TriggerSandboxEventResponses, GetOverviewData, GetOverviewResponses, ListCompaniesData, ListCompaniesResponses, CreateCompanyData, CreateCompanyResponses, GetOperatedCompanyData, GetOperatedCompanyResponses, UpdateOperatedCompanyData, UpdateOperatedCompanyResponses, SetCompanyLimitsData, SetCompanyLimitsResponses, SetCompanyFeeData, SetCompanyFeeResponses, SuspendCompanyData, SuspendCompanyResponses, CloseCompanyData, CloseCompanyResponses, UnsuspendCompanyData, UnsuspendCompanyResponses, InviteCompanyMemberData, InviteCompanyMemberResponses, ListUnknownOutcomesData, ListUnknownOutcomesResponses, ResolveUnknownOutcomeData, ResolveUnknownOutcomeResponses, ListOperatedItemsData, ListOperatedItemsResponses, ResolveReconciliationItemsData, ResolveReconciliationItemsResponses, ListBankReturnsData, ListBankReturnsResponses, ResolveBankReturnData, ResolveBankReturnResponses, ListAlarmsData, ListAlarmsResponses, CloseAlarmData, CloseAlarmResponses, ListBankFilesData, ListBankFilesResponses, GetBankFileData, GetBankFileResponses, ListBankFileItemsData, ListBankFileItemsResponses, GetArrivalsData, GetArrivalsResponses, GetClearingFileData, GetClearingFileResponses, ListClearingFileRecordsData, ListClearingFileRecordsResponses, GetWorkData, GetWorkResponses, ListFailingWebhooksData, ListFailingWebhooksResponses, ListMailsData, ListMailsResponses, RetryMailData, RetryMailResponses, ListKeysData, ListKeysResponses, ListVerifyReportsData, ListVerifyReportsResponses, RequestVerifyData, RequestVerifyResponses, GetVerifyReportData, GetVerifyReportResponses, StartPasskeySignInData, StartPasskeySignInResponses, SignInWithPasskeyData, SignInWithPasskeyResponses, RequestPasswordResetData, RequestPasswordResetResponses, ResetPasswordData, ResetPasswordResponses, LookAtInvitationData, LookAtInvitationResponses, AcceptInvitationData, AcceptInvitationResponses } from './types.gen.ts'

export const operations = {
  createContact: {"method":"PUT","path":"/contact","query":[],"body":true},
  listContacts: {"method":"GET","path":"/contact","query":["limit","cursor","identifier","email","name","tag","attention","external_reference","metadata","metadata_value","created_after","created_before"],"body":false,"next":{"cursor":"next_cursor"}},
  getContact: {"method":"GET","path":"/contact/{contact_id}","query":[],"body":false},
  updateContact: {"method":"PATCH","path":"/contact/{contact_id}","query":[],"body":true},
  deleteContact: {"method":"DELETE","path":"/contact/{contact_id}","query":[],"body":false},
  eraseContact: {"method":"POST","path":"/contact/{contact_id}/erase","query":[],"body":true},
  getContactErasure: {"method":"GET","path":"/contact/{contact_id}/erasure","query":[],"body":false},
  createContactBankAccount: {"method":"PUT","path":"/contact/bank_account","query":[],"body":true},
  listContactBankAccounts: {"method":"GET","path":"/contact/{contact_id}/bank_accounts","query":["limit","cursor"],"body":false,"next":{"cursor":"next_cursor"}},
  listContactAgreements: {"method":"GET","path":"/contact/{contact_id}/agreements","query":["limit","cursor"],"body":false,"next":{"cursor":"next_cursor"}},
  deleteContactBankAccount: {"method":"DELETE","path":"/contact/{contact_id}/bank_accounts/{bank_account_id}","query":[],"body":false},
  createBankAccount: {"method":"PUT","path":"/bank_account","query":[],"body":true},
  listBankAccounts: {"method":"GET","path":"/bank_account","query":["limit","cursor"],"body":false,"next":{"cursor":"next_cursor"}},
  deleteBankAccount: {"method":"DELETE","path":"/bank_account/{bank_account_id}","query":[],"body":false},
  generateCreditCardTokenizationUrl: {"method":"POST","path":"/contact/{contact_id}/creditcards/url","query":[],"body":true},
  listContactCreditCards: {"method":"GET","path":"/contact/{contact_id}/creditcards","query":["limit","cursor"],"body":false,"next":{"cursor":"next_cursor"}},
  getContactCreditCard: {"method":"GET","path":"/contact/{contact_id}/creditcards/{credit_card_id}","query":[],"body":false},
  deleteContactCreditCard: {"method":"DELETE","path":"/contact/{contact_id}/creditcards/{credit_card_id}","query":[],"body":false},
  chargeContactCreditCard: {"method":"POST","path":"/contact/{contact_id}/creditcards/{credit_card_id}/charge","query":[],"body":true},
  preauthorizeContactCreditCard: {"method":"POST","path":"/contact/{contact_id}/creditcards/{credit_card_id}/preauthorize","query":[],"body":true},
  createDebit: {"method":"PUT","path":"/debit","query":[],"body":true},
  generateDebitCreditCardUrl: {"method":"POST","path":"/debit/{debit_id}/creditcard/url","query":[],"body":true},
  payDebit: {"method":"POST","path":"/debit/{debit_id}/pay","query":[],"body":true},
  createCredit: {"method":"PUT","path":"/credit","query":[],"body":true},
  listTransactions: {"method":"GET","path":"/transaction","query":["limit","cursor","kind","state","contact_id","rail","currency","fail_reason","credit_card_id","bank_account_id","amount","amount_from","amount_to","statement","note","authorization_code","external_reference","metadata","metadata_value","created_after","created_before","failed_after","failed_before","failed_from","attention"],"body":false,"next":{"cursor":"next_cursor"}},
  getTransaction: {"method":"GET","path":"/transaction/{identifier}","query":[],"body":false},
  cancelTransaction: {"method":"DELETE","path":"/transaction/{identifier}","query":[],"body":false},
  getTransactionStatus: {"method":"GET","path":"/transaction/{identifier}/status","query":[],"body":false},
  getTransactionTimeline: {"method":"GET","path":"/transaction/{identifier}/timeline","query":["language"],"body":false},
  sendTransactionLink: {"method":"POST","path":"/transaction/{identifier}/send_link","query":[],"body":false},
  listPaymentLinks: {"method":"GET","path":"/payment_link","query":["limit","cursor","kind"],"body":false,"next":{"cursor":"next_cursor"}},
  getDebitAgreement: {"method":"GET","path":"/debit/{debit_id}/agreement","query":[],"body":false,"types":["application/pdf"]},
  explainTransaction: {"method":"GET","path":"/transaction/{identifier}/explain","query":["entry","item","account","negated"],"body":false},
  captureDebit: {"method":"POST","path":"/debit/{debit_id}/capture","query":[],"body":true},
  releaseDebit: {"method":"POST","path":"/debit/{debit_id}/release","query":[],"body":false},
  refundDebit: {"method":"POST","path":"/debit/{debit_id}/refund","query":[],"body":true},
  createBulk: {"method":"POST","path":"/bulk","query":[],"body":true},
  listBulks: {"method":"GET","path":"/bulk","query":["limit","cursor"],"body":false,"next":{"cursor":"next_cursor"}},
  getBulk: {"method":"GET","path":"/bulk/{bulk_id}","query":[],"body":false},
  listBulkItems: {"method":"GET","path":"/bulk/{bulk_id}/items","query":["limit","after","state"],"body":false,"next":{"after":"next_after"}},
  stopBulk: {"method":"POST","path":"/bulk/{bulk_id}/stop","query":[],"body":false},
  search: {"method":"GET","path":"/search","query":["q"],"body":false},
  createSavedView: {"method":"PUT","path":"/saved_view","query":[],"body":true},
  listSavedViews: {"method":"GET","path":"/saved_view","query":["page"],"body":false,"next":{}},
  deleteSavedView: {"method":"DELETE","path":"/saved_view/{view_id}","query":[],"body":false},
  createExport: {"method":"POST","path":"/export","query":[],"body":true},
  listExports: {"method":"GET","path":"/export","query":["limit","cursor"],"body":false,"next":{"cursor":"next_cursor"}},
  getExport: {"method":"GET","path":"/export/{export_id}","query":[],"body":false},
  deleteExport: {"method":"DELETE","path":"/export/{export_id}","query":[],"body":false},
  getExportFile: {"method":"GET","path":"/export/{export_id}/file","query":[],"body":false,"types":["text/csv"]},
  listRefunds: {"method":"GET","path":"/refund","query":["limit","cursor","debit_id","state","created_after","created_before"],"body":false,"next":{"cursor":"next_cursor"}},
  getRefund: {"method":"GET","path":"/refund/{refund_id}","query":[],"body":false},
  getRefundActions: {"method":"GET","path":"/refund/{refund_id}/actions","query":["language"],"body":false},
  listDisputes: {"method":"GET","path":"/dispute","query":["limit","cursor","debit_id","state","currency","reason","opened_after","opened_before"],"body":false,"next":{"cursor":"next_cursor"}},
  getDispute: {"method":"GET","path":"/dispute/{dispute_id}","query":[],"body":false},
  explainDispute: {"method":"GET","path":"/dispute/{dispute_id}/explain","query":["part","negated"],"body":false},
  addDisputeEvidence: {"method":"POST","path":"/dispute/{dispute_id}/evidence","query":[],"body":true},
  getDisputeEvidence: {"method":"GET","path":"/dispute/{dispute_id}/evidence/{evidence_id}","query":[],"body":false,"types":["application/pdf","image/png","image/jpeg"]},
  submitDispute: {"method":"POST","path":"/dispute/{dispute_id}/submit","query":[],"body":false},
  createSchedule: {"method":"PUT","path":"/schedule","query":[],"body":true},
  listSchedules: {"method":"GET","path":"/schedule","query":["limit","cursor","state","contact_id","external_reference","metadata","metadata_value","created_after","created_before"],"body":false,"next":{"cursor":"next_cursor"}},
  getSchedule: {"method":"GET","path":"/schedule/{identifier}","query":[],"body":false},
  updateSchedule: {"method":"PATCH","path":"/schedule/{identifier}","query":[],"body":true},
  cancelSchedule: {"method":"DELETE","path":"/schedule/{identifier}","query":[],"body":false},
  pauseSchedule: {"method":"POST","path":"/schedule/{identifier}/pause","query":[],"body":false},
  resumeSchedule: {"method":"POST","path":"/schedule/{identifier}/resume","query":[],"body":false},
  skipScheduleOccurrence: {"method":"POST","path":"/schedule/{identifier}/skip","query":[],"body":true},
  restoreScheduleOccurrence: {"method":"POST","path":"/schedule/{identifier}/restore","query":[],"body":true},
  listScheduleOccurrences: {"method":"GET","path":"/schedule/{identifier}/occurrences","query":["limit","before"],"body":false,"next":{"before":"next_before"}},
  listPayouts: {"method":"GET","path":"/payout","query":["limit","cursor","state","currency","created_after","created_before"],"body":false,"next":{"cursor":"next_cursor"}},
  getNextPayouts: {"method":"GET","path":"/payout/next","query":[],"body":false},
  explainNextPayout: {"method":"GET","path":"/payout/next/explain","query":["to_bank_account_id","currency","part","cursor","limit"],"body":false,"next":{"cursor":"next_cursor"}},
  getPayout: {"method":"GET","path":"/payout/{identifier}","query":[],"body":false},
  getPayoutActions: {"method":"GET","path":"/payout/{identifier}/actions","query":["language"],"body":false},
  explainPayout: {"method":"GET","path":"/payout/{identifier}/explain","query":["part","cursor","limit","negated"],"body":false,"next":{"cursor":"next_cursor"}},
  exportPayout: {"method":"GET","path":"/payout/{identifier}/items","query":[],"body":false,"types":["text/csv"]},
  retryPayout: {"method":"POST","path":"/payout/{identifier}/retry","query":[],"body":true},
  getBalance: {"method":"GET","path":"/balance","query":["day"],"body":false},
  explainBalance: {"method":"GET","path":"/balance/explain","query":["currency","account","figure","move","day","cursor","limit"],"body":false,"next":{"cursor":"next_cursor"}},
  listLedgerEntries: {"method":"GET","path":"/ledger/entries","query":["limit","cursor","account","currency","transaction_id","from","to"],"body":false,"next":{"cursor":"next_cursor"}},
  exportLedgerStatement: {"method":"GET","path":"/ledger/statement","query":["from","to"],"body":false,"types":["text/csv"]},
  listReconciliationItems: {"method":"GET","path":"/reconciliation_items","query":["limit","cursor","state","kind"],"body":false,"next":{"cursor":"next_cursor"}},
  listEvents: {"method":"GET","path":"/events","query":["after","type","limit","wait"],"body":false,"next":{"after":"last_event_id"}},
  listNewestEvents: {"method":"GET","path":"/events/newest","query":["type","limit","cursor"],"body":false,"next":{"cursor":"next_cursor"}},
  listEventTypes: {"method":"GET","path":"/events/types","query":[],"body":false,"next":{}},
  getEventCheckpoint: {"method":"GET","path":"/events/checkpoint","query":["event_id"],"body":false},
  getEvent: {"method":"GET","path":"/events/{event_id}","query":[],"body":false},
  getEventProof: {"method":"GET","path":"/events/{event_id}/proof","query":["to"],"body":false},
  listEventDeliveries: {"method":"GET","path":"/events/{event_id}/deliveries","query":[],"body":false,"next":{}},
  createWebhook: {"method":"POST","path":"/webhooks","query":[],"body":true},
  listWebhooks: {"method":"GET","path":"/webhooks","query":["limit","cursor","attention"],"body":false,"next":{"cursor":"next_cursor"}},
  getWebhook: {"method":"GET","path":"/webhooks/{identifier}","query":[],"body":false},
  updateWebhook: {"method":"PATCH","path":"/webhooks/{identifier}","query":[],"body":true},
  deleteWebhook: {"method":"DELETE","path":"/webhooks/{identifier}","query":[],"body":false},
  resumeWebhook: {"method":"POST","path":"/webhooks/{identifier}/resume","query":[],"body":false},
  rotateWebhookSecret: {"method":"POST","path":"/webhooks/{identifier}/secret","query":[],"body":true},
  testWebhook: {"method":"POST","path":"/webhooks/{identifier}/test","query":[],"body":false},
  redeliverWebhook: {"method":"POST","path":"/webhooks/{identifier}/redeliver","query":[],"body":true},
  listWebhookDeliveries: {"method":"GET","path":"/webhooks/{identifier}/deliveries","query":["limit","cursor"],"body":false,"next":{"cursor":"next_cursor"}},
  getCompany: {"method":"GET","path":"/company","query":[],"body":false},
  updateCompany: {"method":"PATCH","path":"/company","query":[],"body":true},
  getSession: {"method":"GET","path":"/session","query":[],"body":false},
  signOut: {"method":"DELETE","path":"/session","query":[],"body":false},
  signIn: {"method":"POST","path":"/session","query":[],"body":true},
  reauthenticate: {"method":"POST","path":"/session/reauthenticate","query":[],"body":true},
  listSessions: {"method":"GET","path":"/session/sessions","query":[],"body":false,"next":{}},
  endOtherSessions: {"method":"DELETE","path":"/session/sessions","query":[],"body":false},
  endSession: {"method":"DELETE","path":"/session/sessions/{session_id}","query":[],"body":false},
  changePassword: {"method":"PUT","path":"/session/password","query":[],"body":true},
  startTotp: {"method":"POST","path":"/session/totp/options","query":[],"body":false},
  addTotp: {"method":"PUT","path":"/session/totp","query":[],"body":true},
  removeTotp: {"method":"DELETE","path":"/session/totp","query":[],"body":false},
  makeRecoveryCodes: {"method":"POST","path":"/session/recovery_codes","query":[],"body":false},
  startPasskeyRegistration: {"method":"POST","path":"/session/passkeys/options","query":[],"body":false},
  addPasskey: {"method":"POST","path":"/session/passkeys","query":[],"body":true},
  listPasskeys: {"method":"GET","path":"/session/passkeys","query":[],"body":false,"next":{}},
  removePasskey: {"method":"DELETE","path":"/session/passkeys/{passkey_id}","query":[],"body":false},
  listMembers: {"method":"GET","path":"/team","query":["limit","cursor"],"body":false,"next":{"cursor":"next_cursor"}},
  changeMemberRole: {"method":"PATCH","path":"/team/{user_id}","query":[],"body":true},
  removeMember: {"method":"DELETE","path":"/team/{user_id}","query":[],"body":false},
  inviteUser: {"method":"POST","path":"/team/invitations","query":[],"body":true},
  listInvitations: {"method":"GET","path":"/team/invitations","query":["limit","cursor"],"body":false,"next":{"cursor":"next_cursor"}},
  withdrawInvitation: {"method":"DELETE","path":"/team/invitations/{invitation_id}","query":[],"body":false},
  demandSecondFactor: {"method":"PUT","path":"/team/second_factor","query":[],"body":true},
  listAuditLog: {"method":"GET","path":"/audit","query":["limit","cursor","actor_id","object_id","operation","created_after","created_before"],"body":false,"next":{"cursor":"next_cursor"}},
  getAuditFilters: {"method":"GET","path":"/audit/filters","query":[],"body":false},
  exportAuditLog: {"method":"GET","path":"/audit/export","query":["actor_id","object_id","operation","created_after","created_before"],"body":false,"types":["text/csv"]},
  listOperatorAuditLog: {"method":"GET","path":"/operator/audit","query":["limit","cursor","actor_id","object_id","operation","created_after","created_before","company_id"],"body":false,"next":{"cursor":"next_cursor"}},
  getOperatorAuditFilters: {"method":"GET","path":"/operator/audit/filters","query":["company_id"],"body":false},
  setCompanyLogo: {"method":"PUT","path":"/company/logo","query":[],"body":true},
  deleteCompanyLogo: {"method":"DELETE","path":"/company/logo","query":[],"body":false},
  listApiTokens: {"method":"GET","path":"/api_token","query":["limit","cursor"],"body":false,"next":{"cursor":"next_cursor"}},
  createApiToken: {"method":"POST","path":"/api_token","query":[],"body":true},
  revokeApiToken: {"method":"DELETE","path":"/api_token/{token_id}","query":[],"body":false},
  listRequestLog: {"method":"GET","path":"/request_log","query":["limit","cursor","method","operation","outcome","token_id"],"body":false,"next":{"cursor":"next_cursor"}},
  getLoggedRequest: {"method":"GET","path":"/request_log/{request_id}","query":[],"body":false},
  getCompanySummary: {"method":"GET","path":"/company/summary","query":["from","to"],"body":false},
  explainCompanySummary: {"method":"GET","path":"/company/summary/explain","query":["from","to","currency","figure","move","day","cursor","limit"],"body":false,"next":{"cursor":"next_cursor"}},
  exportCompanySummary: {"method":"GET","path":"/company/summary/entries","query":["from","to","currency","figure"],"body":false,"types":["text/csv"]},
  getCompanyAttention: {"method":"GET","path":"/company/attention","query":[],"body":false},
  getSandboxClock: {"method":"GET","path":"/sandbox/clock","query":[],"body":false},
  advanceSandboxClock: {"method":"POST","path":"/sandbox/clock","query":[],"body":true},
  getSandboxCalendar: {"method":"GET","path":"/sandbox/calendar","query":["days"],"body":false},
  listSandboxCards: {"method":"GET","path":"/sandbox/cards","query":[],"body":false,"next":{}},
  listSandboxBankAccounts: {"method":"GET","path":"/sandbox/bank_accounts","query":[],"body":false,"next":{}},
  getSandboxFaults: {"method":"GET","path":"/sandbox/faults","query":[],"body":false},
  setSandboxFaults: {"method":"POST","path":"/sandbox/faults","query":[],"body":true},
  endSandboxNetworkDay: {"method":"POST","path":"/sandbox/clearing","query":[],"body":true},
  listSandboxMails: {"method":"GET","path":"/sandbox/mail","query":["limit","cursor"],"body":false,"next":{"cursor":"next_cursor"}},
  listSandboxTriggers: {"method":"GET","path":"/sandbox/trigger","query":[],"body":false,"next":{}},
  triggerSandboxEvent: {"method":"POST","path":"/sandbox/trigger","query":[],"body":true},
  getOverview: {"method":"GET","path":"/operator/overview","query":[],"body":false},
  listCompanies: {"method":"GET","path":"/operator/companies","query":["limit","cursor","search","state"],"body":false,"next":{"cursor":"next_cursor"}},
  createCompany: {"method":"POST","path":"/operator/companies","query":[],"body":true},
  getOperatedCompany: {"method":"GET","path":"/operator/companies/{company_id}","query":[],"body":false},
  updateOperatedCompany: {"method":"PATCH","path":"/operator/companies/{company_id}","query":[],"body":true},
  setCompanyLimits: {"method":"PUT","path":"/operator/companies/{company_id}/limits","query":[],"body":true},
  setCompanyFee: {"method":"POST","path":"/operator/companies/{company_id}/fees","query":[],"body":true},
  suspendCompany: {"method":"POST","path":"/operator/companies/{company_id}/suspend","query":[],"body":true},
  closeCompany: {"method":"POST","path":"/operator/companies/{company_id}/close","query":[],"body":true},
  unsuspendCompany: {"method":"POST","path":"/operator/companies/{company_id}/unsuspend","query":[],"body":false},
  inviteCompanyMember: {"method":"POST","path":"/operator/companies/{company_id}/invitations","query":[],"body":true},
  listUnknownOutcomes: {"method":"GET","path":"/operator/unknown_outcomes","query":["limit","cursor"],"body":false,"next":{"cursor":"next_cursor"}},
  resolveUnknownOutcome: {"method":"POST","path":"/operator/companies/{company_id}/unknown_outcomes/{attempt_id}/resolve","query":[],"body":true},
  listOperatedItems: {"method":"GET","path":"/operator/reconciliation_items","query":["limit","cursor","state","kind"],"body":false,"next":{"cursor":"next_cursor"}},
  resolveReconciliationItems: {"method":"POST","path":"/operator/companies/{company_id}/reconciliation_items/resolve","query":[],"body":true},
  listBankReturns: {"method":"GET","path":"/operator/bank_returns","query":["limit","cursor","state"],"body":false,"next":{"cursor":"next_cursor"}},
  resolveBankReturn: {"method":"POST","path":"/operator/companies/{company_id}/bank_returns/{bank_return_id}/resolve","query":[],"body":true},
  listAlarms: {"method":"GET","path":"/operator/alarms","query":["limit","cursor","state"],"body":false,"next":{"cursor":"next_cursor"}},
  closeAlarm: {"method":"POST","path":"/operator/alarms/{alarm_id}/close","query":[],"body":true},
  listBankFiles: {"method":"GET","path":"/operator/bank_files","query":["limit","cursor","state"],"body":false,"next":{"cursor":"next_cursor"}},
  getBankFile: {"method":"GET","path":"/operator/bank_files/{bank_file_id}","query":[],"body":false},
  listBankFileItems: {"method":"GET","path":"/operator/bank_files/{bank_file_id}/items","query":["limit","cursor","from_line"],"body":false,"next":{"cursor":"next_cursor"}},
  getArrivals: {"method":"GET","path":"/operator/arrivals","query":[],"body":false},
  getClearingFile: {"method":"GET","path":"/operator/clearing_files/{network_id}/{number}","query":[],"body":false},
  listClearingFileRecords: {"method":"GET","path":"/operator/clearing_files/{network_id}/{number}/records","query":["limit","cursor","from_line"],"body":false,"next":{"cursor":"next_cursor"}},
  getWork: {"method":"GET","path":"/operator/work","query":[],"body":false},
  listFailingWebhooks: {"method":"GET","path":"/operator/failing_webhooks","query":["limit","cursor"],"body":false,"next":{"cursor":"next_cursor"}},
  listMails: {"method":"GET","path":"/operator/mails","query":["limit","cursor","state"],"body":false,"next":{"cursor":"next_cursor"}},
  retryMail: {"method":"POST","path":"/operator/companies/{company_id}/mails/{mail_id}/retry","query":[],"body":false},
  listKeys: {"method":"GET","path":"/operator/keys","query":[],"body":false,"next":{}},
  listVerifyReports: {"method":"GET","path":"/operator/verify_reports","query":["limit","cursor"],"body":false,"next":{"cursor":"next_cursor"}},
  requestVerify: {"method":"POST","path":"/operator/verify_reports","query":[],"body":true},
  getVerifyReport: {"method":"GET","path":"/operator/verify_reports/{report_id}","query":[],"body":false},
  startPasskeySignIn: {"method":"POST","path":"/session/passkey/options","query":[],"body":false},
  signInWithPasskey: {"method":"POST","path":"/session/passkey","query":[],"body":true},
  requestPasswordReset: {"method":"POST","path":"/session/reset","query":[],"body":true},
  resetPassword: {"method":"POST","path":"/session/reset/confirm","query":[],"body":true},
  lookAtInvitation: {"method":"POST","path":"/session/invitation/look","query":[],"body":true},
  acceptInvitation: {"method":"POST","path":"/session/invitation","query":[],"body":true},
} as const

export interface Operations {
  createContact: { asks: CreateContactData; answers: CreateContactResponses; filters: {  } }
  listContacts: { asks: ListContactsData; answers: ListContactsResponses; filters: { identifier: string | readonly (string)[]; created_after: string | Date; created_before: string | Date } }
  getContact: { asks: GetContactData; answers: GetContactResponses; filters: {  } }
  updateContact: { asks: UpdateContactData; answers: UpdateContactResponses; filters: {  } }
  deleteContact: { asks: DeleteContactData; answers: DeleteContactResponses; filters: {  } }
  eraseContact: { asks: EraseContactData; answers: EraseContactResponses; filters: {  } }
  getContactErasure: { asks: GetContactErasureData; answers: GetContactErasureResponses; filters: {  } }
  createContactBankAccount: { asks: CreateContactBankAccountData; answers: CreateContactBankAccountResponses; filters: {  } }
  listContactBankAccounts: { asks: ListContactBankAccountsData; answers: ListContactBankAccountsResponses; filters: {  } }
  listContactAgreements: { asks: ListContactAgreementsData; answers: ListContactAgreementsResponses; filters: {  } }
  deleteContactBankAccount: { asks: DeleteContactBankAccountData; answers: DeleteContactBankAccountResponses; filters: {  } }
  createBankAccount: { asks: CreateBankAccountData; answers: CreateBankAccountResponses; filters: {  } }
  listBankAccounts: { asks: ListBankAccountsData; answers: ListBankAccountsResponses; filters: {  } }
  deleteBankAccount: { asks: DeleteBankAccountData; answers: DeleteBankAccountResponses; filters: {  } }
  generateCreditCardTokenizationUrl: { asks: GenerateCreditCardTokenizationUrlData; answers: GenerateCreditCardTokenizationUrlResponses; filters: {  } }
  listContactCreditCards: { asks: ListContactCreditCardsData; answers: ListContactCreditCardsResponses; filters: {  } }
  getContactCreditCard: { asks: GetContactCreditCardData; answers: GetContactCreditCardResponses; filters: {  } }
  deleteContactCreditCard: { asks: DeleteContactCreditCardData; answers: DeleteContactCreditCardResponses; filters: {  } }
  chargeContactCreditCard: { asks: ChargeContactCreditCardData; answers: ChargeContactCreditCardResponses; filters: {  } }
  preauthorizeContactCreditCard: { asks: PreauthorizeContactCreditCardData; answers: PreauthorizeContactCreditCardResponses; filters: {  } }
  createDebit: { asks: CreateDebitData; answers: CreateDebitResponses; filters: {  } }
  generateDebitCreditCardUrl: { asks: GenerateDebitCreditCardUrlData; answers: GenerateDebitCreditCardUrlResponses; filters: {  } }
  payDebit: { asks: PayDebitData; answers: PayDebitResponses; filters: {  } }
  createCredit: { asks: CreateCreditData; answers: CreateCreditResponses; filters: {  } }
  listTransactions: { asks: ListTransactionsData; answers: ListTransactionsResponses; filters: { state: 'requested' | 'preauthorized' | 'initiated' | 'paid' | 'completed' | 'failed' | 'cancelled' | readonly ('requested' | 'preauthorized' | 'initiated' | 'paid' | 'completed' | 'failed' | 'cancelled')[]; fail_reason: FailReason; credit_card_id: string | readonly (string)[]; created_after: string | Date; created_before: string | Date; failed_after: string | Date; failed_before: string | Date; failed_from: 'requested' | 'preauthorized' | 'initiated' | 'paid' | readonly ('requested' | 'preauthorized' | 'initiated' | 'paid')[] } }
  getTransaction: { asks: GetTransactionData; answers: GetTransactionResponses; filters: {  } }
  cancelTransaction: { asks: CancelTransactionData; answers: CancelTransactionResponses; filters: {  } }
  getTransactionStatus: { asks: GetTransactionStatusData; answers: GetTransactionStatusResponses; filters: {  } }
  getTransactionTimeline: { asks: GetTransactionTimelineData; answers: GetTransactionTimelineResponses; filters: {  } }
  sendTransactionLink: { asks: SendTransactionLinkData; answers: SendTransactionLinkResponses; filters: {  } }
  listPaymentLinks: { asks: ListPaymentLinksData; answers: ListPaymentLinksResponses; filters: {  } }
  getDebitAgreement: { asks: GetDebitAgreementData; answers: GetDebitAgreementResponses; filters: {  } }
  explainTransaction: { asks: ExplainTransactionData; answers: ExplainTransactionResponses; filters: {  } }
  captureDebit: { asks: CaptureDebitData; answers: CaptureDebitResponses; filters: {  } }
  releaseDebit: { asks: ReleaseDebitData; answers: ReleaseDebitResponses; filters: {  } }
  refundDebit: { asks: RefundDebitData; answers: RefundDebitResponses; filters: {  } }
  createBulk: { asks: CreateBulkData; answers: CreateBulkResponses; filters: {  } }
  listBulks: { asks: ListBulksData; answers: ListBulksResponses; filters: {  } }
  getBulk: { asks: GetBulkData; answers: GetBulkResponses; filters: {  } }
  listBulkItems: { asks: ListBulkItemsData; answers: ListBulkItemsResponses; filters: {  } }
  stopBulk: { asks: StopBulkData; answers: StopBulkResponses; filters: {  } }
  search: { asks: SearchData; answers: SearchResponses; filters: {  } }
  createSavedView: { asks: CreateSavedViewData; answers: CreateSavedViewResponses; filters: {  } }
  listSavedViews: { asks: ListSavedViewsData; answers: ListSavedViewsResponses; filters: {  } }
  deleteSavedView: { asks: DeleteSavedViewData; answers: DeleteSavedViewResponses; filters: {  } }
  createExport: { asks: CreateExportData; answers: CreateExportResponses; filters: {  } }
  listExports: { asks: ListExportsData; answers: ListExportsResponses; filters: {  } }
  getExport: { asks: GetExportData; answers: GetExportResponses; filters: {  } }
  deleteExport: { asks: DeleteExportData; answers: DeleteExportResponses; filters: {  } }
  getExportFile: { asks: GetExportFileData; answers: GetExportFileResponses; filters: {  } }
  listRefunds: { asks: ListRefundsData; answers: ListRefundsResponses; filters: { created_after: string | Date; created_before: string | Date } }
  getRefund: { asks: GetRefundData; answers: GetRefundResponses; filters: {  } }
  getRefundActions: { asks: GetRefundActionsData; answers: GetRefundActionsResponses; filters: {  } }
  listDisputes: { asks: ListDisputesData; answers: ListDisputesResponses; filters: { state: 'needs_response' | 'under_review' | 'won' | 'lost' | readonly ('needs_response' | 'under_review' | 'won' | 'lost')[]; opened_after: string | Date; opened_before: string | Date } }
  getDispute: { asks: GetDisputeData; answers: GetDisputeResponses; filters: {  } }
  explainDispute: { asks: ExplainDisputeData; answers: ExplainDisputeResponses; filters: {  } }
  addDisputeEvidence: { asks: AddDisputeEvidenceData; answers: AddDisputeEvidenceResponses; filters: {  } }
  getDisputeEvidence: { asks: GetDisputeEvidenceData; answers: GetDisputeEvidenceResponses; filters: {  } }
  submitDispute: { asks: SubmitDisputeData; answers: SubmitDisputeResponses; filters: {  } }
  createSchedule: { asks: CreateScheduleData; answers: CreateScheduleResponses; filters: {  } }
  listSchedules: { asks: ListSchedulesData; answers: ListSchedulesResponses; filters: { created_after: string | Date; created_before: string | Date } }
  getSchedule: { asks: GetScheduleData; answers: GetScheduleResponses; filters: {  } }
  updateSchedule: { asks: UpdateScheduleData; answers: UpdateScheduleResponses; filters: {  } }
  cancelSchedule: { asks: CancelScheduleData; answers: CancelScheduleResponses; filters: {  } }
  pauseSchedule: { asks: PauseScheduleData; answers: PauseScheduleResponses; filters: {  } }
  resumeSchedule: { asks: ResumeScheduleData; answers: ResumeScheduleResponses; filters: {  } }
  skipScheduleOccurrence: { asks: SkipScheduleOccurrenceData; answers: SkipScheduleOccurrenceResponses; filters: {  } }
  restoreScheduleOccurrence: { asks: RestoreScheduleOccurrenceData; answers: RestoreScheduleOccurrenceResponses; filters: {  } }
  listScheduleOccurrences: { asks: ListScheduleOccurrencesData; answers: ListScheduleOccurrencesResponses; filters: {  } }
  listPayouts: { asks: ListPayoutsData; answers: ListPayoutsResponses; filters: { state: 'requested' | 'initiated' | 'completed' | 'returned' | readonly ('requested' | 'initiated' | 'completed' | 'returned')[]; created_after: string | Date; created_before: string | Date } }
  getNextPayouts: { asks: GetNextPayoutsData; answers: GetNextPayoutsResponses; filters: {  } }
  explainNextPayout: { asks: ExplainNextPayoutData; answers: ExplainNextPayoutResponses; filters: {  } }
  getPayout: { asks: GetPayoutData; answers: GetPayoutResponses; filters: {  } }
  getPayoutActions: { asks: GetPayoutActionsData; answers: GetPayoutActionsResponses; filters: {  } }
  explainPayout: { asks: ExplainPayoutData; answers: ExplainPayoutResponses; filters: {  } }
  exportPayout: { asks: ExportPayoutData; answers: ExportPayoutResponses; filters: {  } }
  retryPayout: { asks: RetryPayoutData; answers: RetryPayoutResponses; filters: {  } }
  getBalance: { asks: GetBalanceData; answers: GetBalanceResponses; filters: {  } }
  explainBalance: { asks: ExplainBalanceData; answers: ExplainBalanceResponses; filters: {  } }
  listLedgerEntries: { asks: ListLedgerEntriesData; answers: ListLedgerEntriesResponses; filters: {  } }
  exportLedgerStatement: { asks: ExportLedgerStatementData; answers: ExportLedgerStatementResponses; filters: {  } }
  listReconciliationItems: { asks: ListReconciliationItemsData; answers: ListReconciliationItemsResponses; filters: {  } }
  listEvents: { asks: ListEventsData; answers: ListEventsResponses; filters: {  } }
  listNewestEvents: { asks: ListNewestEventsData; answers: ListNewestEventsResponses; filters: { type: 'contacts.created' | 'contacts.updated' | 'contacts.deleted' | 'contacts.erased' | 'contacts.bank_accounts.created' | 'contacts.bank_accounts.deleted' | 'contacts.credit_cards.tokenized' | 'contacts.credit_cards.tokenization_failed' | 'contacts.credit_cards.updated' | 'contacts.credit_cards.expiring' | 'contacts.credit_cards.expired' | 'contacts.credit_cards.deleted' | 'transactions.debits.created' | 'transactions.debits.initiated' | 'transactions.debits.payment_failed' | 'transactions.debits.returned' | 'transactions.debits.paid' | 'transactions.debits.completed' | 'transactions.debits.preauthorized' | 'transactions.debits.cancelled' | 'transactions.debits.refunded' | 'transactions.debits.refund_failed' | 'transactions.debits.refund_returned' | 'transactions.debits.disputed' | 'transactions.debits.dispute_under_review' | 'transactions.debits.dispute_won' | 'transactions.debits.dispute_lost' | 'transactions.debits.failed' | 'transactions.credits.created' | 'transactions.credits.initiated' | 'transactions.credits.paid' | 'transactions.credits.completed' | 'transactions.credits.failed' | 'transactions.credits.cancelled' | 'transactions.credits.returned' | 'payouts.requested' | 'payouts.initiated' | 'payouts.completed' | 'payouts.returned' | 'schedules.created' | 'schedules.updated' | 'schedules.paused' | 'schedules.resumed' | 'schedules.completed' | 'schedules.cancelled' | 'schedules.occurrences.made' | 'schedules.occurrences.failed' | 'schedules.occurrences.skipped' | 'schedules.occurrences.restored' | 'company.updated' | 'company.card_testing_suspected' | 'users.invited' | 'users.signed_in' | 'users.removed' | 'events.restored' | 'webhooks.failing' | 'webhooks.failed' | readonly ('contacts.created' | 'contacts.updated' | 'contacts.deleted' | 'contacts.erased' | 'contacts.bank_accounts.created' | 'contacts.bank_accounts.deleted' | 'contacts.credit_cards.tokenized' | 'contacts.credit_cards.tokenization_failed' | 'contacts.credit_cards.updated' | 'contacts.credit_cards.expiring' | 'contacts.credit_cards.expired' | 'contacts.credit_cards.deleted' | 'transactions.debits.created' | 'transactions.debits.initiated' | 'transactions.debits.payment_failed' | 'transactions.debits.returned' | 'transactions.debits.paid' | 'transactions.debits.completed' | 'transactions.debits.preauthorized' | 'transactions.debits.cancelled' | 'transactions.debits.refunded' | 'transactions.debits.refund_failed' | 'transactions.debits.refund_returned' | 'transactions.debits.disputed' | 'transactions.debits.dispute_under_review' | 'transactions.debits.dispute_won' | 'transactions.debits.dispute_lost' | 'transactions.debits.failed' | 'transactions.credits.created' | 'transactions.credits.initiated' | 'transactions.credits.paid' | 'transactions.credits.completed' | 'transactions.credits.failed' | 'transactions.credits.cancelled' | 'transactions.credits.returned' | 'payouts.requested' | 'payouts.initiated' | 'payouts.completed' | 'payouts.returned' | 'schedules.created' | 'schedules.updated' | 'schedules.paused' | 'schedules.resumed' | 'schedules.completed' | 'schedules.cancelled' | 'schedules.occurrences.made' | 'schedules.occurrences.failed' | 'schedules.occurrences.skipped' | 'schedules.occurrences.restored' | 'company.updated' | 'company.card_testing_suspected' | 'users.invited' | 'users.signed_in' | 'users.removed' | 'events.restored' | 'webhooks.failing' | 'webhooks.failed')[] } }
  listEventTypes: { asks: ListEventTypesData; answers: ListEventTypesResponses; filters: {  } }
  getEventCheckpoint: { asks: GetEventCheckpointData; answers: GetEventCheckpointResponses; filters: {  } }
  getEvent: { asks: GetEventData; answers: GetEventResponses; filters: {  } }
  getEventProof: { asks: GetEventProofData; answers: GetEventProofResponses; filters: {  } }
  listEventDeliveries: { asks: ListEventDeliveriesData; answers: ListEventDeliveriesResponses; filters: {  } }
  createWebhook: { asks: CreateWebhookData; answers: CreateWebhookResponses; filters: {  } }
  listWebhooks: { asks: ListWebhooksData; answers: ListWebhooksResponses; filters: {  } }
  getWebhook: { asks: GetWebhookData; answers: GetWebhookResponses; filters: {  } }
  updateWebhook: { asks: UpdateWebhookData; answers: UpdateWebhookResponses; filters: {  } }
  deleteWebhook: { asks: DeleteWebhookData; answers: DeleteWebhookResponses; filters: {  } }
  resumeWebhook: { asks: ResumeWebhookData; answers: ResumeWebhookResponses; filters: {  } }
  rotateWebhookSecret: { asks: RotateWebhookSecretData; answers: RotateWebhookSecretResponses; filters: {  } }
  testWebhook: { asks: TestWebhookData; answers: TestWebhookResponses; filters: {  } }
  redeliverWebhook: { asks: RedeliverWebhookData; answers: RedeliverWebhookResponses; filters: {  } }
  listWebhookDeliveries: { asks: ListWebhookDeliveriesData; answers: ListWebhookDeliveriesResponses; filters: {  } }
  getCompany: { asks: GetCompanyData; answers: GetCompanyResponses; filters: {  } }
  updateCompany: { asks: UpdateCompanyData; answers: UpdateCompanyResponses; filters: {  } }
  getSession: { asks: GetSessionData; answers: GetSessionResponses; filters: {  } }
  signOut: { asks: SignOutData; answers: SignOutResponses; filters: {  } }
  signIn: { asks: SignInData; answers: SignInResponses; filters: {  } }
  reauthenticate: { asks: ReauthenticateData; answers: ReauthenticateResponses; filters: {  } }
  listSessions: { asks: ListSessionsData; answers: ListSessionsResponses; filters: {  } }
  endOtherSessions: { asks: EndOtherSessionsData; answers: EndOtherSessionsResponses; filters: {  } }
  endSession: { asks: EndSessionData; answers: EndSessionResponses; filters: {  } }
  changePassword: { asks: ChangePasswordData; answers: ChangePasswordResponses; filters: {  } }
  startTotp: { asks: StartTotpData; answers: StartTotpResponses; filters: {  } }
  addTotp: { asks: AddTotpData; answers: AddTotpResponses; filters: {  } }
  removeTotp: { asks: RemoveTotpData; answers: RemoveTotpResponses; filters: {  } }
  makeRecoveryCodes: { asks: MakeRecoveryCodesData; answers: MakeRecoveryCodesResponses; filters: {  } }
  startPasskeyRegistration: { asks: StartPasskeyRegistrationData; answers: StartPasskeyRegistrationResponses; filters: {  } }
  addPasskey: { asks: AddPasskeyData; answers: AddPasskeyResponses; filters: {  } }
  listPasskeys: { asks: ListPasskeysData; answers: ListPasskeysResponses; filters: {  } }
  removePasskey: { asks: RemovePasskeyData; answers: RemovePasskeyResponses; filters: {  } }
  listMembers: { asks: ListMembersData; answers: ListMembersResponses; filters: {  } }
  changeMemberRole: { asks: ChangeMemberRoleData; answers: ChangeMemberRoleResponses; filters: {  } }
  removeMember: { asks: RemoveMemberData; answers: RemoveMemberResponses; filters: {  } }
  inviteUser: { asks: InviteUserData; answers: InviteUserResponses; filters: {  } }
  listInvitations: { asks: ListInvitationsData; answers: ListInvitationsResponses; filters: {  } }
  withdrawInvitation: { asks: WithdrawInvitationData; answers: WithdrawInvitationResponses; filters: {  } }
  demandSecondFactor: { asks: DemandSecondFactorData; answers: DemandSecondFactorResponses; filters: {  } }
  listAuditLog: { asks: ListAuditLogData; answers: ListAuditLogResponses; filters: { created_after: string | Date; created_before: string | Date } }
  getAuditFilters: { asks: GetAuditFiltersData; answers: GetAuditFiltersResponses; filters: {  } }
  exportAuditLog: { asks: ExportAuditLogData; answers: ExportAuditLogResponses; filters: { created_after: string | Date; created_before: string | Date } }
  listOperatorAuditLog: { asks: ListOperatorAuditLogData; answers: ListOperatorAuditLogResponses; filters: { created_after: string | Date; created_before: string | Date } }
  getOperatorAuditFilters: { asks: GetOperatorAuditFiltersData; answers: GetOperatorAuditFiltersResponses; filters: {  } }
  setCompanyLogo: { asks: SetCompanyLogoData; answers: SetCompanyLogoResponses; filters: {  } }
  deleteCompanyLogo: { asks: DeleteCompanyLogoData; answers: DeleteCompanyLogoResponses; filters: {  } }
  listApiTokens: { asks: ListApiTokensData; answers: ListApiTokensResponses; filters: {  } }
  createApiToken: { asks: CreateApiTokenData; answers: CreateApiTokenResponses; filters: {  } }
  revokeApiToken: { asks: RevokeApiTokenData; answers: RevokeApiTokenResponses; filters: {  } }
  listRequestLog: { asks: ListRequestLogData; answers: ListRequestLogResponses; filters: {  } }
  getLoggedRequest: { asks: GetLoggedRequestData; answers: GetLoggedRequestResponses; filters: {  } }
  getCompanySummary: { asks: GetCompanySummaryData; answers: GetCompanySummaryResponses; filters: {  } }
  explainCompanySummary: { asks: ExplainCompanySummaryData; answers: ExplainCompanySummaryResponses; filters: {  } }
  exportCompanySummary: { asks: ExportCompanySummaryData; answers: ExportCompanySummaryResponses; filters: {  } }
  getCompanyAttention: { asks: GetCompanyAttentionData; answers: GetCompanyAttentionResponses; filters: {  } }
  getSandboxClock: { asks: GetSandboxClockData; answers: GetSandboxClockResponses; filters: {  } }
  advanceSandboxClock: { asks: AdvanceSandboxClockData; answers: AdvanceSandboxClockResponses; filters: {  } }
  getSandboxCalendar: { asks: GetSandboxCalendarData; answers: GetSandboxCalendarResponses; filters: {  } }
  listSandboxCards: { asks: ListSandboxCardsData; answers: ListSandboxCardsResponses; filters: {  } }
  listSandboxBankAccounts: { asks: ListSandboxBankAccountsData; answers: ListSandboxBankAccountsResponses; filters: {  } }
  getSandboxFaults: { asks: GetSandboxFaultsData; answers: GetSandboxFaultsResponses; filters: {  } }
  setSandboxFaults: { asks: SetSandboxFaultsData; answers: SetSandboxFaultsResponses; filters: {  } }
  endSandboxNetworkDay: { asks: EndSandboxNetworkDayData; answers: EndSandboxNetworkDayResponses; filters: {  } }
  listSandboxMails: { asks: ListSandboxMailsData; answers: ListSandboxMailsResponses; filters: {  } }
  listSandboxTriggers: { asks: ListSandboxTriggersData; answers: ListSandboxTriggersResponses; filters: {  } }
  triggerSandboxEvent: { asks: TriggerSandboxEventData; answers: TriggerSandboxEventResponses; filters: {  } }
  getOverview: { asks: GetOverviewData; answers: GetOverviewResponses; filters: {  } }
  listCompanies: { asks: ListCompaniesData; answers: ListCompaniesResponses; filters: {  } }
  createCompany: { asks: CreateCompanyData; answers: CreateCompanyResponses; filters: {  } }
  getOperatedCompany: { asks: GetOperatedCompanyData; answers: GetOperatedCompanyResponses; filters: {  } }
  updateOperatedCompany: { asks: UpdateOperatedCompanyData; answers: UpdateOperatedCompanyResponses; filters: {  } }
  setCompanyLimits: { asks: SetCompanyLimitsData; answers: SetCompanyLimitsResponses; filters: {  } }
  setCompanyFee: { asks: SetCompanyFeeData; answers: SetCompanyFeeResponses; filters: {  } }
  suspendCompany: { asks: SuspendCompanyData; answers: SuspendCompanyResponses; filters: {  } }
  closeCompany: { asks: CloseCompanyData; answers: CloseCompanyResponses; filters: {  } }
  unsuspendCompany: { asks: UnsuspendCompanyData; answers: UnsuspendCompanyResponses; filters: {  } }
  inviteCompanyMember: { asks: InviteCompanyMemberData; answers: InviteCompanyMemberResponses; filters: {  } }
  listUnknownOutcomes: { asks: ListUnknownOutcomesData; answers: ListUnknownOutcomesResponses; filters: {  } }
  resolveUnknownOutcome: { asks: ResolveUnknownOutcomeData; answers: ResolveUnknownOutcomeResponses; filters: {  } }
  listOperatedItems: { asks: ListOperatedItemsData; answers: ListOperatedItemsResponses; filters: {  } }
  resolveReconciliationItems: { asks: ResolveReconciliationItemsData; answers: ResolveReconciliationItemsResponses; filters: {  } }
  listBankReturns: { asks: ListBankReturnsData; answers: ListBankReturnsResponses; filters: {  } }
  resolveBankReturn: { asks: ResolveBankReturnData; answers: ResolveBankReturnResponses; filters: {  } }
  listAlarms: { asks: ListAlarmsData; answers: ListAlarmsResponses; filters: {  } }
  closeAlarm: { asks: CloseAlarmData; answers: CloseAlarmResponses; filters: {  } }
  listBankFiles: { asks: ListBankFilesData; answers: ListBankFilesResponses; filters: {  } }
  getBankFile: { asks: GetBankFileData; answers: GetBankFileResponses; filters: {  } }
  listBankFileItems: { asks: ListBankFileItemsData; answers: ListBankFileItemsResponses; filters: {  } }
  getArrivals: { asks: GetArrivalsData; answers: GetArrivalsResponses; filters: {  } }
  getClearingFile: { asks: GetClearingFileData; answers: GetClearingFileResponses; filters: {  } }
  listClearingFileRecords: { asks: ListClearingFileRecordsData; answers: ListClearingFileRecordsResponses; filters: {  } }
  getWork: { asks: GetWorkData; answers: GetWorkResponses; filters: {  } }
  listFailingWebhooks: { asks: ListFailingWebhooksData; answers: ListFailingWebhooksResponses; filters: {  } }
  listMails: { asks: ListMailsData; answers: ListMailsResponses; filters: {  } }
  retryMail: { asks: RetryMailData; answers: RetryMailResponses; filters: {  } }
  listKeys: { asks: ListKeysData; answers: ListKeysResponses; filters: {  } }
  listVerifyReports: { asks: ListVerifyReportsData; answers: ListVerifyReportsResponses; filters: {  } }
  requestVerify: { asks: RequestVerifyData; answers: RequestVerifyResponses; filters: {  } }
  getVerifyReport: { asks: GetVerifyReportData; answers: GetVerifyReportResponses; filters: {  } }
  startPasskeySignIn: { asks: StartPasskeySignInData; answers: StartPasskeySignInResponses; filters: {  } }
  signInWithPasskey: { asks: SignInWithPasskeyData; answers: SignInWithPasskeyResponses; filters: {  } }
  requestPasswordReset: { asks: RequestPasswordResetData; answers: RequestPasswordResetResponses; filters: {  } }
  resetPassword: { asks: ResetPasswordData; answers: ResetPasswordResponses; filters: {  } }
  lookAtInvitation: { asks: LookAtInvitationData; answers: LookAtInvitationResponses; filters: {  } }
  acceptInvitation: { asks: AcceptInvitationData; answers: AcceptInvitationResponses; filters: {  } }
}
