import assert from 'node:assert/strict'
import { test } from 'node:test'
import { describeApi } from '../api.ts'

/** Every format of the document, with the field that has it. */
function* formats(value: unknown, field = ''): Generator<[string, string]> {
  if (value === null || typeof value !== 'object') return
  for (const [key, part] of Object.entries(value)) {
    // What stands there is data, such as a proof's own `format`.
    if (key === 'examples') continue
    if (key === 'format' && typeof part === 'string') yield [field, part]
    else yield* formats(part, key)
  }
}

test('no format is narrower than what is taken and answered: a client that is generated reads every address', () => {
  const found = [...formats(describeApi('https://pay.example.com'))]
  const addresses = found.filter(([field]) => /(^|_)email$/.test(field))
  assert.ok(addresses.length >= 5)
  assert.deepEqual([...new Set(addresses.map(([, format]) => format))], ['idn-email'])
  const known = ['base64', 'binary', 'date', 'date-time', 'idn-email', 'uri', 'uuid']
  assert.deepEqual([...new Set(found.map(([, format]) => format))].sort(), known)
})
