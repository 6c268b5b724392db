/** Every page of the dashboard by its address, with something to show on each. */
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { createCompany } from '../src/companies/company.ts'
import { closeCompany } from '../src/companies/suspension.ts'
import { contactPage, contactsPage } from '../src/dashboard/app/pages/contacts/contact-pages.ts'
import { disputePage, disputesPage } from '../src/dashboard/app/pages/disputes/disputes-pages.ts'
import { eventPage, eventsPage } from '../src/dashboard/app/pages/events/event-pages.ts'
import { linksPage } from '../src/dashboard/app/pages/links/link-pages.ts'
import {
  balancePage,
  feesPage,
  homePage,
  payoutPage,
  payoutsPage,
} from '../src/dashboard/app/pages/numbers/numbers-pages.ts'
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
} from '../src/dashboard/app/pages/operator/operator-pages.ts'
import { partsPage } from '../src/dashboard/app/pages/parts/parts-pages.ts'
import {
  auditPage,
  invitationPage,
  operatorAuditPage,
  operatorSecurityPage,
  resetPage,
  securityPage,
  signInPage,
  teamPage,
} from '../src/dashboard/app/pages/people/people-pages.ts'
import { refundPage, refundsPage } from '../src/dashboard/app/pages/refunds/refund-pages.ts'
import { requestPage, requestsPage } from '../src/dashboard/app/pages/requests/request-pages.ts'
import { sandboxPage } from '../src/dashboard/app/pages/sandbox/sandbox-pages.ts'
import { schedulePage, schedulesPage } from '../src/dashboard/app/pages/schedules/schedule-pages.ts'
import { bankAccountsPage, companySettingsPage } from '../src/dashboard/app/pages/settings/settings-pages.ts'
import { tokensPage } from '../src/dashboard/app/pages/tokens/token-pages.ts'
import {
  transactionPage,
  transactionsPage,
} from '../src/dashboard/app/pages/transactions/transaction-pages.ts'
import { webhookPage, webhooksPage } from '../src/dashboard/app/pages/webhooks/webhook-pages.ts'
import { projectFolder } from '../src/ground/config.ts'
import { makeMoney } from './dashboard-money.ts'
import { makePerson } from './dashboard-person.ts'
import type { Platform } from './platform.ts'

/** The operator's pages: opened with an operator's session, seen by nobody else. */
export const operators = '/../operator'

/** Each page of `app/pages.ts`, and the addresses at which it is looked at, below the company's. */
const cases: [{ path: string }, (made: Made) => string[]][] = [
  [transactionsPage, () => ['/transactions', '/transactions?state=failed&statement=nothing-like-it']],
  [
    transactionPage,
    ({ paid, declined, held }) => [
      `/transactions/${paid}`,
      `/transactions/${declined}`,
      `/transactions/${held}?view=json`,
    ],
  ],
  [contactsPage, () => ['/contacts', '/contacts?name=nobody-is-called-so']],
  [
    contactPage,
    ({ contact }) => [
      `/contacts/${contact}`,
      ...['cards', 'accounts', 'agreements', 'transactions', 'schedules'].map(
        (view) => `/contacts/${contact}?view=${view}`,
      ),
    ],
  ],
  [linksPage, () => ['/links', '/links?kind=credit']],
  [schedulesPage, () => ['/schedules', '/schedules?state=cancelled']],
  [schedulePage, ({ schedule }) => [`/schedules/${schedule}`]],
  [webhooksPage, () => ['/webhooks']],
  [webhookPage, ({ webhook }) => [`/webhooks/${webhook}`]],
  [eventsPage, () => ['/events', '/events?type=payouts.returned']],
  [eventPage, () => ['/events/1']],
  [tokensPage, () => ['/api-tokens']],
  [requestsPage, () => ['/requests', '/requests?outcome=failed']],
  [requestPage, ({ request }) => [`/requests/${request}`]],
  [
    sandboxPage,
    () => ['clock', 'cards', 'accounts', 'faults', 'mail', 'trigger'].map((view) => `/sandbox?view=${view}`),
  ],
  [companySettingsPage, () => ['/settings']],
  [bankAccountsPage, () => ['/bank-accounts']],
  [teamPage, () => ['/team']],
  [auditPage, () => ['/audit', '/audit?operation=nothing']],
  [securityPage, () => ['/security']],
  [operatorAuditPage, () => [`${operators}/audit`]],
  [operatorSecurityPage, () => [`${operators}/security`]],
  [signInPage, () => ['/../sign-in']],
  [resetPage, () => ['/../reset', `/../reset#${'x'.repeat(43)}`]],
  [invitationPage, () => ['/../invitation']],
  [homePage, () => ['', '?from=2001-01-01&to=2001-01-31']],
  [
    payoutsPage,
    () => ['/payouts', '/payouts?state=returned', '/payouts?currency=USD&created_before=2001-01-01'],
  ],
  [payoutPage, ({ payout }) => [`/payouts/${payout}`]],
  [refundsPage, () => ['/refunds', '/refunds?state=failed&created_before=2001-01-01']],
  [refundPage, ({ refund, failedRefund }) => [`/refunds/${refund}`, `/refunds/${failedRefund}`]],
  [balancePage, () => ['/balance']],
  [feesPage, () => ['/fees']],
  [disputesPage, () => ['/disputes', '/disputes?state=won,lost&reason=9999']],
  [disputePage, ({ dispute }) => [`/disputes/${dispute}`]],
  [overviewPage, () => [operators]],
  [companiesPage, () => [`${operators}/companies`, `${operators}/companies?search=nobody-is-called-so`]],
  [newCompanyPage, () => [`${operators}/new-company`]],
  [companyPage, ({ company, closing }) => [company, closing].map((id) => `${operators}/companies/${id}`)],
  [outcomesPage, () => [`${operators}/unknown-outcomes`]],
  [
    itemsPage,
    () => [`${operators}/reconciliation-items`, `${operators}/reconciliation-items?state=written_off`],
  ],
  [alarmsPage, () => [`${operators}/alarms`, `${operators}/alarms?state=closed`]],
  [bankReturnsPage, () => [`${operators}/bank-returns`]],
  [failingWebhooksPage, () => [`${operators}/failing-webhooks`]],
  [workPage, () => [`${operators}/work`]],
  [mailsPage, () => [`${operators}/mails`, `${operators}/mails?state=failed`]],
  [verifyPage, () => [`${operators}/verify`]],
  [filesPage, () => [`${operators}/files`, `${operators}/files?state=rejected`]],
  [bankFilePage, ({ bankFile }) => ['', '?line=2'].map((line) => `${operators}/files/${bankFile}${line}`)],
  [
    clearingFilePage,
    ({ clearingFile }) => [
      `${operators}/files/clearing?${clearingFile}`,
      `${operators}/files/clearing?${clearingFile}&line=999`,
    ],
  ],
  [keysPage, () => [`${operators}/keys`]],
  [partsPage, () => ['/parts', '/parts?view=pictures', '/parts?view=forms']],
]

type Made = Awaited<ReturnType<typeof make>>

/** A little of everything that pages show. */
async function make(platform: Platform) {
  const { call, charge, createContact, demo, saveCard, simulatorUrl } = platform
  const { contact, schedule } = await makePerson(platform)
  for (const name of [
    'Grace Hopper',
    'Émilie du Châtelet',
    'A person with a name that is as long as names get',
  ])
    await createContact(name)
  const { body: webhook } = await call('POST', '/webhooks', { callback_url: `${simulatorUrl}/pages` })
  await call('POST', `/webhooks/${webhook.identifier}/test`)
  const refused = await call('PUT', '/contact', { name: 'Nobody' })
  const card = await saveCard()
  const paid = (await charge(card, { amount: '100.50', note: 'A note', metadata: { order: '7' } })).body
    .debit_id
  const { refund_id: refund } = (await call('POST', `/debit/${paid}/refund`, { amount: '20.25' })).body
  const unwilling = (await charge(await saveCard('4000000000920019'))).body.debit_id
  await call('POST', `/debit/${unwilling}/refund`, { amount: '5.00' })
  const failedRefund = (await call('GET', `/refund?debit_id=${unwilling}`)).body.data[0].refund_id
  const closing = await createCompany(platform.db, 'Birch Books')
  await closeCompany(platform.db, closing, 'Ada', 'Contract ended')
  const declined = (await charge(await saveCard('4000000000009995'))).body.debit_id
  const hold = { amount: '60.00', to_bank_account_id: demo.bank_account_id, statement: 'Hotel' }
  const held = (await call('POST', `${card.path}/preauthorize`, hold)).body.debit_id
  return {
    paid,
    refund: refund as string,
    failedRefund: failedRefund as string,
    closing,
    company: demo.company_id,
    declined,
    held,
    contact,
    schedule,
    webhook: webhook.identifier as string,
    request: refused.body.request_id as string,
    ...(await makeMoney(platform)),
  }
}

/** Makes what they show, and returns the addresses. Fails where a page of the list is not looked at. */
export async function everyPath(platform: Platform): Promise<string[]> {
  const list = readFileSync(`${projectFolder}/src/dashboard/app/pages.ts`, 'utf8')
  const listed = [...list.matchAll(/^ {2}\[(\w+), \(\) => import/gm)].length
  assert.equal(
    cases.length,
    listed,
    'a page of src/dashboard/app/pages.ts has no case in test/dashboard-pages.ts',
  )
  const made = await make(platform)
  return cases.flatMap(([, paths]) => paths(made))
}
