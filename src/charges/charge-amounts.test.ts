import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { type Platform, startPlatform } from '../../test/platform.ts'
import { sql } from '../db/sql.ts'

let platform: Platform
let card: Awaited<ReturnType<Platform['saveCard']>>
before(async () => {
  platform = await startPlatform()
  card = await platform.saveCard()
})
after(() => platform?.close())

/** A charge whose amount is written as it stands here: no serializer of ours has a say. */
const charge = (amount: string) =>
  platform.call(
    'POST',
    `${card.path}/charge`,
    `{"amount": ${amount}, "to_bank_account_id": "${platform.demo.bank_account_id}", "statement": "Test"}`,
  )

/**
 * What was written, what the answer prints, and the cents that the network captured and the database holds.
 */
const accepted: [string, string, bigint][] = [
  ['100.5', '100.50', 10050n],
  ['100.50', '100.50', 10050n],
  ['"100.50"', '100.50', 10050n],
  ['"100.5"', '100.50', 10050n],
  ['100', '100.00', 10000n],
  ['"100"', '100.00', 10000n],
  ['1e2', '100.00', 10000n],
  ['1.005E2', '100.50', 10050n],
  ['0.01', '0.01', 1n],
  ['1e-2', '0.01', 1n],
  // As floats, times a hundred, these are 28.999999999999996, 56.99999999999999 and 110.00000000000001.
  ['0.29', '0.29', 29n],
  ['0.57', '0.57', 57n],
  ['1.10', '1.10', 110n],
  ['4.35', '4.35', 435n],
  ['99999999.99', '99999999.99', 9_999_999_999n],
  ['"99999999.99"', '99999999.99', 9_999_999_999n],
  ['1.0E7', '10000000.00', 1_000_000_000n],
]

for (const [written, printed, cents] of accepted) {
  test(`an amount of ${written} is ${cents} cents: in the answer, the database and the network's books`, async () => {
    const before = (await platform.books()).totals.CAD?.captured ?? 0
    const answer = await charge(written)
    assert.equal(answer.status, 200, answer.text)
    assert.ok(answer.text.includes(`"amount":${printed},`), answer.text)
    const debit = await platform.db.one<{ amount: bigint }>(sql`
      select amount from debits where debit_id = ${answer.body.debit_id}`)
    assert.equal(debit.amount, cents)
    const { totals } = await platform.books()
    assert.equal(BigInt(totals.CAD.captured - before), cents)
  })
}

const refused = [
  '100.555',
  '"100.555"',
  '0.001',
  '100.500',
  '1e-3',
  '1.00555E2',
  '0',
  '"0"',
  '0.00',
  '-0',
  '-1',
  '"-1"',
  '100000000',
  '"100000000"',
  '99999999.999',
  '1e8',
  '1e400',
  '1e-400',
  '"1e2"',
  '"1,000.00"',
  '"100,50"',
  '" 100"',
  '"100."',
  '".5"',
  '"+1"',
  '"0x10"',
  '"١٠٠"',
  '"NaN"',
  '"Infinity"',
  '""',
  'null',
  'true',
  '[100]',
  '{"value": 100}',
]

test('any other amount is a 422 that names the field; none is rounded, sent or stored', async () => {
  const state = async () => ({
    debits: (await platform.db.many(sql`select 1 from debits`)).length,
    captured: (await platform.books()).totals.CAD,
  })
  const before = await state()
  for (const written of refused) {
    const { status, body } = await charge(written)
    assert.equal(status, 422, `${written}: ${JSON.stringify(body)}`)
    assert.deepEqual(
      body.errors.map((error: { path: string }) => error.path),
      ['amount'],
      written,
    )
  }
  assert.deepEqual(await state(), before)
})

test('numbers that JSON does not have are a 400', async () => {
  for (const written of ['01', '.5', '5.', '+1', 'NaN', '1_000', '0x10']) {
    assert.equal((await charge(written)).status, 400, written)
  }
})

test('text that the database cannot hold is refused before it can spoil the charges beside it', async () => {
  const bad = platform.charge(card, { note: 'a\u0000b' })
  const good = Array.from({ length: 10 }, () => platform.charge(card, { amount: 1 }))
  const { status, body } = await bad
  assert.deepEqual([status, body.errors?.[0].path], [422, 'note'])
  for (const answer of await Promise.all(good)) assert.equal(answer.status, 200, answer.text)
})
