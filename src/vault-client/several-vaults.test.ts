/** Several vaults, as an api asks them: which is asked, and what is never asked twice. */
import assert from 'node:assert/strict'
import type { Socket } from 'node:net'
import { after, before, test } from 'node:test'
import { type Platform, startPlatform, until } from '../../test/platform.ts'
import { newCertificates, openClient, startSecondVault } from '../../test/second-vault.ts'
import { startFakeVault } from '../../test/vault-door.ts'
import { told } from '../ground/vault-frames.ts'
import { questions } from '../ground/vault-protocol.ts'

let platform: Platform
let cardId: string
before(async () => {
  platform = await startPlatform()
  cardId = (await platform.saveCard()).cardId
})
after(() => platform.close())

let trace = 800_000
const requestsOf = ({ context }: Awaited<ReturnType<typeof startSecondVault>>) =>
  context.network.counters().requests ?? 0

test('charges go to both of two vaults, by socket and by TLS; when one stops in the midst of them, none is lost and all go on', async (t) => {
  const of = await newCertificates(t)
  const one = await startSecondVault(t, platform)
  const two = await startSecondVault(t, platform, { tls: of('vault') })
  await Promise.all([one.context.network.ready(), two.context.network.ready()])
  const { charge } = openClient(t, platform, [one.address, two.address], { tls: of('api') })
  await until('both to be connected', async () => {
    await charge(cardId, ++trace)
    return requestsOf(one) > 0 && requestsOf(two) > 0
  })
  const outcomes: string[] = []
  let going = true
  const charging = Array.from({ length: 8 }, async () => {
    while (going) outcomes.push((await charge(cardId, ++trace)).outcome)
  })
  const more = (count: number) => {
    const from = outcomes.length
    return until('more charges', async () => outcomes.length >= from + count)
  }
  await more(20)
  await two.stop()
  await more(20)
  going = false
  await Promise.all(charging)
  assert.deepEqual(new Set(outcomes), new Set(['approved']))
})

test('a vault that is about to stop says so and is asked for no charge, and one alone is asked to the end', async (t) => {
  const [one, two] = [await startSecondVault(t, platform), await startSecondVault(t, platform)]
  await Promise.all([one.context.network.ready(), two.context.network.ready()])
  const both = openClient(t, platform, [one.address, two.address])
  const alone = openClient(t, platform, [one.address])
  await until('both to be connected', async () => {
    await both.charge(cardId, ++trace)
    return requestsOf(one) > 0 && requestsOf(two) > 0
  })
  one.leave()
  let before = -1
  await until('the one to be left alone', async () => {
    before = requestsOf(one)
    for (let at = 0; at < 6; at++) await both.charge(cardId, ++trace)
    return requestsOf(one) === before
  })
  for (let at = 0; at < 10; at++) assert.equal((await both.charge(cardId, ++trace)).outcome, 'approved')
  assert.equal(requestsOf(one), before)
  assert.equal((await alone.charge(cardId, ++trace)).outcome, 'approved')
})

test('a vault without its card network has sent nothing, so the next is asked; where there is no next, the charge is unsent', async (t) => {
  const cut = await startSecondVault(t, platform, { networkPort: 1 })
  const well = await startSecondVault(t, platform)
  await well.context.network.ready()
  const both = openClient(t, platform, [cut.address, well.address])
  for (let at = 0; at < 20; at++) assert.equal((await both.charge(cardId, ++trace)).outcome, 'approved')
  const alone = openClient(t, platform, [cut.address])
  assert.deepEqual(await alone.charge(cardId, ++trace), { outcome: 'unsent', reason: 'link_down' })
})

test('a charge that was sent to a vault which falls silent is unknown and asked of nobody else; those after it go to the other', async (t) => {
  const silenced: Socket[] = []
  let charges = 0
  const silent = await startFakeVault(t, (kind, _question, socket) => {
    if (kind === questions.ready.kind && silenced.length === 0)
      return { what: told.answered, text: '{"ready":true}' }
    if (kind !== questions.ready.kind) charges += 1
    silenced.push(socket)
    return null
  })
  const well = await startSecondVault(t, platform)
  await well.context.network.ready()
  const { charge } = openClient(t, platform, [{ socket: silent.vaultSocket }, well.address])
  const sent: Promise<{ outcome: string }>[] = []
  await until('one to be sent to the silent vault', async () => {
    sent.push(charge(cardId, ++trace))
    return charges > 0
  })
  await until('the silent one to be asked for nothing more', async () => {
    const before = charges
    for (let at = 0; at < 6; at++) sent.push(charge(cardId, ++trace))
    await Promise.race(sent.slice(-6))
    return charges === before
  })
  for (const socket of silenced) socket.destroy()
  const outcomes = (await Promise.all(sent)).map(({ outcome }) => outcome)
  assert.equal(outcomes.filter((outcome) => outcome === 'unknown').length, charges)
  assert.equal(outcomes.filter((outcome) => outcome === 'approved').length, sent.length - charges)
})

test('vaults that are not there cost the others nothing, and where none is there a charge is unsent', async (t) => {
  const well = await startSecondVault(t, platform)
  await well.context.network.ready()
  const nobody = { socket: `${platform.config.dataFolder}/nobody.sock` }
  const { charge } = openClient(t, platform, [nobody, { ...nobody }, well.address])
  for (let at = 0; at < 10; at++) assert.equal((await charge(cardId, ++trace)).outcome, 'approved')
  const none = openClient(t, platform, [nobody, { ...nobody }])
  assert.deepEqual(await none.charge(cardId, ++trace), { outcome: 'unsent', reason: 'vault_enoent' })
})
