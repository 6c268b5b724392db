import assert from 'node:assert/strict'
import { test } from 'node:test'
import { inFlightTable } from './in-flight.ts'

const fields = { 7: '0102030405', 11: '000001', 37: '000000000001' }
const request = { mti: '0200', fields }
const answer = { mti: '0210', fields: { ...fields, 39: '00' } }
const HOUR = 3_600_000

test('an answer with another type, time, STAN or RRN reaches no request', () => {
  const table = inFlightTable<string>()
  const outcomes: string[] = []
  table.add(request, (outcome) => outcomes.push(outcome), HOUR, 'timeout')
  const others = [
    { ...answer, mti: '0110' },
    { ...answer, fields: { ...answer.fields, 7: '0102030406' } },
    { ...answer, fields: { ...answer.fields, 11: '000002' } },
    { ...answer, fields: { ...answer.fields, 37: '000000000002' } },
    { ...answer, fields: { 7: fields[7], 11: fields[11], 39: '00' } },
  ]
  for (const other of others) assert.equal(table.answer(other, 'wrong'), 'unmatched')
  assert.equal(table.answer(answer, 'right'), 'answered')
  assert.equal(table.answer(answer, 'again'), 'duplicate')
  assert.deepEqual(outcomes, ['right'])
})

test('an answer after the timeout is late and reaches nobody', async () => {
  const table = inFlightTable<string>()
  const outcome = await new Promise((resolve) => table.add(request, resolve, 1, 'timeout'))
  assert.equal(outcome, 'timeout')
  assert.equal(table.answer(answer, 'approved'), 'late')
})

test('two requests that could not be told apart are never under way together', () => {
  const table = inFlightTable<string>()
  assert.notEqual(
    table.add(request, () => {}, HOUR, 'timeout'),
    null,
  )
  assert.equal(
    table.add(request, () => {}, HOUR, 'timeout'),
    null,
  )
  table.settleAll('lost', 'not sent')
})

test('when the link goes, what was handed to the socket is unknown and what was not is not sent', () => {
  const table = inFlightTable<string>()
  const outcomes: string[] = []
  const settle = (outcome: string) => outcomes.push(outcome)
  table.sent(table.add(request, settle, HOUR, 'timeout')!, performance.now())
  table.add({ mti: '0200', fields: { ...fields, 11: '000002' } }, settle, HOUR, 'timeout')
  table.settleAll('lost', 'not sent')
  assert.deepEqual(outcomes, ['lost', 'not sent'])
  assert.equal(table.size(), 0)
})

test('the repeat of a reversal is answered by the same type as the first', () => {
  const table = inFlightTable<string>()
  table.add({ mti: '0421', fields }, () => {}, HOUR, 'timeout')
  assert.equal(table.answer({ mti: '0430', fields }, 'acknowledged'), 'answered')
})

test('how long an answer was waited for counts from when its request was sent, and is told once', () => {
  const told: [string, number][] = []
  const table = inFlightTable<string>((mti, ms) => told.push([mti, ms]))
  const sent = table.add(request, () => {}, HOUR, 'timeout')!
  table.sent(sent, performance.now() - 5_000)
  table.answer(answer, 'approved')
  table.answer(answer, 'approved')
  const [[mti, ms] = assert.fail('nothing was told'), ...more] = told
  assert.deepEqual([mti, more], ['0210', []])
  assert.ok(ms >= 5_000, `${ms} ms`)
})
