import assert from 'node:assert/strict'
import { test } from 'node:test'
import { among, amount, choice, choices, day, found, parseSearch, text, unknownOf } from './filters.ts'

const filters = { kind: choice(['debit']), state: choices(['paid', 'failed']), since: day, name: text }

test('what an address says and no filter knows is told, by name or by value; what fits is not', () => {
  const unknown = (said: string) => unknownOf(filters, parseSearch(said))
  assert.deepEqual(unknown('?kind=debit&state=paid,failed&since=2026-11-29&name=Ada, Grace'), [])
  assert.deepEqual(unknown('?amount_min=100&kind=charge&state=paid,payed&since=today&name='), [
    'amount_min=100',
    'kind=charge',
    'state=payed',
    'since=today',
  ])
  assert.deepEqual(unknown('?since=2026-13-45'), ['since=2026-13-45'])
  assert.deepEqual(unknown('?since=2026-02-30'), ['since=2026-02-30'])
})

test('an amount is taken as either language writes it, and an id as ids are; what the API would refuse is told', () => {
  const filters = {
    amount_from: amount,
    contact_id: found('contact'),
    actor_id: among('ids'),
    operation: among('words'),
  }
  const unknown = (said: string) => unknownOf(filters, parseSearch(said))
  const id = '01a22cce-96fd-74ce-a447-709f6349221b'
  assert.deepEqual(
    unknown(`?amount_from=1 250,50&contact_id=${id},${id}&actor_id=${id}&operation=refund`),
    [],
  )
  for (const amount of ['abc', '-5', '0', '0,00', '1.234', '1.2.3', '123456789'])
    assert.deepEqual(unknown(`?amount_from=${amount}`), [`amount_from=${amount}`])
  assert.deepEqual(unknown('?contact_id=zzz&actor_id=12345678'), ['contact_id=zzz', 'actor_id=12345678'])
})
