import { createWriteStream, renameSync, statSync, type WriteStream } from 'node:fs'
import type { Readable } from 'node:stream'

/** A log is turned over at this size; one older file is kept. With six logs at most, 240 MB of disk. */
const LOG_BYTES_MAX = 20 * 1024 * 1024

/** Appends a process's output to a file of mode 600 that never grows beyond its bound. */
export function openLogFile(path: string): { take(output: Readable): void } {
  let bytes = sizeOf(path)
  let file = open(path)
  const write = (chunk: Buffer) => {
    if (bytes + chunk.length > LOG_BYTES_MAX) {
      file.end()
      renameSync(path, `${path}.1`)
      file = open(path)
      bytes = 0
    }
    bytes += chunk.length
    file.write(chunk)
  }
  return { take: (output) => void output.on('data', write) }
}

const open = (path: string): WriteStream => createWriteStream(path, { flags: 'a', mode: 0o600 })

function sizeOf(path: string): number {
  try {
    return statSync(path).size
  } catch {
    return 0
  }
}
