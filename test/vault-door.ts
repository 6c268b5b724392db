/** The stream between main side and vault by hand, from either end. */
import { once } from 'node:events'
import { createConnection, createServer, type Socket } from 'node:net'
import { join } from 'node:path'
import type { TestContext } from 'node:test'
import { newId } from '../src/ground/ids.ts'
import {
  ANSWER_BYTES_MAX,
  encodeFrames,
  type Frame,
  frameReader,
  told,
  VAULT_STREAM_VERSION,
} from '../src/ground/vault-frames.ts'
import { temporaryFolder } from './network.ts'

export const frame = (what: number, id: number, said: unknown): Frame => ({
  what,
  id,
  text: typeof said === 'string' ? said : JSON.stringify(said),
})
export const helloFrame = (more: object = {}) =>
  frame(told.hello, 0, { version: VAULT_STREAM_VERSION, ...more })

/** A connection to a vault, and all that it says, in order. `hello`: what is said first, if anything. */
export async function connectToDoor(path: string, hello: Frame | null = helloFrame()) {
  const socket = createConnection({ path, allowHalfOpen: true })
  const heard: Frame[] = []
  const waiting: { of: (one: Frame) => boolean; resolve: (one: Frame) => void }[] = []
  const read = frameReader(ANSWER_BYTES_MAX, (what, id, text) => {
    const one = { what, id, text }
    heard.push(one)
    const at = waiting.findIndex(({ of }) => of(one))
    if (at >= 0) waiting.splice(at, 1)[0]!.resolve(one)
  })
  socket.on('data', read)
  socket.on('error', () => undefined)
  await once(socket, 'connect')
  const send = (...frames: Frame[]) => socket.write(encodeFrames(frames))
  if (hello) send(hello)
  let lastId = 0
  return {
    socket,
    heard,
    send,
    /** The first frame that is one of these, whether it has come or is yet to. */
    hear: (of: (one: Frame) => boolean): Promise<Frame> =>
      new Promise((resolve) => {
        const found = heard.find(of)
        if (found) resolve(found)
        else waiting.push({ of, resolve })
      }),
    async ask(kind: number, question: unknown) {
      lastId += 1
      const id = lastId
      send(frame(kind, id, question))
      const { what, text } = await this.hear((one) => one.id === id)
      return { what, body: JSON.parse(text) }
    },
    ended: new Promise<void>((resolve) => socket.once('end', resolve)),
  }
}

/**
 * A vault that says to each question what a test wants: `answer` gives its frame's kind and text, or null for
 * nothing. `more` may do to a connection what no vault does.
 */
export async function startFakeVault(
  t: TestContext,
  answer: (kind: number, question: any, socket: Socket) => { what: number; text: string } | null,
  { hello = helloFrame({ vault: newId(), ms: 0 }) }: { hello?: Frame | Buffer } = {},
) {
  const vaultSocket = join(await temporaryFolder(t), 'vault.sock')
  const sockets = new Set<Socket>()
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    sockets.add(socket)
    socket.on('error', () => undefined)
    socket.once('close', () => sockets.delete(socket))
    socket.write(Buffer.isBuffer(hello) ? hello : encodeFrames([hello]))
    const read = frameReader(ANSWER_BYTES_MAX, (kind, id, text) => {
      if (kind >= told.hello) return
      const said = answer(kind, JSON.parse(text), socket)
      if (said) socket.write(encodeFrames([{ ...said, id }]))
    })
    socket.on('data', read)
  })
  server.listen(vaultSocket)
  await once(server, 'listening')
  t.after(() => {
    for (const socket of sockets) socket.destroy()
    server.close()
  })
  return { vaultSocket, sockets }
}
