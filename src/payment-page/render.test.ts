import assert from 'node:assert/strict'
import { test } from 'node:test'
import { payerWords } from '../ground/payer-words.ts'
import { agreementKinds } from './agreement-kinds.ts'
import { payerCategories } from './agreement-text.ts'
import { assets } from './assets.ts'
import type { PaymentPage } from './payment-page.ts'
import { renderEndPage, renderPaymentPage } from './render.ts'
import { texts } from './texts.ts'
import { pageStates } from './texts-shape.ts'

const hostile = `</script><script>alert(1)</script><img src=x onerror="alert('2')">&amp;`
const page = (changes: Partial<PaymentPage> = {}, kind: 'debit' | 'credit' = 'debit'): PaymentPage => ({
  companyId: '0197d3a0-0000-7000-8000-000000000001',
  path: '0197d3a0-0000-7000-8000-000000000002',
  payee: {
    name: hostile,
    logo: null,
    accentColor: null,
    contactEmail: 'pay@example.com',
    language: 'en' as const,
    contactPhone: hostile,
  },
  transaction: {
    identifier: '0197d3a0-0000-7000-8000-000000000002',
    kind,
    rail: null,
    state: 'requested',
    amount: 9_999_999_999n,
    amount_authorized: null,
    amount_refunded: 0n,
    fee_amount: 0n,
    currency: 'CAD',
    statement: hostile,
    note: null,
    contact_id: 'c',
    from_credit_card_id: null,
    external_reference: null,
    metadata: {},
    from_bank_account_id: null,
    to_bank_account_id: null,
    fail_reason: 'stolen_card',
    fail_direction: null,
    initiator: null,
    reason: null,
    created_at: new Date(),
    updated_at: new Date(),
  },
  contact: { name: 'Secret Name', email: 'secret.person@example.com', language: 'en', deleted: false },
  state: 'open',
  takesCards: kind === 'debit',
  bankCountry: 'canadian',
  ...changes,
})
const options = {
  language: 'en',
  demo: true,
  vaultUrl: 'https://cards.example',
  nonce: 'n'.repeat(22),
} as const
const states = pageStates.filter((state) => state !== 'unknown' && state !== 'unavailable')
const all = [
  ...states.flatMap((state) => [
    renderPaymentPage(page({ state }), options),
    renderPaymentPage(page({ state }, 'credit'), { ...options, language: 'fr' }),
  ]),
  ...(['en', 'fr'] as const).map((language) =>
    renderPaymentPage(page({ bankCountry: 'american' }), { ...options, language }),
  ),
  renderEndPage('unknown', 'en', options.nonce),
  renderEndPage('unavailable', 'fr', options.nonce),
]

test('whatever a company and a statement are called, on every page they are text and never markup', () => {
  for (const html of all) {
    assert.ok(!html.includes('<script>alert'))
    assert.ok(!html.includes('<img src=x'))
  }
})

test('there is no inline script or style, no handler, and no address of another site', () => {
  for (const html of all) {
    assert.doesNotMatch(html, /<style|<[^>]*\sstyle=|<[^>]*\son\w+=/i)
    for (const [, address] of html.matchAll(/(?:src|href)="([^"]*)"/g))
      assert.ok(assets.has(address!) || /^(data:,|\?lang=(en|fr))$/.test(address!), address)
    for (const [tag] of html.matchAll(/<(?:script type="module"|link rel="stylesheet")[^>]*>/g))
      assert.match(tag, /integrity="sha384-/)
    const scripts = [...html.matchAll(/<script type="module"[^>]*>/g)]
    assert.equal(scripts.length, 1, 'one script, by the nonce of its answer')
    assert.ok(scripts[0]![0].includes(` nonce="${options.nonce}"`))
  }
})

test('of the contact the page shows the masked address and nothing more', () => {
  for (const html of all) assert.doesNotMatch(html, /Secret Name|secret\.person/)
  assert.match(all[0]!, /s•••@example\.com/)
})

test('the largest amount is shown to the cent, and a thief is not told that a card is known as stolen', () => {
  assert.match(all[0]!, /\$99,999,999\.99/)
  assert.doesNotMatch(all[0]!, /stolen/)
  assert.ok(all[0]!.includes(payerWords.declined.paymentPage.en.slice(0, 30)))
})

test('no text has a mark that nobody fills in', () => {
  for (const html of all) {
    const shown = html.replace(/<script type="application\/json"[\s\S]*?<\/script>/, '')
    assert.doesNotMatch(shown, /\{\w+\}/)
  }
})

test('French has curved apostrophes, and no-break spaces before its colons', () => {
  const terms = { company: 'C', contact: 'c', amount: '1', statement: 's' }
  const agreements = Object.values(agreementKinds).map(({ texts: { fr } }) => [
    fr,
    fr.consent(terms),
    ...payerCategories.map((category) => fr.paragraphs(terms, category)),
  ])
  const words = JSON.stringify([texts.fr, agreements])
  assert.doesNotMatch(words, /\w'\w/)
  assert.doesNotMatch(words, / [:;»]|« /)
})
