/** Several vaults are one to the card network: no two of their messages have the same number. */
import assert from 'node:assert/strict'
import { createServer, type Socket } from 'node:net'
import { test } from 'node:test'
import { startPlatform, until } from '../../test/platform.ts'
import { decodeMessage, encodeMessage, type Message } from './iso8583/codec.ts'
import { frameMessages, frameReader } from './iso8583/framing.ts'
import { newVerificationReference, openVaultContext } from './vault-context.ts'

/** What tells a message from all others of an acquirer: kind, time to the second, number. */
const keyOf = ({ mti, fields }: Message) => `${mti} ${fields[7]} ${fields[11]}`

test('vaults that share a database and an identity sign on, sign off and verify with numbers of which no two are the same', async (t) => {
  const platform = await startPlatform()
  t.after(() => platform.close())
  const heard: Message[] = []
  const sockets = new Set<Socket>()
  const network = createServer((socket) => {
    sockets.add(socket)
    socket.on('error', () => undefined)
    const read = frameReader((bytes) => {
      const message = decodeMessage(bytes, 'ascii')
      heard.push(message)
      const answer = { mti: '0810', fields: { ...message.fields, 39: '00' } }
      socket.write(frameMessages([encodeMessage(answer, 'ascii')]))
    })
    socket.on('data', read)
  })
  await new Promise<void>((resolve) => network.listen(0, '127.0.0.1', resolve))
  t.after(() => {
    for (const socket of sockets) socket.destroy()
    network.close()
  })
  const { port } = network.address() as { port: number }
  const config = { ...platform.config, networkPort: port }
  const vaults = await Promise.all(
    Array.from({ length: 6 }, () => openVaultContext(config, { write: () => undefined })),
  )
  await Promise.all(vaults.map(({ network }) => network.ready()))
  const references = await Promise.all(
    vaults.flatMap((vault) => Array.from({ length: 20 }, () => newVerificationReference(vault))),
  )
  await Promise.all(vaults.map((vault) => vault.close()))
  await until('all to have signed off', async () => heard.length >= 12)
  const numbers = [...heard.map(({ fields }) => fields[11]), ...references.map(({ sequence }) => sequence)]
  assert.equal(new Set(numbers).size, 12 + 120)
  assert.equal(new Set(heard.map(keyOf)).size, 12)
  assert.equal(new Set(references.map(({ id }) => id)).size, 120)
  assert.ok(
    numbers.every((number) => Number(number) >= 900_000),
    'none is one that the main side makes',
  )
})
