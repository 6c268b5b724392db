import assert from 'node:assert/strict'
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { appendFile, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import {
  acceptor,
  goodCard,
  NEVER_MS,
  referenceNumbered,
  sale,
  startTestNetwork,
  temporaryFolder,
} from '../../test/network.ts'
import { systemClock } from '../ground/clock.ts'
import { openIso8583Network } from '../vault/iso8583/iso8583-network.ts'
import type { BookEntry } from './book-entry.ts'
import { openBooks } from './books.ts'

const JOURNAL = 'card-network.jsonl'

const entry = (n: number): Omit<BookEntry, 'seq' | 'clearings' | 'dispute'> => ({
  mti: '0200',
  stan: String(n).padStart(6, '0'),
  transmission: '0102030405',
  rrn: String(n).padStart(12, '0'),
  amount: 100,
  amount_captured: 100,
  currency: 'CAD',
  last4: '4242',
  state: 'captured',
  response_code: '00',
  authorization_code: '000001',
  cvc_result: null,
  avs_result: null,
  created_at: '2030-01-02T03:04:05.000Z',
  captured_at: '2030-01-02T03:04:05.000Z',
  reversed_at: null,
  acknowledgements_withheld: 0,
  clearing: null,
})

test('the same request sent again is answered again and captured once', async (t) => {
  const { network, newReference, books } = await startTestNetwork(t)
  const reference = newReference()
  const first = await network.charge(reference, goodCard, sale)
  const second = await network.charge(reference, goodCard, sale)
  assert.deepEqual(second, first)
  assert.equal((await books()).totals.CAD!.captured, 1050)
})

test('a reversal counts once however often it is sent, and the charge cannot come back', async (t) => {
  const { network, newReference, books } = await startTestNetwork(t)
  const reference = newReference()
  await network.charge(reference, goodCard, sale)
  const original = { kind: 'charge', reference, amount: sale.amount, currency: sale.currency } as const
  for (const repeat of [false, true, true]) {
    assert.equal((await network.reverse(original, goodCard, { repeat })).outcome, 'acknowledged')
  }
  assert.equal((await network.charge(reference, goodCard, sale)).outcome, 'declined')
  const { CAD } = (await books()).totals
  assert.deepEqual([CAD!.captured, CAD!.reversed, CAD!.net], [1050, 1050, 0])
})

test('a reversal that comes before its charge is acknowledged, and the charge is then declined', async (t) => {
  const { network, newReference, books } = await startTestNetwork(t)
  const reference = newReference()
  const original = { kind: 'charge', reference, amount: sale.amount, currency: sale.currency } as const
  assert.equal((await network.reverse(original, null, { repeat: false })).outcome, 'acknowledged')
  assert.equal((await network.charge(reference, goodCard, sale)).outcome, 'declined')
  assert.equal((await books()).totals.CAD!.captured, 0)
})

test('a reversal for another amount than the charge moves nothing and is not acknowledged', async (t) => {
  const { network, newReference, books } = await startTestNetwork(t)
  const reference = newReference()
  await network.charge(reference, goodCard, sale)
  const original = { kind: 'charge', reference, amount: 1n, currency: sale.currency } as const
  assert.equal((await network.reverse(original, null, { repeat: false })).outcome, 'unacknowledged')
  assert.equal((await books()).totals.CAD!.net, 1050)
})

test('a kill -9 loses nothing that was answered', async (t) => {
  const dataFolder = await temporaryFolder(t)
  const program = `
    const { startSimulator } = await import(${JSON.stringify(import.meta.resolve('./server.ts'))})
    const host = '127.0.0.1', dataFolder = ${JSON.stringify(dataFolder)}
    const { isoPort } = await startSimulator({ host, httpPort: 0, isoPort: 0, dialect: 'bcd', dataFolder })
    process.send({ isoPort })`
  const script = join(dataFolder, 'simulator.mjs')
  await writeFile(script, program)
  const child = fork(script)
  t.after(() => child.kill('SIGKILL'))
  const [{ isoPort }] = (await once(child, 'message')) as [{ isoPort: number }]
  const network = openIso8583Network({
    host: '127.0.0.1',
    port: isoPort,
    dialect: 'bcd',
    clock: systemClock,
    timeoutMs: NEVER_MS,
    ...acceptor,
  })
  t.after(() => network.close())
  await network.ready()

  const answered: string[] = []
  const charges = Array.from({ length: 2000 }, async (_, i) => {
    const reference = referenceNumbered(i)
    const outcome = await network.charge(reference, goodCard, sale)
    if (outcome.outcome === 'approved') answered.push(reference.id)
    if (answered.length === 50) child.kill('SIGKILL')
  })
  await Promise.all(charges)

  const books = openBooks(dataFolder)
  t.after(() => books.close())
  assert.ok(answered.length >= 50)
  for (const rrn of answered) assert.equal(books.findByRrn(rrn)[0]?.state, 'captured', rrn)
})

test('books opened again are the same books', async (t) => {
  const folder = await temporaryFolder(t)
  const before = openBooks(folder)
  before.reverse(before.enter(entry(1)), '2030-01-02T03:05:00.000Z', false)
  const held = before.enter({ ...entry(2), mti: '0100', state: 'authorized', amount_captured: 0 })
  before.capture(held, 70, '2030-01-02T03:06:00.000Z')
  before.reverseUnseen(entry(3), '2030-01-02T03:07:00.000Z')
  before.enter(entry(4))
  const [totals, page] = [structuredClone(before.totals()), structuredClone(before.page(0, 10))]
  before.close()

  const after = openBooks(folder)
  t.after(() => after.close())
  assert.deepEqual(after.totals(), totals)
  assert.deepEqual(after.page(0, 10), page)
  assert.ok(after.wasReversedUnseen(entry(3)))
  assert.equal(after.nextSeq(), 4)
})

test('a last line that was cut short is dropped, and the books go on behind it', async (t) => {
  const folder = await temporaryFolder(t)
  const first = openBooks(folder)
  first.enter(entry(1))
  first.close()
  await appendFile(join(folder, JOURNAL), '{"event":"entry","entry":{"seq":2,')

  const second = openBooks(folder)
  second.enter(entry(2))
  second.close()
  const third = openBooks(folder)
  t.after(() => third.close())
  assert.deepEqual(
    third.page(0, 10).map(({ seq }) => seq),
    [1, 2],
  )
})

test('a damaged line within the journal stops the start with the place', async (t) => {
  const folder = await temporaryFolder(t)
  await writeFile(join(folder, JOURNAL), 'garbage\n')
  assert.throws(() => openBooks(folder), /card-network\.jsonl, line 1: not JSON/)
})

test('beyond their limit the books forget the oldest entries but not the totals', async (t) => {
  const books = openBooks(await temporaryFolder(t), 10)
  t.after(() => books.close())
  for (let n = 1; n <= 25; n++) books.enter(entry(n))
  assert.equal(books.totals().CAD!.captured, 2500)
  assert.equal(books.find(entry(1)), undefined)
  assert.deepEqual(
    books.page(20, 3).map(({ seq }) => seq),
    [21, 22, 23],
  )
})

test('entries are paged in order and found by RRN', async (t) => {
  const { network, newReference, books } = await startTestNetwork(t)
  for (let i = 0; i < 5; i++) await network.charge(newReference(), goodCard, sale)
  assert.deepEqual(
    (await books('?after=2&limit=2')).entries.map(({ seq }) => seq),
    [3, 4],
  )
  assert.deepEqual(
    (await books('?rrn=000000000005')).entries.map(({ seq }) => seq),
    [5],
  )
})

test('no card number and no verification code is in the journal or the books', async (t) => {
  const { network, newReference, books, dataFolder } = await startTestNetwork(t)
  const cvc = '7391'
  await network.verify(newReference(), { ...goodCard, cvc, postalCode: 'H2X1Y4' })
  await network.charge(newReference(), goodCard, sale)
  const kept = (await readFile(join(dataFolder, JOURNAL), 'utf8')) + JSON.stringify(await books())
  assert.ok(kept.includes('"last4":"4242"'))
  for (const secret of [goodCard.number, cvc, 'H2X1Y4']) assert.ok(!kept.includes(secret))
})
