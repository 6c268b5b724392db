import { once } from 'node:events'
import { createConnection, createServer, type Socket } from 'node:net'
import { loopback } from '../ground/host-name.ts'

/** As long as Node's buffer for reads, but for a byte: a full one is given away, and another taken. */
const ZEROS = Buffer.alloc(65_535)
/** What comes in parts overwrites the beginning only; this is more than the vault reads of a request. */
const ENOUGH_BYTES = 48 * 1024
const PASSES_MAX = 5

export type ReadBufferWash = { wash(): void; close(): void }

/**
 * Overwrites Node's buffer for reads. Node reads every socket of a process into one buffer, hands out a copy
 * of what came, and keeps the buffer: the body of a card page would stay in it until something as long is
 * read. So the process reads zeros from itself, over a connection that nobody else can have.
 */
export async function openReadBufferWash(): Promise<ReadBufferWash> {
  const [from, to] = await openPair()
  let passes = 0
  const pass = () => {
    passes += 1
    from.write(ZEROS)
  }
  to.on('data', (bytes) => {
    if (bytes.length < ENOUGH_BYTES && passes < PASSES_MAX) pass()
    else passes = 0
  })
  return {
    wash() {
      // What waits to be sent is read later than what is to be overwritten.
      if (from.writableLength === 0) pass()
    },
    close() {
      from.destroy()
      to.destroy()
    },
  }
}

/** Both ends of one connection, which keep no process alive. */
async function openPair(): Promise<[Socket, Socket]> {
  const accepted: Socket[] = []
  const server = createServer((socket) => accepted.push(socket))
  server.listen(0, loopback())
  await once(server, 'listening')
  try {
    const { port, address } = server.address() as { port: number; address: string }
    const from = createConnection({ port, host: address, noDelay: true })
    await once(from, 'connect')
    for (;;) {
      const at = accepted.findIndex(({ remotePort }) => remotePort === from.localPort)
      const [to] = at < 0 ? [] : accepted.splice(at, 1)
      for (const stranger of accepted.splice(0)) stranger.destroy()
      if (!to) {
        await once(server, 'connection')
        continue
      }
      for (const end of [from, to]) end.on('error', () => undefined).unref()
      return [from, to]
    }
  } finally {
    server.close()
  }
}
