import assert from 'node:assert/strict'
import { after, before, type TestContext, test } from 'node:test'
import { startApi } from '../src/api.ts'
import { type ReferenceColumns, referenceOf } from '../src/charges/network-reference.ts'
import { listOpenItems } from '../src/clearing/reconciliation-item.ts'
import { sql } from '../src/db/sql.ts'
import { systemClock } from '../src/ground/clock.ts'
import { freePort } from '../src/ground/free-port.ts'
import { newId } from '../src/ground/ids.ts'
import { openContext } from '../src/process/context.ts'
import type { BookEntry } from '../src/simulator/book-entry.ts'
import { testCards } from '../src/simulator/test-cards.ts'
import { openIso8583Network } from '../src/vault/iso8583/iso8583-network.ts'
import { goodCard, NEVER_MS, referenceNumbered, sale } from './network.ts'
import { type Platform, startPlatform, until } from './platform.ts'
import { verifiesClean } from './verifies-clean.ts'

/** Who the installation is to the network from some day on. */
const later = { acquirerId: '400556', terminalId: 'WEB00002', merchantId: 'JETPAYLATER' }
let platform: Platform
before(async () => {
  platform = await startPlatform({ clearingToleranceMs: 0, furtherAcceptors: [later] })
})
after(() => platform.close())

/** Has the network cut a file, and waits until the worker has applied it and looked for what is missing. */
async function cutAndSettle(): Promise<void> {
  const response = await fetch(`${platform.simulatorUrl}/clearing`, { method: 'POST' })
  const { sequence } = (await response.json()) as { sequence: number }
  await until(`file ${sequence}`, async () => {
    const [file] = await platform.db.many<{ state: string }>(
      sql`select state from clearing_files where network_id = 'JETPAYNET' and sequence = ${sequence}`,
    )
    return file?.state === 'checked'
  })
}

test('what the simulated network clears, rightly and wrongly, ends as each test card says', async () => {
  const cards: Record<string, string> = { right: '4242424242424242' }
  for (const { clearing, number } of testCards) if (clearing) cards[clearing] = number
  const debits: Record<string, string> = {}
  for (const [name, number] of Object.entries(cards)) {
    const { body } = await platform.charge(await platform.saveCard(number), { amount: '10.50' })
    assert.equal(body.transaction_state, 'paid', name)
    debits[name] = body.debit_id
  }
  const states = async () => {
    const found: Record<string, string> = {}
    for (const [name, id] of Object.entries(debits))
      found[name] = (await platform.call('GET', `/transaction/${id}/status`)).body.state
    return found
  }
  await cutAndSettle()
  assert.deepEqual(await states(), {
    right: 'completed',
    late: 'paid',
    never: 'paid',
    short: 'paid',
    twice: 'paid',
    rejected: 'failed',
    disputed: 'completed',
  })
  await cutAndSettle()
  await cutAndSettle()
  assert.deepEqual(await states(), {
    right: 'completed',
    late: 'completed',
    never: 'paid',
    short: 'completed',
    twice: 'completed',
    rejected: 'failed',
    disputed: 'completed',
  })
  const open = await platform.db.many<{ kind: string; debit_id: string }>(
    sql`select kind, debit_id from reconciliation_items where state = 'open'`,
  )
  assert.deepEqual(open, [{ kind: 'missing', debit_id: debits.never }])
  const { entries } = await platform.books('?limit=1000')
  const charged = entries.filter(({ mti }: any) => mti === '0200')
  const paid = charged
    .flatMap(({ clearings }: any) => clearings)
    .reduce((sum: number, { amount }: any) => sum + amount, 0)
  assert.equal(
    paid,
    4 * 1050,
    'the network pays for all but those rejected, never cleared, and taken back by a dispute',
  )
  const { owed } = await platform.db.one<{ owed: bigint }>(
    sql`select sum(amount)::bigint as owed from ledger_entries where account = 'network_receivable'`,
  )
  assert.equal(owed, 1050n, 'the network still owes what it has captured and never cleared')
})

/** The api of an installation that has got another identity: the vault speaks for both. */
async function startAsLater(t: TestContext): Promise<string> {
  const { config } = platform
  const { acceptor } = config
  const apiPort = await freePort(config.host)
  const context = await openContext('api', {
    ...config,
    apiPort,
    acceptor: { ...acceptor, ...later },
    furtherAcceptors: [acceptor],
  })
  const api = await startApi(context)
  t.after(async () => {
    await api.close()
    await context.close()
  })
  return `http://${config.host}:${apiPort}`
}

test('under another identity what was sent before is captured, reversed and cleared as whom it was sent', async (t) => {
  const card = await platform.saveCard()
  const of = { amount: '20.00', to_bank_account_id: platform.demo.bank_account_id, statement: 'Hotel' }
  const held = await platform.good('POST', `${card.path}/preauthorize`, of)
  const paid = await platform.good('POST', `${card.path}/charge`, of)
  const kept = await platform.good('POST', `${card.path}/charge`, of)
  const url = await startAsLater(t)
  const good = async (path: string, body?: object) => {
    const answer = await fetch(url + path, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${platform.demo.api_token}`,
        'content-type': 'application/json',
      },
      ...(body && { body: JSON.stringify(body) }),
    })
    assert.ok(answer.ok, `${path} answered ${answer.status}`)
    return (await answer.json()) as { debit_id: string }
  }
  await good(`/debit/${held.debit_id}/capture`, { amount: '15.00' })
  await good(`/debit/${paid.debit_id}/refund`, { amount: '20.00' })
  const charged = await good(`${card.path}/charge`, of)
  const released = await good(`${card.path}/preauthorize`, of)
  await platform.good('POST', `/debit/${released.debit_id}/release`)

  const bookOf = async (debitId: string) => {
    const { rrn } = await platform.db.one<{ rrn: string }>(
      sql`select rrn from attempts where debit_id = ${debitId} and kind <> 'refund'`,
    )
    const { entries } = await platform.books(`?rrn=${rrn}`)
    return entries.map((entry: BookEntry) => `${entry.acquirer_id} ${entry.terminal_id} ${entry.state}`)
  }
  const { acquirerId, terminalId } = platform.config.acceptor
  assert.deepEqual(await bookOf(held.debit_id), [`${acquirerId} ${terminalId} captured`])
  assert.deepEqual(await bookOf(paid.debit_id), [`${acquirerId} ${terminalId} reversed`])
  assert.deepEqual(await bookOf(charged.debit_id), ['400556 WEB00002 captured'])
  await until('the release', async () => (await bookOf(released.debit_id))[0] === '400556 WEB00002 reversed')
  const before = (await listOpenItems(platform.db)).length
  await cutAndSettle()
  await until('all files', async () => {
    const open = await platform.db.many(sql`select from clearing_files where state = 'read'`)
    const files = await platform.db.many(
      sql`select from clearing_files where network_id = 'JETPAYNET/400556'`,
    )
    return open.length === 0 && files.length > 0
  })
  for (const { debit_id } of [held, kept, charged])
    assert.equal((await platform.call('GET', `/transaction/${debit_id}/status`)).body.state, 'completed')
  assert.equal((await listOpenItems(platform.db)).length, before, 'nothing is missing in the other’s file')
  await chargeAsAnother(kept.debit_id)
  await verifiesClean(platform)
})

/** Somebody else at the same network, under the very numbers of a charge of ours. */
async function chargeAsAnother(debitId: string): Promise<void> {
  const { host, networkPort: port, networkDialect: dialect, acceptor } = platform.config
  const own = await platform.db.one<ReferenceColumns>(
    sql`select rrn, stan, transmitted_at from attempts where debit_id = ${debitId}`,
  )
  const link = { host, port, dialect, clock: systemClock, timeoutMs: NEVER_MS }
  const another = openIso8583Network({ ...link, ...acceptor, acquirerId: '400557' })
  await another.ready()
  assert.equal((await another.charge(referenceOf(own), goodCard, sale)).outcome, 'approved')
  await another.close()
  assert.equal((await platform.books(`?rrn=${own.rrn}`)).entries.length, 2)
}

test('the vault speaks for nobody that its settings do not name', async () => {
  const asked = {
    company_id: platform.demo.company_id,
    card_id: newId(),
    reference: referenceNumbered(1),
    kind: 'charge',
    amount: '100',
    currency: 'CAD',
    repeat: false,
    acceptor: { acquirer_id: '400557', terminal_id: 'WEB00001', merchant_id: 'JETPAYDEMO' },
  } as const
  const said = await platform.context.vault.reverse(asked)
  assert.deepEqual(said, { outcome: 'unsent', reason: 'other_acceptor' })
})
