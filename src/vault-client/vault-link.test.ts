/**
 * The main side's end of the stream: what is unknown and what was never asked, whatever becomes of a vault.
 */
import assert from 'node:assert/strict'
import { rmSync } from 'node:fs'
import type { Socket } from 'node:net'
import { type TestContext, test } from 'node:test'
import { pino } from 'pino'
import { referenceNumbered } from '../../test/network.ts'
import { until } from '../../test/platform.ts'
import { frame, helloFrame, startFakeVault } from '../../test/vault-door.ts'
import { newId } from '../ground/ids.ts'
import { encodeFrames, QUESTIONS_AT_ONCE_MAX, told } from '../ground/vault-frames.ts'
import { questions } from '../ground/vault-protocol.ts'
import { openVaultClient } from './vault-client.ts'

let trace = 0
const charge = (more: object = {}) => {
  trace += 1
  return {
    company_id: newId(),
    card_id: newId(),
    kind: 'charge' as const,
    reference: referenceNumbered(trace),
    amount: '100',
    currency: 'CAD' as const,
    statement: 'Link',
    company_name: 'Link',
    use: null,
    ...more,
  }
}
const approved = { outcome: 'approved', response_code: '00', authorization_code: '000001' } as const
const yes = { what: told.answered, text: JSON.stringify(approved) }

function clientOf(t: TestContext, vaultSocket: string, networkTimeoutMs = 60_000) {
  const lines: string[] = []
  const log = pino({}, { write: (line: string) => void lines.push(line) })
  const client = openVaultClient({ vaultSocket, networkTimeoutMs, authorizationMaxAgeMs: 60_000 }, log)
  t.after(() => client.close())
  return { client, lines, ask: (more?: object) => client.charge(charge(more), performance.now()) }
}

const count = (outcomes: { outcome: string; reason?: string }[]) => {
  const counts: Record<string, number> = {}
  for (const { outcome, reason } of outcomes) {
    const kind = reason ? `${outcome} ${reason}` : outcome
    counts[kind] = (counts[kind] ?? 0) + 1
  }
  return counts
}

test('a connection that is lost with many under way: each is unknown, none is failed, and the next is asked on a new one', async (t) => {
  let asked = 0
  const vault = await startFakeVault(t, (_kind, _question, socket) => {
    asked += 1
    if (asked === 200) socket.destroy()
    return asked > 200 ? yes : null
  })
  const { ask, client } = clientOf(t, vault.vaultSocket)
  const lost = Array.from({ length: 200 }, () => ask())
  assert.deepEqual(count(await Promise.all(lost)), { 'unknown vault_lost': 200 })
  assert.deepEqual(await ask(), approved)
  const reversal = { ...charge(), repeat: false }
  const { statement: _, company_name: __, use: ___, ...asReversal } = reversal
  const again = client.reverse(asReversal)
  for (const socket of vault.sockets) socket.destroy()
  assert.deepEqual(await again, { outcome: 'unacknowledged', reason: 'vault_lost' })
})

test('questions of one turn share one connection and one write, and each gets its own answer in any order', async (t) => {
  const connections = new Set<Socket>()
  const held: (() => void)[] = []
  const vault = await startFakeVault(t, (_kind, { amount }, socket) => {
    connections.add(socket)
    const text = JSON.stringify({ ...approved, authorization_code: amount })
    held.unshift(() => socket.write(encodeFrames([{ what: told.answered, id: Number(amount), text }])))
    if (held.length === 100) for (const answer of held) answer()
    return null
  })
  const { ask } = clientOf(t, vault.vaultSocket)
  // Ids of a connection count from one.
  const outcomes = await Promise.all(Array.from({ length: 100 }, (_, at) => ask({ amount: String(at + 1) })))
  assert.deepEqual(
    outcomes.map((outcome) => outcome.outcome === 'approved' && outcome.authorization_code),
    Array.from({ length: 100 }, (_, at) => String(at + 1)),
  )
  assert.equal(connections.size, 1)
})

test('a vault that is not there, or was never reached, was not asked: unsent', async (t) => {
  const vault = await startFakeVault(t, () => yes)
  const nobody = clientOf(t, `${vault.vaultSocket}.not`)
  assert.deepEqual(await nobody.ask(), { outcome: 'unsent', reason: 'vault_enoent' })
  assert.equal(await nobody.client.ready(), false)
  const { ask } = clientOf(t, vault.vaultSocket)
  assert.deepEqual(await ask(), approved)
  rmSync(vault.vaultSocket)
  for (const socket of vault.sockets) socket.destroy()
  await until('the connection to be lost', async () => vault.sockets.size === 0)
  assert.match(JSON.stringify(await ask()), /"unsent"|vault_lost/)
  assert.deepEqual(await ask(), { outcome: 'unsent', reason: 'vault_enoent' })
})

for (const [what, hello] of [
  ['another version', helloFrame({ version: 99, vault: newId(), ms: 0 })],
  ['no version', frame(told.hello, 0, {})],
  ['no hello', frame(told.answered, 1, approved)],
  ['the release before, by HTTP', Buffer.from('HTTP/1.1 400 Bad Request\r\nconnection: close\r\n\r\n')],
] as const)
  test(`a vault of ${what} is asked nothing: charges are unsent, and one clear line says what to do`, async (t) => {
    const asked: number[] = []
    const vault = await startFakeVault(
      t,
      (kind) => {
        asked.push(kind)
        return yes
      },
      { hello },
    )
    const { ask, lines } = clientOf(t, vault.vaultSocket)
    const outcomes = await Promise.all(Array.from({ length: 50 }, () => ask()))
    assert.deepEqual(count(outcomes), { 'unsent vault_other_release': 50 })
    assert.deepEqual(asked, [])
    assert.equal(lines.length, 1)
    const { level, msg, reason, door } = JSON.parse(lines[0]!)
    assert.deepEqual([level, msg, door], [50, 'the vault cannot be asked', vault.vaultSocket])
    assert.match(reason, /is no vault of this release: .*; start api, worker and vault of one release/)
  })

test('a vault that says no hello was not asked', async (t) => {
  const vault = await startFakeVault(t, () => yes, { hello: Buffer.alloc(0) })
  const { ask } = clientOf(t, vault.vaultSocket)
  assert.match(JSON.stringify(await ask()), /"unsent","reason":"vault_(connect_timeout|waited)"/)
})

test('a vault that takes no more: what was handed over is unknown, what was not is unsent, and neither waits for ever', async (t) => {
  const vault = await startFakeVault(t, (_kind, _question, socket) => {
    socket.pause()
    return null
  })
  const { ask } = clientOf(t, vault.vaultSocket, 3_000)
  const long = {
    statement: 'x'.repeat(1_000),
    company_name: 'x'.repeat(1_000),
    use: null,
  }
  const first = Array.from({ length: QUESTIONS_AT_ONCE_MAX - 100 }, () => ask(long))
  await until('the vault to be asked', async () => [...vault.sockets].some((socket) => socket.isPaused()))
  const second = Array.from({ length: 1_000 }, () => ask(long))
  const outcomes = count(await Promise.all([...first, ...second]))
  const { 'unknown vault_timeout': unknown = 0, 'unsent vault_waited': unsent = 0, ...others } = outcomes
  assert.deepEqual(others, {})
  assert.ok(unknown > 0 && unsent > 0, JSON.stringify(outcomes))
})

test('more than may wait are not asked at once, and nothing that was asked is lost for it', async (t) => {
  const vault = await startFakeVault(t, () => yes)
  const { ask } = clientOf(t, vault.vaultSocket)
  const outcomes = count(await Promise.all(Array.from({ length: 5_000 }, () => ask())))
  assert.equal(outcomes.approved! + outcomes['unsent vault_busy']!, 5_000)
  assert.ok(outcomes.approved! >= QUESTIONS_AT_ONCE_MAX)
})

test('a question that is too long for the vault is not sent, and those beside it are', async (t) => {
  const vault = await startFakeVault(t, () => yes)
  const { ask } = clientOf(t, vault.vaultSocket)
  const outcomes = await Promise.all([ask(), ask({ statement: '中'.repeat(11_000) }), ask()])
  assert.deepEqual(outcomes, [approved, { outcome: 'unsent', reason: 'vault_too_long' }, approved])
})

test('an answer that comes after its time reaches nobody, and those after it are understood', async (t) => {
  const late: (() => void)[] = []
  const vault = await startFakeVault(t, (_kind, { statement }, socket) => {
    if (statement !== 'late') return yes
    late.push(() => socket.write(encodeFrames([{ ...yes, id: 1 }])))
    return null
  })
  const { ask } = clientOf(t, vault.vaultSocket, 1)
  assert.deepEqual(await ask({ statement: 'late' }), { outcome: 'unknown', reason: 'vault_timeout' })
  late[0]!()
  assert.deepEqual(await ask(), approved)
})

test('two vaults after a restart: the one that leaves answers what it was asked, the next is asked by its own stopwatch', async (t) => {
  const [first, second] = [newId(), newId()]
  const asked: { vault: string; ms: number }[] = []
  const left: (() => void)[] = []
  const old = await startFakeVault(
    t,
    (_kind, { send_before }, socket) => {
      asked.push(send_before)
      left.push(() => socket.write(encodeFrames([{ ...yes, id: 1 }])))
      socket.write(encodeFrames([frame(told.goodbye, 0, '')]))
      return null
    },
    { hello: helloFrame({ vault: first, ms: 5 }) },
  )
  const anew = await startFakeVault(
    t,
    (_kind, { send_before }) => {
      asked.push(send_before)
      return yes
    },
    { hello: helloFrame({ vault: second, ms: 1_000_000 }) },
  )
  const config = { vaultSocket: old.vaultSocket, networkTimeoutMs: 60_000, authorizationMaxAgeMs: 60_000 }
  const client = openVaultClient(config, pino({ enabled: false }))
  t.after(() => client.close())
  const slow = client.charge(charge(), performance.now())
  await until('the first to be asked', async () => asked.length === 1)
  config.vaultSocket = anew.vaultSocket
  await until('the next to be asked', async () => {
    assert.deepEqual(await client.charge(charge(), performance.now()), approved)
    return asked.some(({ vault }) => vault === second)
  })
  left[0]!()
  assert.deepEqual(await slow, approved)
  const [before, after] = [first, second].map((id) => asked.find(({ vault }) => vault === id)!)
  assert.ok(before!.ms < 1_000_000 && after!.ms >= 1_000_000)
})

test('closing waits for what was asked, and takes no more', async (t) => {
  const answer = Promise.withResolvers<void>()
  const vault = await startFakeVault(t, (_kind, _question, socket) => {
    void answer.promise.then(() => socket.write(encodeFrames([{ ...yes, id: 1 }])))
    return null
  })
  const { client, ask } = clientOf(t, vault.vaultSocket)
  const asked = ask()
  const closed = client.close()
  assert.deepEqual(await ask(), { outcome: 'unsent', reason: 'vault_closed' })
  answer.resolve()
  assert.deepEqual(await asked, approved)
  await closed
  const [connection] = vault.sockets
  await until('the connection to be ended', async () => connection!.readableEnded)
})

test('each question has a number of its own, below those of what is no question', () => {
  const kinds = Object.values(questions).map(({ kind }) => kind)
  assert.equal(new Set(kinds).size, kinds.length)
  assert.ok(Math.max(...kinds) < Math.min(...Object.values(told)))
})
