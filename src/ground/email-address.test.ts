import assert from 'node:assert/strict'
import { test } from 'node:test'
import { emailFault, smtpAddress } from './email-address.ts'

const longest = `${'a'.repeat(64)}@${'b'.repeat(63)}.${'c'.repeat(63)}.${'d'.repeat(57)}.ca`

test('addresses that mail reaches are taken: every sign before the @, domains in Unicode and in punycode', () => {
  for (const address of [
    'ada@example.com',
    'a&b@x.ca',
    'a/b@x.ca',
    "o'brien+tag=1@x-y.co.uk",
    '!#$%*?^_`{|}~.-@x.ca',
    'a@xn--bcher-kva.example',
    'a@пример.xn--p1ai',
    'a@bücher.example',
    'a@例え.テスト',
    'a@x.museum',
    'A@X.CA',
    '1@1.ca',
    longest,
  ])
    assert.equal(emailFault(address), undefined, address)
})

test('what is no address of the net is refused', () => {
  for (const address of [
    '',
    'ada',
    '@x.ca',
    'ada@',
    'a@b@x.ca',
    'a@a-.com',
    'a@-a.com',
    'a@a.com-',
    'a@a..com',
    'a@.com',
    'a@a.com.',
    'a@localhost',
    'a@x.c',
    'a@1.2.3.4',
    'a@[1.2.3.4]',
    'a@x.12',
    '.a@x.ca',
    'a.@x.ca',
    'a..b@x.ca',
    'a b@x.ca',
    '"a b"@x.ca',
    'a,b@x.ca',
    'a(b)@x.ca',
    'Ada <a@x.ca>',
    'é@x.ca',
    'a@x_y.ca',
    'a@x y.ca',
    'a@x\u00ady.ca',
    'a@xn--.ca',
    'a@x\u202e.ca',
    'a\0@x.ca',
    ' a@x.ca',
    `${'a'.repeat(65)}@x.ca`,
    `a@${'b'.repeat(64)}.ca`,
    longest.replace('.ca', 'dd.ca'),
    '4242424242424242@x.ca',
    'ada@x.ca\u0085',
  ])
    assert.notEqual(emailFault(address), undefined, JSON.stringify(address))
})

test('a mail server gets a Unicode domain in punycode, and everything else as it is', () => {
  assert.equal(smtpAddress('a@bücher.example'), 'a@xn--bcher-kva.example')
  assert.equal(smtpAddress('A&b@X.ca'), 'A&b@x.ca')
})
