/**
 * What readers type who come from elsewhere: the words that other platforms, networks and banks have for what
 * a page tells of, where the page itself has another. By page, or by section (`page#anchor`).
 */
export const otherWords: Readonly<Record<string, string>> = {
  api: 'authentication bearer API key pagination cursor rate limit 429 versioning metadata Postman collection OpenAPI Swagger',
  ach: 'NACHA US bank direct debit routing number ABA SEC code',
  authorizations: 'authorisation auth hold expiry incremental',
  'charge-a-card':
    'card on file CIT MIT merchant initiated sale purchase pay off session payment intent PaymentIntent confirm',
  'client-for-node': 'SDK library TypeScript JavaScript npm',
  'client-for-python': 'SDK library pip',
  clearing: 'settlement reconciliation reconcile payout deposit remittance',
  'command-line': 'CLI terminal jetpay listen trigger exit code revoke token',
  concepts: 'customer merchant account beginner introduction',
  accidents: 'backup restore disaster recovery failover crash power cut disk full outage',
  'cards#3-d-secure': '3DS 3D 3DSecure SCA PSD2 strong customer authentication',
  cards: 'expired card on file COF stored credential vault network token account updater',
  'cards#cvc-and-postal-code': 'CVV CVV2 CVC2 CID security code AVS address verification ZIP',
  'debit-a-bank-account':
    'PAD pre-authorized debit ACH EFT direct debit bank transfer pull micro deposits verify bank account returned payment bounced',
  disputes: 'chargeback retrieval evidence representment arbitration fraud',
  eft: 'PAD CPA 005 Payments Canada pre-authorized debit Standard 005 AFT',
  embed: 'iframe hosted fields elements drop-in postMessage SAQ A CSP content security policy React height',
  errors:
    'problem error code RFC 9457 unauthorized forbidden bad request 400 401 402 403 404 409 422 429 500 503 504 status',
  'fail-reasons':
    'decline declined refused soft hard reason code NSF insufficient funds did not pay unpaid declined card decline codes',
  'fail-reasons/authentication_required': '3-D Secure 3DS 3D 3DSecure SCA',
  'fail-reasons/incorrect_cvc': 'CVC CVV CVV2 CVC2 CID security code mismatch',
  'fail-reasons/incorrect_postal_code': 'AVS address verification ZIP mismatch',
  'fail-reasons/insufficient_funds': 'NSF bounced',
  backup: 'backup restore PITR point in time recovery disaster lost data',
  'fees-and-limits': 'pricing interchange cost velocity limit maximum',
  'make-a-refund': 'refund void reversal credit back partial',
  'from-stripe#what-has-no-counterpart': 'Apple Pay Google Pay wallet import migrate existing saved cards',
  'network-codes': 'response code field 39 decline ISO 8583',
  observability: 'opentelemetry OTel OTLP tracing traces monitoring metrics Grafana Prometheus alerts logs',
  operations:
    'upgrade migrate deploy install monitoring metrics alerts alarms Prometheus backup restore production Docker container Kubernetes systemd scale scaling',
  'payment-page': 'PAD agreement mandate pre-authorized debit checkout hosted page pay link',
  'preauthorize-and-capture':
    'auth hold authorisation authorize void release delayed capture security deposit',
  'receive-webhooks':
    'webhook webhooks callback notification IPN endpoint signature HMAC verify JWKS JWT retry',
  rehearsal: 'test chaos integration duplicate',
  scale: 'scaling capacity sizing throughput TPS cost hardware cores',
  roles: 'permission RBAC scope',
  'schedule-payments': 'recurring subscription instalment installment future dated monthly',
  security: 'PCI DSS PAN encryption KMS HSM key tokenization compliance SAQ',
  'send-a-credit':
    'payout disbursement push pay out vendor supplier transfer send money transfer to a bank account',
  'take-a-payment-by-link': 'checkout guest one-time payment link invoice pay by link',
  'test-data': 'test card sandbox magic number 4242 decline simulate',
  'tokenize-a-card':
    'save card store vault token iframe PCI setup intent SetupIntent payment method PaymentMethod wallet on file',
  users: '2FA MFA TOTP passkey two-factor SSO login password invitation',
  transactions: 'statement descriptor',
  webhooks: 'signature HMAC JWKS JWT retry backoff replay IP allowlist firewall callback',
  sandbox: 'test clock time travel simulate fast forward test mode',
  'errors/unauthenticated': 'unauthorized 401 invalid token API key',
  'errors/forbidden': '403 permission scope missing',
  'concepts#once-and-never-guessed':
    'double charge charged twice duplicate idempotent idempotency retry safely unknown outcome',
  'concepts#amounts': 'cents minor units currency amount format decimal rounding USD CAD',
  'concepts#tokens': 'API key scope permission',
  'concepts#who-is-who': 'customer bank account for deposits contact company',
  'security#a-person-who-wants-to-be-deleted':
    'GDPR privacy personal data erase erasure delete a customer contact right to be forgotten retention',
  'security#keys': 'rotate key rotation renew encryption master key signing',
  'going-live': 'production launch checklist live mode certification',
  index: 'getting started introduction overview install begin',
  'webhooks#verify': 'signing secret signature rotate secret',
  company: 'business profile branding logo language time zone',
  events: 'poll polling long polling pull',
  'receive-webhooks#or-ask': 'poll polling long polling pull',
  lifecycle: 'states status of a payment state machine transitions',
  'concepts#what-moves-money': 'states status of a payment',
  'event-types': 'list of all events',
  performance: 'throughput latency capacity benchmark',
  settings: 'environment variables configuration scale scaling workers',
  operator: 'multi-tenant tenants merchants sub-merchants platform admin',
  exports: 'CSV download report',
  'exports#bulk-actions': 'batch payments many at once',
  'from-adyen': 'merchantAccount merchantReference shopperReference pspReference notification',
  'from-stripe': 'PaymentIntent SetupIntent PaymentMethod client_secret StripeElements',
  'transactions#reading-listing-cancelling': 'list payments search find cancel a payment',
  'api#idempotency': 'idempotency key safe retry',
}
