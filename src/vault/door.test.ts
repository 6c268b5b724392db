/** The vault's door as a stream: what comes in pieces, too much of it, nonsense, other versions, the end. */
import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { createConnection } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname } from 'node:path'
import { after, before, test } from 'node:test'
import { referenceNumbered } from '../../test/network.ts'
import { type Platform, startPlatform, until } from '../../test/platform.ts'
import { connectToDoor, frame, helloFrame } from '../../test/vault-door.ts'
import { sql } from '../db/sql.ts'
import { encodeFrames, type Frame, QUESTION_BYTES_MAX, told } from '../ground/vault-frames.ts'
import { questions } from '../ground/vault-protocol.ts'
import { openVaultClient } from '../vault-client/vault-client.ts'
import { startVault } from './vault.ts'
import { openVaultContext } from './vault-context.ts'

const ENDED = 'a connection of the main side was ended'
const { kind: READY } = questions.ready
const { kind: CHARGE } = questions.charge

let platform: Platform
const ownSockets: string[] = []
before(async () => {
  const folder = mkdtempSync(`${process.env.JETPAY_TEST_FOLDER ?? tmpdir()}/door-`)
  ownSockets.push(`${folder}/vault.sock`)
  const vaultCallerSockets = ownSockets.map((path) => ({ name: 'jetpay-worker', path }))
  platform = await startPlatform({ networkTimeoutMs: 3_000, vaultCallerSockets })
})
after(async () => {
  await platform.close()
  for (const path of ownSockets) rmSync(dirname(path), { recursive: true })
})

const connect = (hello?: Frame | null) => connectToDoor(platform.config.vaultSocket, hello)
const answersTo = (heard: Frame[], ids: number[]) => heard.filter(({ id }) => ids.includes(id))
const toldEnds = () => platform.lines.filter((line) => line.includes(ENDED))

let trace = 0
async function chargeOf(door: Awaited<ReturnType<typeof connect>>, number?: string) {
  const { cardId } = await platform.saveCard(number)
  const { vault, ms } = JSON.parse((await door.hear(({ what }) => what === told.hello)).text)
  trace += 1
  return {
    company_id: platform.demo.company_id,
    card_id: cardId,
    kind: 'charge',
    reference: referenceNumbered(trace),
    amount: '100',
    currency: 'CAD',
    statement: 'Café 中',
    company_name: 'Maple',
    use: { initiator: 'customer', reason: 'unscheduled' } as const,
    send_before: { vault, ms: ms + 3_600_000 },
  }
}

test('only the vault’s user can open the door', () => {
  assert.equal(statSync(platform.config.vaultSocket).mode & 0o777, 0o600)
})

test('callers with a socket of their own are told apart, by the line of each use of a card', async () => {
  const [path = ''] = ownSockets
  assert.equal(statSync(path).mode & 0o777, 0o600)
  for (const [socket, by] of [
    [platform.config.vaultSocket, 'socket'],
    [path, 'socket jetpay-worker'],
  ] as const) {
    const door = await connectToDoor(socket)
    const charge = await chargeOf(door)
    door.send(frame(CHARGE, 1, charge))
    assert.equal(JSON.parse((await door.hear(({ id }) => id === 1)).text).outcome, 'approved')
    door.socket.destroy()
    const [line] = (
      await platform.vaultDb.many<{ lines: string }>(
        sql`select lines from audit_rows where lines like ${`%${charge.card_id}","${charge.reference.id}"%`}`,
      )
    ).flatMap(({ lines }) => JSON.parse(lines) as Record<string, unknown>[])
    assert.deepEqual([line?.do, line?.by], ['card.charge', by])
  }
})

test('questions that are split at any byte and joined in any way are answered, each once', async () => {
  const door = await connect()
  const bytes = encodeFrames([
    frame(READY, 1, {}),
    frame(CHARGE, 2, await chargeOf(door)),
    frame(READY, 3, {}),
  ])
  for (const byte of bytes) door.socket.write(Buffer.from([byte]))
  const [outcome] = await Promise.all([2, 1, 3].map((id) => door.hear((one) => one.id === id)))
  assert.equal(JSON.parse(outcome!.text).outcome, 'approved')
  door.send(...Array.from({ length: 500 }, (_, at) => frame(READY, 100 + at, {})))
  for (let id = 100; id < 600; id++) await door.hear((one) => one.id === id)
  assert.equal(answersTo(door.heard, [1, 2, 3]).length, 3)
  assert.ok(door.heard.slice(1).every(({ what }) => what === told.answered || what === told.moment))
  door.socket.destroy()
})

test('a question does not wait for those before it: a silent card holds up nobody', async () => {
  const door = await connect()
  door.send(frame(CHARGE, 1, await chargeOf(door, '4000000000900011')), frame(READY, 2, {}))
  await door.hear(({ id }) => id === 2)
  assert.equal(answersTo(door.heard, [1, 2])[0]!.id, 2)
  door.socket.destroy()
})

test('behind a frame that is none nothing is read; what was asked before it is answered, and the log says why once', async () => {
  const bad: [string, Buffer][] = [
    ['too long', encodeFrames([frame(READY, 9, 'x'.repeat(QUESTION_BYTES_MAX + 1))])],
    ['too short', Buffer.alloc(9)],
    ['of a kind that only the vault says', encodeFrames([frame(told.answered, 9, {})])],
    ['a second hello', encodeFrames([helloFrame()])],
  ]
  for (const [what, bytes] of bad) {
    const door = await connect()
    const question = encodeFrames([frame(CHARGE, 1, await chargeOf(door))])
    door.socket.write(Buffer.concat([question, bytes, encodeFrames([frame(READY, 2, {})])]))
    await door.ended
    const [answer, ...more] = answersTo(door.heard, [1, 2, 9])
    assert.deepEqual([JSON.parse(answer!.text).outcome, more], ['approved', []], what)
  }
  assert.ok(toldEnds().some((line) => JSON.parse(line).reason?.includes('a frame of')))
})

test('a main side of another release, or what is none, is asked for no question: one clear line, and the connection ends', async () => {
  const others: [string, Frame | null, Buffer][] = [
    ['another version', helloFrame({ version: 99 }), Buffer.alloc(0)],
    ['no version', frame(told.hello, 0, { vault: 'x' }), Buffer.alloc(0)],
    ['a hello that is no JSON', frame(told.hello, 0, '{'), Buffer.alloc(0)],
    ['the release before, by HTTP', null, Buffer.from('POST /charges HTTP/1.1\r\nhost: vault\r\n\r\n')],
    ['no hello', null, Buffer.alloc(0)],
  ]
  for (const [what, hello, bytes] of others) {
    const door = await connect(hello)
    door.socket.write(Buffer.concat([bytes, encodeFrames([frame(READY, 1, {})])]))
    await door.ended
    assert.deepEqual(answersTo(door.heard, [1]), [], what)
  }
  await until('the line to be there', async () => toldEnds().some((line) => line.includes('of one release')))
  assert.ok(toldEnds().length <= others.length + 2)
})

test('from a peer that reads no answers nothing is read for long; others are answered, and it gets all once it reads', async () => {
  const slow = await connect()
  await slow.hear(({ what }) => what === told.hello)
  slow.socket.pause()
  const count = 20_000
  for (let id = 1; id <= count; id++) slow.send(frame(READY, id, { unknown_to_the_vault: 'x'.repeat(200) }))
  const other = await connect()
  assert.equal((await other.ask(READY, {})).what, told.answered)
  assert.ok(slow.socket.writableLength > 1_000_000, 'the vault has stopped to read')
  slow.socket.resume()
  await slow.hear(({ id }) => id === count)
  const answered = new Set(slow.heard.filter(({ what }) => what === told.refused).map(({ id }) => id))
  assert.equal(answered.size, count)
  for (const { socket } of [slow, other]) socket.destroy()
})

test('a door that is opened and closed again, or says nothing, costs the others nothing', async () => {
  for (let at = 0; at < 20; at++) createConnection(platform.config.vaultSocket).destroy()
  const silent = await connect(null)
  const door = await connect()
  assert.equal((await door.ask(READY, {})).what, told.answered)
  for (const { socket } of [door, silent]) socket.destroy()
})

test('a vault that stops answers what was asked, and what is asked before its peer has heard; then the connection ends', async (t) => {
  const vaultSocket = `${platform.config.dataFolder}/stops.sock`
  const config = { ...platform.config, vaultSocket, vaultCallerSockets: [], vaultPort: 0 }
  const context = await openVaultContext(config, { write: () => undefined })
  const vault = await startVault(context)
  await context.network.ready()
  const client = openVaultClient(config, platform.context.log)
  t.after(async () => {
    await client.close()
    await context.close()
  })
  await platform.setFaults({ answer_delay_ms: 1_000 })
  t.after(() => platform.setFaults({ answer_delay_ms: 0 }))
  const door = await connectToDoor(config.vaultSocket)
  const charge = await chargeOf(door)
  assert.equal(await client.ready(), true)
  const { send_before: _, ...undated } = charge
  const asked = client.charge({ ...undated, kind: 'charge', currency: 'CAD' }, performance.now())
  door.send(frame(CHARGE, 1, { ...charge, reference: referenceNumbered(++trace) }))
  await until('both to be under way', async () => context.network.counters().inFlight === 2)
  const stopped = vault.close()
  await door.hear(({ what }) => what === told.goodbye)
  // It may have been on its way before.
  door.send(frame(READY, 2, {}))
  await door.hear(({ id }) => id === 2)
  door.socket.end()
  await door.ended
  assert.equal(JSON.parse(answersTo(door.heard, [1])[0]!.text).outcome, 'approved')
  assert.equal((await asked).outcome, 'approved')
  assert.equal(await client.ready(), false, 'nobody is there any more')
  await stopped
})
