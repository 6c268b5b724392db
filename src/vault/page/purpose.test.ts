import assert from 'node:assert/strict'
import { test } from 'node:test'
import { renderCardPage, renderOutcomePage } from './render.ts'
import { texts } from './texts.ts'
import { languages } from './texts-shape.ts'

const page = (language: 'en' | 'fr', payment?: { amount: bigint; currency: 'CAD' | 'USD' }) =>
  renderCardPage({
    ticket: 't',
    creditCardId: 'c',
    language,
    companyName: 'Northwind',
    payment,
    allowedOrigins: ['https://shop.example'],
    environment: 'live',
    nonce: 'n0',
  })

test('a card that pays is told how much, exactly, and never that it is saved or that nothing is charged', () => {
  const english = page('en', { amount: 999_999_999_999n, currency: 'CAD' })
  assert.match(english, /<bdi>Northwind<\/bdi> charges this card \$9,999,999,999\.99 now, once/)
  assert.match(english, />Pay \$9,999,999,999\.99</)
  assert.match(page('en', { amount: 5n, currency: 'USD' }), />Pay US\$0\.05</)
  assert.match(page('fr', { amount: 12_840n, currency: 'CAD' }), />Payer 128,40\s\$</)
  for (const language of languages) {
    const words = page(language, { amount: 12_840n, currency: 'CAD' })
    for (const saving of [texts[language].card.heading, texts[language].outcomes.succeeded.next])
      assert.ok(!words.includes(saving), saving)
  }
  assert.ok(!/is saved|Save card|Nothing is charged now/.test(english))
})

test('a card that is saved is told so, as ever', () => {
  assert.match(page('en'), /Nothing is charged now/)
  assert.doesNotMatch(page('en'), /class="payment"|>Pay /)
})

test('a page that is opened again after it paid says that the payment is on its way', () => {
  const options = { kind: 'succeeded', language: 'en', allowedOrigins: [], nonce: 'n0' } as const
  assert.match(renderOutcomePage({ ...options, pays: true }), /Your payment is on its way/)
  assert.doesNotMatch(renderOutcomePage({ ...options, pays: true }), /Nothing was charged/)
  assert.match(renderOutcomePage(options), /Nothing was charged/)
})
