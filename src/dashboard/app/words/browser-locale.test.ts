import assert from 'node:assert/strict'
import { test } from 'node:test'
import { usableLocale } from './browser-locale.ts'

test('whatever a browser calls its language, Intl takes what is made of it', () => {
  for (const [said, usable] of [
    ['fr-ca', 'fr-CA'],
    ['en-US', 'en-US'],
    ['en-US@posix', 'en-CA'],
    ['C', 'en-CA'],
    ['', 'en-CA'],
    [undefined, 'en-CA'],
    [null, 'en-CA'],
  ]) {
    assert.equal(usableLocale(said), usable, String(said))
    new Intl.NumberFormat(usableLocale(said))
  }
})
