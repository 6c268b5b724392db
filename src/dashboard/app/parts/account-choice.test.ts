import assert from 'node:assert/strict'
import { test } from 'node:test'
import { accountChoice } from './account-choice.ts'

const account = (identifier: string, currency: string) => ({
  identifier,
  currency,
  holder_name: 'Maple',
  account_number_last4: '4567',
})

test('of accounts in two currencies none is chosen beforehand, and each says its currency', () => {
  const [cad, other, usd] = [account('1', 'CAD'), account('2', 'CAD'), account('3', 'USD')] as const
  assert.equal(accountChoice([cad, other], '', 'Choose').chosen, cad)
  const { chosen, options } = accountChoice([usd, cad], '', 'Choose')
  assert.deepEqual([chosen, options.map(({ value }) => value)], [undefined, ['', '3', '1']])
  assert.match(options[1]!.label, /4567, USD$/)
  assert.equal(accountChoice([usd, cad], '1', 'Choose').chosen, cad)
})
