import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readAnswer } from './submit-card.ts'

test('each answer of the vault is understood', () => {
  assert.deepEqual(readAnswer(200, { outcome: 'succeeded', brand: 'visa', last4: '4242' }), {
    kind: 'succeeded',
    brand: 'visa',
    last4: '4242',
  })
  assert.deepEqual(readAnswer(402, { outcome: 'failed', fail_reason: 'expired_card' }), {
    kind: 'failed',
    failReason: 'expired_card',
  })
  assert.deepEqual(readAnswer(404, { outcome: 'invalid' }), { kind: 'invalid' })
  assert.deepEqual(readAnswer(409, { outcome: 'used' }), { kind: 'used' })
  assert.deepEqual(readAnswer(410, { outcome: 'expired' }), { kind: 'expired' })
  assert.deepEqual(readAnswer(503, { outcome: 'unavailable' }), { kind: 'unavailable' })
  assert.deepEqual(readAnswer(429, {}), { kind: 'too_many' })
  assert.deepEqual(readAnswer(422, { errors: [{ field: 'cvc', code: 'cvc.invalid' }] }), {
    kind: 'errors',
    errors: [{ field: 'cvc', code: 'cvc.invalid' }],
  })
})

test('an error that the page has no words for is shown as its field being invalid', () => {
  const { errors } = readAnswer(422, { errors: [{ field: 'name', code: 'new' }, { field: 'x' }, null] }) as {
    errors: unknown
  }
  assert.deepEqual(errors, [{ field: 'name', code: 'name.invalid' }])
})

test('an answer that the vault did not give means that nobody knows, never success or failure', () => {
  for (const [status, body] of [
    [200, {}],
    [200, { outcome: 'failed' }],
    [404, { error: 'no such route' }],
    [503, { message: 'proxy' }],
    [500, {}],
    [502, {}],
    [422, {}],
    [422, { errors: [] }],
    [422, { errors: 'x' }],
    [301, { outcome: undefined }],
  ] as [number, Record<string, unknown>][]) {
    assert.deepEqual(readAnswer(status, body), { kind: 'unknown' }, `${status}`)
  }
})
