import assert from 'node:assert/strict'
import { test } from 'node:test'
import { endpoints } from '../endpoints.ts'
import { operationInWords } from './operation-words.ts'

test('whatever a person can do with a payment, its refunds and disputes is named in words in both languages', () => {
  const own = endpoints.filter(
    ({ method, path, scope }) =>
      method !== 'GET' &&
      [scope].flat().some((one) => /^(debits|credits|disputes):write$/.test(one)) &&
      /^\/(debit|credit|transaction|refund|dispute)s?(\/|$)/.test(path),
  )
  assert.ok(own.length >= 10, own.map(({ operationId }) => operationId).join())
  for (const { operationId } of own)
    for (const language of ['en', 'fr'] as const)
      assert.notEqual(operationInWords(operationId, language), operationId, operationId)
})
