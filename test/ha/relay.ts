import { once } from 'node:events'
import { connect, createServer, type Server, type Socket } from 'node:net'

export type Relay = {
  address: string
  /** From now on nothing passes, in either direction, and nobody is told: what a cut cable does. */
  cut(): void
  /** What was connected over the cut is reset, new connections pass. */
  heal(): void
  close(): Promise<void>
}

/** Passes connections on to `target` until it is cut. */
export async function startRelay(host: string, port: number, target: string): Promise<Relay> {
  const [targetHost, targetPort] = target.split(':') as [string, string]
  const sockets = new Set<Socket>()
  let isCut = false
  const server: Server = createServer((near) => {
    const far = connect(Number(targetPort), targetHost)
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(from)
      from.setNoDelay(true)
      from.on('error', () => to.destroy())
      from.on('close', () => {
        sockets.delete(from)
        // Behind a cut nobody hears that the other side has gone.
        if (!isCut) to.destroy()
      })
      from.pipe(to)
      if (isCut) from.pause().unpipe()
    }
  })
  server.listen(port, host)
  await once(server, 'listening')
  return {
    address: `${host}:${port}`,
    cut() {
      isCut = true
      for (const socket of sockets) socket.unpipe().pause()
    },
    heal() {
      isCut = false
      for (const socket of sockets) socket.destroy()
    },
    async close() {
      server.close()
      for (const socket of sockets) socket.destroy()
      await once(server, 'close')
    },
  }
}
