import { readFileSync } from 'node:fs'
import { isIP, Socket } from 'node:net'
import { connect as connectTls } from 'node:tls'
import type { NetworkTls } from '../ground/settings/network-tls.ts'

/**
 * Begins a TLS connection to the card network. Without a good certificate of its name nothing is sent. A file
 * that cannot be read fails this connection alone: it is tried again with the next.
 */
export function connectToNetwork(host: string, port: number, { ca, name, client }: NetworkTls): Socket {
  try {
    const socket = connectTls({
      host,
      port,
      minVersion: 'TLSv1.2',
      ...(isIP(name) ? {} : { servername: name }),
      ...(ca ? { ca: readFileSync(ca) } : {}),
      ...(client ? { key: readFileSync(client.key), cert: readFileSync(client.certificate) } : {}),
    })
    socket.setNoDelay(true)
    return socket
  } catch (error) {
    const failed = new Socket()
    setImmediate(() => failed.destroy(error as Error))
    return failed
  }
}
