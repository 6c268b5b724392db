/** What of a sale's texts reaches the network. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { cardMessages } from './card-messages.ts'

const messages = cardMessages({
  merchantId: 'MAPLE1',
  merchantName: 'Maple Cycles',
  terminalId: 'TERM0001',
  acquirerId: '400001',
  city: 'Montréal',
  country: 'CA',
  merchantCategoryCode: '5940',
  timeZone: 'America/Toronto',
})

function nameOf(merchantName: string, statement: string): string {
  const { fields } = messages.sale(
    'charge',
    { sequence: '000001', id: '000000000001', sent_at: '2026-11-28T12:00:00Z' },
    { number: '4242424242424242', expiryMonth: 12, expiryYear: 2039 },
    { amount: 100n, currency: 'CAD', merchantName, statement },
  )
  const field = fields[43]!
  assert.match(field, /^[\x20-\x7e]{40}$/)
  assert.equal(field.slice(25), 'Montreal     CA')
  return field.slice(0, 25).trimEnd()
}

test('names and statements of any script are spelled in letters that the network has, never blank', () => {
  for (const [merchant, statement, shown] of [
    ['Café Ødegård', '', 'Cafe Odegard'],
    ['Cafe\u0301', '', 'Cafe'],
    ['Straße Łódź', '', 'Strasse Lodz'],
    ['Пекарня', 'Заказ 1001', 'Pekarnya*Zakaz 1001'],
    ['ਪੰਜਾਬ', '', 'pmjab'],
    ['王小明', '№ 5', 'WangXiaoMi*No 5'],
    ['Tom & Sons+', 'A-1', 'Tom & Sons*A-1'],
    ['Vélo 🚲', '', 'Velo'],
  ] as const)
    assert.equal(nameOf(merchant, statement), shown)
})
