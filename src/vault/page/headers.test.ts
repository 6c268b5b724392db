import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { canonicalOrigin } from '../../ground/page-origin.ts'
import { contentSecurityPolicy, securityHeaders } from './headers.ts'

test('only the platform’s origins may frame the page when it named some', () => {
  const policy = contentSecurityPolicy(['https://shop.example', 'https://app.example:8443'], 'live', 'n0')
  assert.ok(policy.endsWith('; frame-ancestors https://shop.example https://app.example:8443'))
})

test('any https page may frame it when the platform named none, and pages of this machine in demo', () => {
  assert.ok(contentSecurityPolicy([], 'live', 'n0').endsWith('; frame-ancestors https:'))
  assert.ok(
    contentSecurityPolicy([], 'demo', 'n0').endsWith(
      '; frame-ancestors https: http://localhost:* http://127.0.0.1:*',
    ),
  )
})

test('nothing but the page’s own files may run, and the form can send nothing by itself', () => {
  const policy = contentSecurityPolicy([], 'live', 'n0')
  for (const directive of [
    "default-src 'none'",
    "script-src 'nonce-n0'",
    "style-src 'self'",
    "connect-src 'self'",
    "form-action 'none'",
    "base-uri 'none'",
  ]) {
    assert.ok(policy.split('; ').includes(directive), directive)
  }
  assert.ok(!policy.includes('unsafe'))
})

test('an origin that could widen the policy is refused, never left out', () => {
  for (const bad of [
    '*',
    'https:',
    'https://*',
    'https://*.example',
    'https://a.example;script-src',
    "https://a.example'self'",
    'https://a.example, https://b.example',
    'https://a.example https://b.example',
    'https://a.example/path',
    'https://user@a.example',
    'https://a.example?x',
    'http://a.example',
    'javascript:alert(1)',
    'data:text/html,x',
    'null',
    '',
  ]) {
    assert.equal(canonicalOrigin(bad, 'demo'), null, bad)
    assert.throws(() => contentSecurityPolicy([bad], 'demo', 'n0'), TypeError, bad)
  }
})

test('whatever is given as an origin, the policy keeps its ten directives or is not made', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.webUrl(),
        fc.string().map((s) => `https://${s}`),
      ),
      (text) => {
        const origin = canonicalOrigin(text, 'demo')
        if (origin) assert.equal(contentSecurityPolicy([text], 'demo', 'n0').split(/[;,]/).length, 10)
      },
    ),
  )
})

test('an origin is written canonically; http counts for this machine in demo only', () => {
  assert.equal(canonicalOrigin('HTTPS://Shop.Example:443/', 'live'), 'https://shop.example')
  assert.equal(canonicalOrigin('https://café.example', 'live'), 'https://xn--caf-dma.example')
  assert.equal(canonicalOrigin('http://localhost:3000', 'demo'), 'http://localhost:3000')
  assert.equal(canonicalOrigin('http://localhost:3000', 'live'), null)
  assert.equal(canonicalOrigin('http://localhost.evil.example', 'demo'), null)
})

test('the page is never stored, never a referrer, and on https only in live', () => {
  const live = securityHeaders([], 'live', 'n0')
  assert.equal(live['Cache-Control'], 'no-store')
  assert.equal(live['Referrer-Policy'], 'no-referrer')
  assert.equal(live['X-Content-Type-Options'], 'nosniff')
  assert.match(live['Strict-Transport-Security']!, /^max-age=\d{8}/)
  assert.ok(!('Strict-Transport-Security' in securityHeaders([], 'demo', 'n0')))
  assert.ok(!('X-Frame-Options' in live), 'it would forbid the iframe')
})
