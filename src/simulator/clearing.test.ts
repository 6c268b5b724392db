import assert from 'node:assert/strict'
import { createReadStream } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { clearingFiles, clearingNetwork, type ReadFile } from '../../test/clearing-network.ts'
import { cardNumbered, goodCard, sale, startTestNetwork } from '../../test/network.ts'
import { until } from '../../test/platform.ts'
import { readClearingFile } from '../clearing/clearing-file.ts'
import { OperatorError } from '../ground/errors.ts'
import { openClearing } from './clearing.ts'
import { testCards } from './test-cards.ts'

const numberOf = (clearing: string) => testCards.find((card) => card.clearing === clearing)!.number

test('a cut over HTTP clears each charge of the link once, and the books say in which file', async (t) => {
  const { simulator, network, newReference, books, dataFolder } = await startTestNetwork(t)
  const cut = async () =>
    (await (await fetch(`${simulator.httpUrl}/clearing`, { method: 'POST' })).json()) as {
      sequence: number
      records: number
      file: string
    }
  const reference = newReference()
  await network.charge(reference, goodCard, sale)
  await network.charge(newReference(), cardNumbered(numberOf('rejected')), sale)
  await network.charge(newReference(), cardNumbered('4000000000000341'), sale)
  await network.verify(newReference(), { ...goodCard, cvc: '123' })
  const first = await cut()
  assert.deepEqual([first.sequence, first.records], [1, 2])
  assert.equal(first.file, join(dataFolder, 'clearing', 'clearing-000000001.txt'))
  await network.charge(newReference(), goodCard, { ...sale, currency: 'USD' })
  await network.reverse({ kind: 'charge', reference, amount: sale.amount, currency: 'CAD' }, null, {
    repeat: false,
  })
  assert.deepEqual(await cut().then(({ sequence, records }) => [sequence, records]), [2, 2])

  const files = await clearingFiles(join(dataFolder, 'clearing'))
  const shown = [...files].map(([sequence, { records }]) => [
    sequence,
    ...records.map(({ rrn, kind, currency, amount, reason }) => [
      Number(rrn),
      kind,
      currency,
      amount,
      reason,
    ]),
  ])
  assert.deepEqual(shown, [
    [1, [1, 'sale', 'CAD', 1050n, null], [2, 'reject', 'CAD', 0n, '0101']],
    [2, [5, 'sale', 'USD', 1050n, null], [1, 'reversal', 'CAD', -1050n, null]],
  ])
  const original = files.get(1)!.records[0]!
  const taken = { ...files.get(2)!.records[1]!, line: 1, kind: 'sale', amount: 1050n }
  assert.deepEqual(taken, original, 'a reversal names its original')
  const { entries } = await books()
  assert.deepEqual(entries[0]!.clearings, [
    { sequence: 1, line: 1, kind: 'sale', amount: 1050 },
    { sequence: 2, line: 2, kind: 'reversal', amount: -1050 },
  ])
  assert.deepEqual(entries[2]!.clearings, [])
  assert.ok(!(await readFile(first.file, 'latin1')).includes(goodCard.number))
})

test('a request that no clearing file could hold is refused as malformed', async (t) => {
  const { network, newReference } = await startTestNetwork(t)
  const outcome = await network.charge({ ...newReference(), id: 'abc      def' }, goodCard, sale)
  assert.equal(outcome.outcome === 'declined' && outcome.response_code, '30')
})

test('a charge that is reversed before it is cleared is in no file', async (t) => {
  const network = await clearingNetwork(t)
  for (const kind of [null, 'late', 'twice', 'short', 'rejected'] as const)
    network.reverse(network.charge(kind))
  assert.equal((await network.cut())!.records, 0)
  assert.equal((await network.cut())!.records, 0)
})

test('a refund is cleared, and taken back by an adjustment if it is reversed afterwards', async (t) => {
  const network = await clearingNetwork(t)
  const refund = network.charge(null, { state: 'refunded', amount_captured: 0, captured_at: null })
  const early = network.charge(null, { state: 'refunded', amount_captured: 0, captured_at: null })
  network.reverse(early)
  await network.cut()
  network.reverse(refund)
  await network.cut()
  assert.deepEqual(await network.clearedAs(refund), ['1 refund -1050', '2 adjustment 1050'])
  assert.deepEqual(await network.clearedAs(early), [])
})

test('an authorization is cleared once it is captured, for what was captured', async (t) => {
  const network = await clearingNetwork(t)
  const held = network.charge(null, {
    mti: '0100',
    state: 'authorized',
    amount_captured: 0,
    captured_at: null,
  })
  assert.equal((await network.cut())!.records, 0)
  network.books().capture(held, 700, '2030-01-02T12:00:01.000Z')
  await network.cut()
  assert.deepEqual(await network.clearedAs(held), ['2 sale 700'])
})

test('the cards that clear wrongly do so as they say, also across restarts', async (t) => {
  for (const restarts of [false, true]) {
    const network = await clearingNetwork(t)
    const charges = {
      late: network.charge('late'),
      never: network.charge('never'),
      short: network.charge('short'),
      twice: network.charge('twice'),
      rejected: network.charge('rejected'),
      small: network.charge('short', { amount: 100, amount_captured: 100 }),
      shortThenReversed: network.charge('short'),
      twiceThenReversed: network.charge('twice'),
    }
    for (let file = 1; file <= 5; file++) {
      await network.cut()
      if (restarts) await network.restart()
      if (file > 1) continue
      network.reverse(charges.shortThenReversed)
      network.reverse(charges.twiceThenReversed)
    }
    const cleared: Record<string, string[]> = {}
    for (const [name, charge] of Object.entries(charges)) cleared[name] = await network.clearedAs(charge)
    assert.deepEqual(cleared, {
      late: ['2 sale 1050'],
      never: [],
      short: ['1 sale 950', '3 adjustment 100'],
      twice: ['1 sale 1050', '1 sale 1050', '2 adjustment -1050'],
      rejected: ['1 reject 0'],
      small: ['1 sale 100'],
      shortThenReversed: ['1 sale 950', '2 reversal -1050', '3 adjustment 100'],
      twiceThenReversed: ['1 sale 1050', '1 sale 1050', '2 adjustment -1050', '2 reversal -1050'],
    })
  }
})

test('a file is cut by itself once after each UTC midnight, without charges too', async (t) => {
  const network = await clearingNetwork(t)
  network.charge()
  await network.look()
  network.setClock('2030-01-02T23:59:59.999Z')
  await network.look()
  assert.equal(network.books().lastCut(), undefined)
  network.setClock('2030-01-03T00:00:00.100Z')
  await network.look()
  await network.look()
  network.setClock('2030-01-03T18:00:00.000Z')
  await network.cut()
  await network.look()
  network.setClock('2030-01-04T00:00:01.000Z')
  await until('the third file', async () => (await network.files()).size === 3)
  const files = [...(await network.files()).values()]
  assert.deepEqual(
    files.map(({ header, records }) => [header.businessDate, header.cutoffAt.toISOString(), records.length]),
    [
      ['2030-01-02', '2030-01-03T00:00:00.100Z', 1],
      ['2030-01-03', '2030-01-03T18:00:00.000Z', 0],
      ['2030-01-03', '2030-01-04T00:00:01.000Z', 0],
    ],
  )
})

test('after days of downtime one file is cut for all of them, at once', async (t) => {
  const network = await clearingNetwork(t)
  network.charge()
  network.setClock('2030-01-06T09:00:00.000Z')
  await network.restart()
  const files = [...(await network.files()).values()]
  assert.deepEqual(
    files.map(({ header, records }) => [header.sequence, header.businessDate, records.length]),
    [[1, '2030-01-05', 1]],
  )
})

test('a clock that is set back does not take the cutoff with it', async (t) => {
  const network = await clearingNetwork(t)
  await network.cut()
  network.setClock('2030-01-02T11:00:00.000Z')
  await network.cut()
  const [first, second] = [...(await network.files()).values()]
  assert.deepEqual(second!.header.cutoffAt, first!.header.cutoffAt)
})

test('when many records wait, a file is cut before midnight', async (t) => {
  const network = await clearingNetwork(t, { waitingMax: 3 })
  network.charge()
  network.charge()
  await network.look()
  assert.equal(network.books().lastCut(), undefined)
  network.charge()
  await network.look()
  const [{ header, records }] = [...(await network.files()).values()] as [ReadFile]
  assert.deepEqual([header.businessDate, records.length], ['2030-01-02', 3])
})

test('cuts that are asked for at once come one after another, and no more than ten wait', async (t) => {
  const network = await clearingNetwork(t)
  network.charge()
  const cuts = await Promise.all(Array.from({ length: 12 }, () => network.cut()))
  assert.deepEqual(
    cuts.map((cut) => cut && [cut.sequence, cut.records]),
    [[1, 1], ...Array.from({ length: 9 }, (_, i) => [i + 2, 0]), undefined, undefined],
  )
})

test('each acquirer has files of its own, and takes back and captures only what it has asked for', async (t) => {
  const other = { acquirer_id: '400556', terminal_id: 'WEB00002', merchant_id: 'OTHER' }
  const { simulator, network, newReference, books, dataFolder } = await startTestNetwork(t, {
    furtherAcquirers: [other.acquirer_id],
  })
  const reference = newReference()
  await network.charge(reference, goodCard, sale)
  await network.charge(reference, goodCard, { ...sale, amount: 200n, as: other })
  const held = newReference()
  await network.authorize(held, goodCard, { ...sale, as: other })
  const authorization = {
    reference: held,
    amount: sale.amount,
    currency: 'CAD',
    authorizationCode: '000001',
  } as const
  const take = (as?: typeof other) =>
    network.capture({ ...held, sequence: '000077' }, { ...authorization, as }, 300n, { repeat: false })
  assert.deepEqual([(await take()).outcome, (await take(other)).outcome], ['refused', 'acknowledged'])
  const undo = { kind: 'charge', reference, amount: 200n, currency: 'CAD' } as const
  assert.equal((await network.reverse(undo, null, { repeat: false })).outcome, 'unacknowledged')
  await network.reverse({ ...undo, as: other }, null, { repeat: false })
  const told = (await books()).entries.map(({ acquirer_id, state }) => [acquirer_id, state])
  assert.deepEqual(told, [
    ['400555', 'captured'],
    ['400556', 'reversed'],
    ['400556', 'captured'],
  ])

  await fetch(`${simulator.httpUrl}/clearing`, { method: 'POST' })
  const folder = join(dataFolder, 'clearing')
  const filed: unknown[] = []
  for (const name of ['clearing-000000001.txt', 'clearing-400556-000000001.txt'])
    await readClearingFile(createReadStream(join(folder, name)), {
      header: async ({ acquirerId, sequence }) => void filed.push([acquirerId, sequence]),
      records: async (records) => void filed.push(...records.map(({ amount }) => amount)),
    })
  assert.deepEqual(filed, [['400555', 1], sale.amount, ['400556', 1], 300n])
})

test('an acquirer id that no file could carry stops the start', async (t) => {
  const { books } = await clearingNetwork(t)
  const open = () =>
    openClearing({
      books: books(),
      clock: { now: () => new Date() },
      folder: '',
      acquirerId: 'ACME',
      onFailure() {},
    })
  assert.throws(open, OperatorError)
})
