/**
 * How answers are shown: nothing in them steers a terminal, and columns stand under each other in any script.
 */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { OperatorError } from '../ground/errors.ts'
import { endingOf } from './ending.ts'
import { exactJson } from './exact-json.ts'
import { shown } from './show.ts'
import { cutTo, widthOf, wrapTo } from './text-width.ts'

const hostile = 'Evil\u001b[2J\u009b31m\u202egnp.exe\r\n\u0007'
const steers = /[\p{Cc}\u202a-\u202e\u2066-\u2069]/u

test('what a name, a bank or a browser wrote steers no terminal: not in a table, a record, an error or JSON', () => {
  for (const text of [
    shown([{ name: hostile }]),
    shown({ name: hostile, list: [{ of: hostile }] }),
    endingOf(new OperatorError(`There is no ${hostile}.`), false).text,
    endingOf(new OperatorError(`There is no ${hostile}.`), true).text,
    exactJson({ name: hostile }),
  ])
    assert.doesNotMatch(text.replaceAll('\n', ''), steers, JSON.stringify(text))
  assert.deepEqual(JSON.parse(exactJson({ name: hostile })), { name: hostile })
})

test('a key in PEM keeps its lines, so that it can be copied', () => {
  const pem = '-----BEGIN PUBLIC KEY-----\nMIIB\nIjAN\n-----END PUBLIC KEY-----\n'
  assert.ok(shown({ public_key: pem, made: true }).includes(`\n${pem}`))
})

test('columns stand under each other, whatever letters their cells have', () => {
  const [head, ...rows] = shown([
    { name: '日本語自転車', state: 'active' },
    { name: '😀 wheels', state: 'active' },
    { name: 'Vélo e\u0301', state: 'active' },
  ]).split('\n')
  for (const row of rows)
    assert.equal(widthOf(row.slice(0, row.indexOf('active'))), head!.indexOf('state'), row)
  const cut = cutTo('日本語自転車'.repeat(20), 48)
  assert.ok(widthOf(cut) <= 48 && cut.endsWith('…'), cut)
})

test('what is long stands in lines that fit, and a word that is longer than one is not cut', () => {
  const id = '0197d3a0-0000-7000-8000-000000000001'
  assert.deepEqual(wrapTo(`debits:read, events:read ${id} x`, 20), ['debits:read,', 'events:read', id, 'x'])
  assert.deepEqual(wrapTo('a b', Number.POSITIVE_INFINITY), ['a b'])
  assert.deepEqual(wrapTo('', 20), [''])
})
