/** What the audit log says that was asked for, of what it keeps otherwise. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { shownAs } from './shown-as.ts'

test('an amount has its decimals, and a step of the clock its units', () => {
  assert.equal(shownAs.amount!('1250'), '12.50')
  assert.equal(shownAs.amount!('5'), '0.05')
  assert.equal(shownAs.advance!('604800000'), '7 d')
  assert.equal(shownAs.advance!('131405000'), '1 d 12 h 30 min 5 s')
})
