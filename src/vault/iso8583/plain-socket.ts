import { createConnection, type Socket } from 'node:net'

/** Read at once; what is longer comes in several. */
const READ_BYTES = 65_536

/**
 * Connects in the clear, and gives `take` what comes, for the length of the call: read into a buffer of its
 * own, because the one that Node has for all sockets would keep what was read last.
 */
export function connectPlainly(host: string, port: number, take: (chunk: Buffer) => void): Socket {
  const buffer = Buffer.alloc(READ_BYTES)
  return createConnection({
    host,
    port,
    noDelay: true,
    onread: {
      buffer,
      callback(length) {
        take(buffer.subarray(0, length))
        return true
      },
    },
  })
}
