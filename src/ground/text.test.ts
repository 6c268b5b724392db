import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { composed, composedLines, isolatingInText, keptText, shownKey, textFault, tidyName } from './text.ts'

const fault = (text: string, max = 100) => textFault(composed(text), { max })

test('names of every script pass, also with the joiners and variation selectors that they are written with', () => {
  for (const name of [
    'Zoë O’Connor-Lévesque III',
    'می‌خواهم نسرین',
    '۲۰‌ساله',
    'ක්‍රිශාන්ති',
    'ന്‍',
    'नरेन्द्र क्‍ष',
    '葛\u{e0100}飾区',
    '👩‍🚀 👩🏽‍💻 ❤️‍🔥 👩‍❤️‍👨 🏳️‍🌈',
    '🏴\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f}',
    'C++\u200e מאיר',
    'ᐃᓄᒃᑎᑐᑦ',
    '\u{1f1e8}\u{1f1e6} 1️⃣',
    'ส\u200bว',
  ])
    assert.equal(fault(name), undefined, name)
})

test('characters that no text has use for are refused, wherever they stand', () => {
  const refused = [
    '\0',
    '\u0001',
    '\n',
    '\t',
    '\r',
    '\u007f',
    '\u0080',
    '\u0085',
    '\u009f',
    '\u2028',
    '\u2029',
  ]
  refused.push('\ud800', '\udfff', '\ufffe', '\ufdd0', '\u202a', '\u202e', '\u2066', '\u2069', '\u206a')
  refused.push('\u{e0001}', '\u{e0041}', '\u{e007f}')
  for (const character of refused) {
    const code = character.codePointAt(0)!.toString(16)
    assert.equal(fault(`A${character}B`), 'character', code)
    assert.equal(textFault(`A${character}`, { max: 9 }), 'character', code)
  }
})

test('a text of what cannot be seen is none', () => {
  for (const text of [
    '\u3164',
    '\u115f\u1160',
    '\uffa0',
    '\u2800',
    '\u200b',
    '\u200d',
    '\u200e\u200f\u061c',
    '\u2060',
  ])
    assert.equal(fault(text), 'invisible', text.codePointAt(0)!.toString(16))
  for (const text of [
    '\u00ad',
    '\u034f',
    '\u0301',
    '\ufe0f',
    '\u{e0100}',
    '\u180e',
    '\ufffc',
    '\u{1d159}',
    '\u{13441}',
  ])
    assert.equal(fault(text), 'invisible', text.codePointAt(0)!.toString(16))
  assert.equal(textFault('\u00a0\u3000', { max: 9 }), 'invisible')
  assert.equal(fault(''), 'empty')
  assert.equal(fault(' \u3000\ufeff'), 'empty')
})

test('a joiner that joins nothing makes one name look like another, so it is refused', () => {
  for (const name of ['Ada\u200d', '\u200dAda', 'Ada \u200cLovelace', 'Ada\u200c\u200cB', 'Ada\u200c!'])
    assert.equal(fault(name), 'joiner', JSON.stringify(name))
})

test('so does another sign that nobody sees, at an end or beside a blank; within a word it may be meant', () => {
  for (const sign of '\u00ad\u034f\u180e\u200b\u2060\u2063\u3164\uffa0') {
    const code = sign.codePointAt(0)!.toString(16)
    for (const name of [
      `Ada${sign}`,
      `${sign}Ada`,
      `Ada${sign} Lovelace`,
      `Ada ${sign}Lovelace`,
      `Ada${sign}${sign}`,
    ])
      assert.equal(fault(name), 'hidden', code)
    assert.equal(fault(`Donau${sign}dampfschiff`), undefined, code)
    assert.equal(textFault(`a word that is bro${sign}\nken`, { max: 99, lines: true }), undefined, code)
  }
})

test('length counts characters, once they are composed', () => {
  assert.equal(fault('e\u0301'.repeat(30), 30), undefined)
  assert.equal(fault('𝒜'.repeat(30), 30), undefined)
  assert.equal(fault('😀'.repeat(31), 30), 'too_long')
  assert.equal(fault('x'.repeat(31), 30), 'too_long')
})

test('several lines may be ended as anybody ends them; nothing else is let through', () => {
  assert.equal(composedLines('a\r\nb\rc\n\td'), 'a\nb\nc\n\td')
  assert.equal(textFault('a\nb\tc', { max: 9, lines: true }), undefined)
  assert.equal(textFault('\n\t', { max: 9, lines: true }), 'invisible')
  for (const text of ['a\0', 'a\u000b', 'a\u2028', 'a\u202e', 'a\r'])
    assert.equal(textFault(text, { max: 9, lines: true }), 'character', JSON.stringify(text))
})

test('whatever passes is composed, stays as it is when it is read again, and can be kept as UTF-8', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (sent) => {
      const text = tidyName(sent)
      if (textFault(text, { max: 50 })) return
      assert.equal(text, text.normalize('NFC'))
      assert.equal(tidyName(text), text)
      assert.equal(Buffer.from(text).toString(), text)
      assert.doesNotMatch(text, /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]/u)
      assert.ok([...text].length <= 50)
    }),
  )
})

test('a header is kept as far as it is text, and a key is repeated only where it is', () => {
  assert.equal(keptText('Mozilla/5.0 (X11)', 500), 'Mozilla/5.0 (X11)')
  assert.equal(keptText('a\u0085b\u202ec', 500), 'a\ufffdb\ufffdc')
  assert.equal(keptText('x'.repeat(600), 500).length, 500)
  assert.equal(keptText('bot 4242 4242 4242 4242', 500), '')
  assert.deepEqual(['surname', '__proto__', '4242424242424242', 'a\u202eb', ''].map(shownKey), [
    'surname',
    '__proto__',
    '…',
    '…',
    '…',
  ])
})

test('in a mail a name from right to left is isolated, and others are left alone', () => {
  assert.equal(isolatingInText('Pay עמית for 5', 'עמית'), 'Pay \u2068עמית\u2069 for 5')
  assert.equal(isolatingInText('Pay Ada', 'Ada', ''), 'Pay Ada')
})
