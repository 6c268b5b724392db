/**
 * What people type who do not know our words: newcomers, and those who come from Stripe, Adyen or a bank.
 * Each line begins with the pages one of which has to be among the first three, and then has the questions.
 */
export const questions = `
accidents: crash
accidents | demo-month | sandbox: reset the sandbox
accidents | operations | backup: backup, restore a backup, disaster recovery
accidents | operations | settings | your-own-postgresql: postgres
ach | concepts: USD
ach | debit-a-bank-account | eft: returned payment
ach | debit-a-bank-account | fail-reasons | fail-reasons/insufficient_funds: bounced
ach | debit-a-bank-account | test-data: routing number
ach | eft: return codes
api: rate limits, API version, versioning, pagination, api authentication, openapi, postman
api | command-line | company: create an API token
api | concepts | fees-and-limits: currency
api | errors | errors/idempotency_conflict | errors/wrong_state: 409 conflict
api | errors | errors/rate_limited: too many requests
api | errors | fail-reasons/currency_mismatch: wrong currency
api | operations | security: rotate API key
api | transactions: metadata
api#idempotency: idempotency key
api#idempotency | charge-a-card | concepts: duplicate charge
api#idempotency | concepts: double charge, safe retries
api#idempotency | fail-reasons | webhooks: retry logic
authorizations: incremental authorization
authorizations | preauthorize-and-capture: cancel a hold, release authorization
cards: card about to expire, expiring cards, account updater, postal code check
cards | concepts | tokenize-a-card: payment method
cards | fail-reasons/expired_card: expired card, expired card
cards | security | tokenize-a-card: card vault
cards | tokenize-a-card: remove a saved card
cards#3-d-secure: 3DS
cards#cvc-and-postal-code: CVV
charge-a-card: PaymentIntent, charge, charge a customer, how do I charge a card
charge-a-card | concepts: unknown outcome
charge-a-card | concepts | from-stripe: payment intent
charge-a-card | errors/card_declined | fail-reasons: why was a card declined
charge-a-card | fail-reasons: declined card, retry a failed payment
clearing: payout, reconcile, settle, settlement report, how long until payout
clearing | clearing-file: reconciliation file
clearing | company: payout schedule
clearing | disputes | ledger: negative balance
clearing | from-stripe: when do I get paid
clearing | transactions: bank statement
client-for-node: node library
client-for-node | concepts | receive-webhooks | webhooks: exactly once
client-for-python: python sdk
client-for-python | quick-start-python | receive-webhooks | webhooks: python webhook
command-line: exit codes
command-line | company | security: revoke token
command-line | concepts | operator: multi tenant
command-line | from-stripe: stripe cli, stripe listen
company: logo
company | concepts: bank account for deposits
company | payment-page: french, language
make-a-refund | refunds: refnud
receive-webhooks | webhooks: webohok
concepts: customer, cents, amount format, merchant account, tags
concepts | debit-a-bank-account: connect a bank account
concepts | from-adyen: shopper
concepts | glossary: what is a contact
concepts | lifecycle: states of a payment
concepts | lifecycle | transactions: payment status
concepts | receipts: customer email
concepts | tokenize-a-card: create customer
debit-a-bank-account: direct debit, verify bank account, micro deposits, pull money from bank account
debit-a-bank-account | fail-reasons | rehearsal | take-a-payment-by-link | transactions: customer did not
  pay
debit-a-bank-account | payment-page: PAD agreement
debit-a-bank-account | send-a-credit: bank transfer
disputes: dispute, chargebacks, respond to a dispute, evidence, cardholder disputes payment, win a
  chargeback
disputes | fail-reasons/suspected_fraud: fraud, fraudulent payment
embed: hosted fields, iframe height, react
embed | security: CSP, PCI SAQ
errors | errors/card_declined: what does 402 mean
errors | errors/unauthenticated: 401, unauthorized
errors | fail-reasons: error codes
errors#network_timeout: timeout
errors/forbidden: missing scope
errors/validation_failed: validation error
event-types: list of events, event types
events | receive-webhooks | webhooks: missed webhook, replay events, polling, long polling
events | webhooks: ordering of events
explain | ledger: balance
exports: download CSV, export transactions, bulk refunds
exports | schedules | send-a-credit | transactions: batch payments
fail-reasons | network-codes: decline codes
fail-reasons/do_not_honour | network-codes: do not honor
fail-reasons/insufficient_funds: insufficient funds, NSF
fail-reasons/lost_card: lost card
fail-reasons/stolen_card: stolen card
fees-and-limits: fees, transaction limit, daily limit, processing fees, stripe fees
from-adyen: move from adyen, merchantAccount, pspReference
from-adyen | receive-webhooks: Adyen notification HMAC
from-adyen | transactions: merchant reference
from-moneris: moneris, Moneris order_id
from-moneris | preauthorize-and-capture: preauth completion
from-stripe: SetupIntent, migrate from stripe
from-stripe | going-live: import cards
from-stripe | tokenize-a-card: setup intent
from-stripe#what-has-no-counterpart: apple pay
glossary: glossary
going-live: go to production, production checklist, go live
going-live | operations: docker
index | quick-start-curl | quick-start-node: getting started
keys | operations | security: rotate key
keys | security: encryption key, encrypt
ledger: ledger
make-a-refund: refund a payment, how do I issue a refund, partial refunds, how can I send a refund, repay a
  buyer
make-a-refund | preauthorize-and-capture: void a payment
make-a-refund | refunds: pay back a customer, give money back, money back, return money to card, reverse a
  charge
mcp: AI agent, MCP
network-codes: response codes
operations: upgrade, monitoring, metrics, alerts
operations | performance | settings: scaling
operations | quick-start-curl | quick-start-node: install
operations | settings: database
operator: suspend a company
scale: sizing, capacity
observability: prometheus, grafana, opentelemetry, access log, alert rules
payment-page: mandate
payment-page | take-a-payment-by-link: checkout page, payment page
performance: performance, latency, throughput
preauthorize-and-capture: capture, capture later, partial capture, authorise, hold funds, auth and capture
quick-start-curl | receive-webhooks: local webhook testing
quick-start-curl | receive-webhooks | webhooks: test webhooks locally
receipts: receipts, email receipt
receive-webhooks: verify webhook signature, verify signature, notification URL, handle webhook events
receive-webhooks | webhooks: rotate webhook secret, webhook signing secret, webhook not received, webhook
  retries, webhook secret, webhook endpoint, JWT, secure webhook
rehearsal | verify-and-chaos: chaos
request-log | observability: logs, request id
roles: permissions
sandbox: test clock, time travel, sandbox, advance time
sandbox | test-data: test mode, simulator
schedule-payments: recurring payments, subscriptions, monthly payment, installments, bill monthly, schedule
  a payment for next week
schedule-payments | schedules: next payment date, pause a subscription
security: PCI compliance, delete a customer, GDPR, delete personal data
send-a-credit: pay a vendor, send money, pay someone, transfer to bank account
settings: environment variables, configuration
take-a-payment-by-link: payment link, guest checkout, invoice, collect payment by email, send an invoice
take-a-payment-by-link | transactions: cancel a payment
test-data: simulate a decline, test card numbers, test bank account
tokenize-a-card: save a card, store credit card, tokenization, add a card for a customer
transactions: list payments, search transactions, statement descriptor
users: two factor, invite a colleague, add team member, reset password, change password, passkeys, audit
  trail
webhooks: webhook ip addresses, allowlist
`
