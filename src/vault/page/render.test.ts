import assert from 'node:assert/strict'
import { test } from 'node:test'
import { payerWords } from '../../ground/payer-words.ts'
import { accentAsset, assets } from './assets.ts'
import { fieldErrorCodes } from './card-fields.ts'
import { declines } from './declines.ts'
import { renderCardPage, renderOutcomePage } from './render.ts'
import { texts } from './texts.ts'
import { languages, type OutcomeKind } from './texts-shape.ts'
import { declineText, fill } from './wording.ts'

const card = {
  ticket: 'ticket-1',
  creditCardId: 'card-1',
  language: 'en',
  allowedOrigins: ['https://shop.example'],
  companyName: 'Northwind',
  environment: 'live',
  nonce: 'n0',
} as const
const config = (page: string) => JSON.parse(/id="config">(.*?)<\/script>/s.exec(page)![1]!)
const kinds: OutcomeKind[] = ['succeeded', 'used', 'expired', 'invalid', 'failed', 'unavailable']

test('whatever a company is called, its name is text and never markup', () => {
  const companyName = `</script><script>alert(1)</script><img src=x onerror="alert('2')">&amp;`
  const page = renderCardPage({ ...card, companyName })
  assert.ok(!page.includes('<script>alert'))
  assert.ok(!page.includes('<img'))
  assert.ok(page.includes('&lt;img src=x onerror=&quot;alert(&#39;2&#39;)&quot;&gt;&amp;amp;'))
})

test('a company’s colour is a style of ours that is served and carries its hash; without one there is none', () => {
  assert.doesNotMatch(renderCardPage(card), /accent/)
  for (const page of [
    renderCardPage({ ...card, accent: '#7a1f5c' }),
    renderOutcomePage({ ...card, accent: '#7a1f5c', kind: 'used' }),
  ]) {
    const [, file, integrity] = /href="\/page\/accent\/([^"]+)" integrity="([^"]+)"/.exec(page)!
    const asset = accentAsset(file!)
    assert.equal(asset?.integrity, integrity)
    assert.match(asset!.body, /--accent: #7a1f5c;/)
  }
  assert.equal(accentAsset('ffcc00.css'), undefined, 'white on it cannot be read')
})

test('what the script is told cannot end its element', () => {
  const page = renderCardPage({ ...card, creditCardId: '</script><b>' })
  assert.ok(!page.includes('</script><b>'))
  assert.equal(config(page).creditCardId, '</script><b>')
})

test('there is no inline script or style, no handler, and no address of another site', () => {
  for (const page of [renderCardPage(card), ...kinds.map((kind) => renderOutcomePage({ ...card, kind }))]) {
    assert.doesNotMatch(page, /<style|style=|\son\w+=/i)
    const scripts = page.match(/<script[^>]*>/g)!
    assert.equal(scripts.filter((tag) => !tag.includes('application/json')).length, 1)
    for (const [, address] of page.matchAll(/(?:src|href)="([^"]*)"/g)) {
      assert.ok(assets.has(address!) || address === 'data:,', address)
    }
  }
})

test('every file that the page loads is served and carries its hash', () => {
  const page = renderCardPage(card)
  for (const [path, { integrity }] of assets) {
    assert.ok(page.includes(`"${path}" integrity="${integrity}"`), path)
  }
})

test('no input has a name, so no browser can put a card into a URL', () => {
  const inputs = renderCardPage(card).match(/<input[^>]*>/g)!
  assert.equal(inputs.length, 5)
  for (const input of inputs) assert.doesNotMatch(input, /\sname=/)
})

test('the demo environment says that it is one, and the live one does not', () => {
  assert.ok(renderCardPage({ ...card, environment: 'demo' }).includes('use test cards only'))
  assert.ok(!renderCardPage(card).includes('use test cards only'))
})

test('a return address that is not a web page is refused', () => {
  for (const returnUrl of ['javascript:alert(1)', 'data:text/html,x', '/relative']) {
    assert.throws(() => renderCardPage({ ...card, returnUrl }), TypeError)
    assert.throws(() => renderOutcomePage({ ...card, kind: 'used', returnUrl }), TypeError)
  }
  assert.ok(
    renderCardPage({ ...card, returnUrl: 'https://shop.example/?a=1&b="2"' }).includes('a=1&amp;b=%222%22'),
  )
})

test('an outcome page tells the platform why there will be no card', () => {
  const message = (options: Parameters<typeof renderOutcomePage>[0]) =>
    config(renderOutcomePage(options)).message
  for (const kind of ['used', 'expired', 'invalid'] as const) {
    assert.deepEqual(message({ ...card, kind }), { type: 'failed', fail_reason: `tokenization_url_${kind}` })
  }
  assert.deepEqual(message({ ...card, kind: 'failed', failReason: 'do_not_honour' }), {
    type: 'failed',
    fail_reason: 'do_not_honour',
  })
  assert.equal(message({ ...card, kind: 'unavailable' }), undefined)
})

test('each language has its own words for everything, and fills in the same things', () => {
  const flat = (value: unknown, path = ''): [string, string][] =>
    typeof value === 'string'
      ? [[path, value]]
      : Object.entries(value as object).flatMap(([k, v]) => flat(v, `${path}.${k}`))
  const en = new Map(flat(texts.en))
  const fr = new Map(flat(texts.fr))
  assert.deepEqual([...fr.keys()], [...en.keys()])
  for (const [path, text] of en) {
    const french = fr.get(path)!
    if (text !== '') assert.notEqual(french, text, path)
    assert.deepEqual(french.match(/\{\w+\}/g), text.match(/\{\w+\}/g), path)
  }
  for (const code of fieldErrorCodes) assert.ok(en.get(`.errors.${code}`), code)
})

test('French has curved apostrophes, and no-break spaces before its colons', () => {
  const text = JSON.stringify(texts.fr)
  assert.doesNotMatch(text, /[a-zé]'/i)
  assert.doesNotMatch(text.replaceAll('":', ''), /[a-zé] ?:/i)
  assert.doesNotMatch(text, / [;!?]/)
})

test('a suspicion, a lost and a stolen card are told as an ordinary decline', () => {
  for (const reason of [
    'suspected_fraud',
    'stolen_card',
    'lost_card',
    'do_not_honour',
    'constructor' as 'failed',
    undefined,
  ] as const) {
    assert.equal(declineText(declines.en, reason), payerWords.declined.cardPage.en)
  }
  for (const reason of ['network_timeout', 'issuer_unavailable', 'processing_error'] as const)
    assert.equal(declineText(declines.en, reason), payerWords.later.cardPage.en)
})

test('filling in leaves what is not given, and reads no meaning into what is', () => {
  assert.equal(fill('{a} {b}', { a: '$& {b}' }), '$& {b} {b}')
})

test('every outcome has a heading and says what to do next, in every language', () => {
  for (const language of languages) {
    for (const kind of kinds) {
      const page = renderOutcomePage({ ...card, language, kind })
      assert.ok(page.includes(texts[language].htmlLang))
      assert.ok(page.includes(`data-outcome="${kind}"`))
      assert.doesNotMatch(page, /<p class="(message|next)"><\/p>|\{\w+\}<\/p>/)
    }
  }
})
