/**
 * Every page: what it is, and where it is loaded from when it is opened. The router, the navigation and the
 * palette read this list, in this order. How to add one: docs/dashboard.md.
 */
import type { ComponentType } from 'react'
import type { Page } from './page.ts'
import { contactPage, contactsPage } from './pages/contacts/contact-pages.ts'
import { disputePage, disputesPage } from './pages/disputes/disputes-pages.ts'
import { eventPage, eventsPage } from './pages/events/event-pages.ts'
import { linksPage } from './pages/links/link-pages.ts'
import { balancePage, feesPage, homePage, payoutPage, payoutsPage } from './pages/numbers/numbers-pages.ts'
import {
  alarmsPage,
  bankFilePage,
  bankReturnsPage,
  clearingFilePage,
  companiesPage,
  companyPage,
  failingWebhooksPage,
  filesPage,
  itemsPage,
  keysPage,
  mailsPage,
  newCompanyPage,
  outcomesPage,
  overviewPage,
  verifyPage,
  workPage,
} from './pages/operator/operator-pages.ts'
import { partsPage } from './pages/parts/parts-pages.ts'
import {
  auditPage,
  invitationPage,
  operatorAuditPage,
  operatorSecurityPage,
  resetPage,
  securityPage,
  signInPage,
  teamPage,
} from './pages/people/people-pages.ts'
import { refundPage, refundsPage } from './pages/refunds/refund-pages.ts'
import { requestPage, requestsPage } from './pages/requests/request-pages.ts'
import { sandboxPage } from './pages/sandbox/sandbox-pages.ts'
import { schedulePage, schedulesPage } from './pages/schedules/schedule-pages.ts'
import { bankAccountsPage, companySettingsPage } from './pages/settings/settings-pages.ts'
import { tokensPage } from './pages/tokens/token-pages.ts'
import { transactionPage, transactionsPage } from './pages/transactions/transaction-pages.ts'
import { webhookPage, webhooksPage } from './pages/webhooks/webhook-pages.ts'

type Load = () => Promise<{ default: ComponentType }>
export type PageEntry = readonly [Page, Load]

export const pages: readonly PageEntry[] = [
  [transactionsPage, () => import('./pages/transactions/transaction-list.tsx')],
  [transactionPage, () => import('./pages/transactions/transaction-detail.tsx')],
  [homePage, () => import('./pages/numbers/home.tsx')],
  [contactsPage, () => import('./pages/contacts/contact-list.tsx')],
  [contactPage, () => import('./pages/contacts/contact-detail.tsx')],
  [payoutsPage, () => import('./pages/numbers/payout-list.tsx')],
  [payoutPage, () => import('./pages/numbers/payout-detail.tsx')],
  [refundsPage, () => import('./pages/refunds/refund-list.tsx')],
  [refundPage, () => import('./pages/refunds/refund-detail.tsx')],
  [balancePage, () => import('./pages/numbers/balance.tsx')],
  [feesPage, () => import('./pages/numbers/fees.tsx')],
  [disputesPage, () => import('./pages/disputes/dispute-list.tsx')],
  [disputePage, () => import('./pages/disputes/dispute-detail.tsx')],
  [linksPage, () => import('./pages/links/link-list.tsx')],
  [schedulesPage, () => import('./pages/schedules/schedule-list.tsx')],
  [schedulePage, () => import('./pages/schedules/schedule-detail.tsx')],
  [webhooksPage, () => import('./pages/webhooks/webhook-list.tsx')],
  [webhookPage, () => import('./pages/webhooks/webhook-detail.tsx')],
  [eventsPage, () => import('./pages/events/event-list.tsx')],
  [eventPage, () => import('./pages/events/event-detail.tsx')],
  [tokensPage, () => import('./pages/tokens/token-list.tsx')],
  [requestsPage, () => import('./pages/requests/request-list.tsx')],
  [requestPage, () => import('./pages/requests/request-detail.tsx')],
  [sandboxPage, () => import('./pages/sandbox/sandbox.tsx')],
  [companySettingsPage, () => import('./pages/settings/company-settings.tsx')],
  [bankAccountsPage, () => import('./pages/settings/bank-accounts.tsx')],
  [teamPage, () => import('./pages/people/team.tsx')],
  [auditPage, () => import('./pages/people/audit-log.tsx')],
  [securityPage, () => import('./pages/people/security.tsx')],
  [signInPage, () => import('./pages/people/sign-in.tsx')],
  [resetPage, () => import('./pages/people/reset.tsx')],
  [invitationPage, () => import('./pages/people/invitation.tsx')],
  [overviewPage, () => import('./pages/operator/overview.tsx')],
  [companiesPage, () => import('./pages/operator/company-list.tsx')],
  [newCompanyPage, () => import('./pages/operator/company-create.tsx')],
  [companyPage, () => import('./pages/operator/company-detail.tsx')],
  [outcomesPage, () => import('./pages/operator/outcome-list.tsx')],
  [itemsPage, () => import('./pages/operator/item-list.tsx')],
  [alarmsPage, () => import('./pages/operator/alarm-list.tsx')],
  [bankReturnsPage, () => import('./pages/operator/bank-return-list.tsx')],
  [failingWebhooksPage, () => import('./pages/operator/failing-webhook-list.tsx')],
  [workPage, () => import('./pages/operator/jobs-and-queues.tsx')],
  [mailsPage, () => import('./pages/operator/mail-list.tsx')],
  [verifyPage, () => import('./pages/operator/verify.tsx')],
  [filesPage, () => import('./pages/operator/file-list.tsx')],
  [bankFilePage, () => import('./pages/operator/bank-file-detail.tsx')],
  [clearingFilePage, () => import('./pages/operator/clearing-file-detail.tsx')],
  [keysPage, () => import('./pages/operator/keys.tsx')],
  [operatorAuditPage, () => import('./pages/people/operator-audit-log.tsx')],
  [operatorSecurityPage, () => import('./pages/people/security.tsx')],
  [partsPage, () => import('./pages/parts/parts.tsx')],
]
