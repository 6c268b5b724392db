import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ACCENT_DEFAULT, accentFault, contrastWithWhite, deepened } from './accent-color.ts'

test('a colour is taken where white text on it can be read, and told what is wrong where not', () => {
  for (const color of [ACCENT_DEFAULT, '#000000', '#767676', '#b3261e'])
    assert.equal(accentFault(color), undefined)
  for (const color of ['#777777', '#ffffff', '#ffcc00']) assert.match(accentFault(color)!, /must be darker/)
  for (const text of ['blue', '#FFF', '#1D4FD7', 'url(x)', '#1d4fd7;', ''])
    assert.match(accentFault(text)!, /such as #1d4fd7/)
})

test('contrast is WCAG’s, and what is under the pointer is darker than what is not', () => {
  assert.equal(contrastWithWhite('#ffffff'), 1)
  assert.ok(Math.abs(contrastWithWhite('#000000') - 21) < 0.001)
  assert.equal(deepened('#ffffff'), '#cccccc')
  assert.equal(deepened('#000000'), '#000000')
})
