import { closeSync, fstatSync, mkdirSync, openSync, renameSync, statSync, writeSync } from 'node:fs'
import { dirname } from 'node:path'
import type { Readable } from 'node:stream'

/** A log is turned over at this size; one older file is kept. With six logs at most, 240 MB of disk. */
const LOG_BYTES_MAX = 20 * 1024 * 1024
/**
 * How often it is looked whether the file is still the one that its path names: a person or logrotate may
 * have taken it away.
 */
const LOOK_EVERY_MS = 1_000

export type LogFile = { take(output: Readable): void }

/**
 * Appends a process's output to a file of mode 600 that never grows beyond its bound. What cannot be written
 * (a full disk, a folder that was removed) is dropped, and `say` is told once that it is and once that it no
 * longer is: a log must not end what it tells of. Written at once and not queued, so that a slow disk slows
 * down its writer and fills no memory.
 */
export function openLogFile(path: string, say: (line: string) => void, bytesMax = LOG_BYTES_MAX): LogFile {
  let file: number | undefined
  let bytes = 0
  let lookedAt = 0
  let dropped = 0

  function close(): void {
    if (file !== undefined) closeSync(file)
    file = undefined
  }
  function open(): number {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
    const opened = openSync(path, 'a', 0o600)
    bytes = fstatSync(opened).size
    return opened
  }
  /**
   * The file to write to: a new one where the path names none or another than it did, or where it would grow
   * too large.
   */
  function current(more: number): number {
    const now = performance.now()
    if (file !== undefined && now - lookedAt >= LOOK_EVERY_MS) {
      lookedAt = now
      if (statSync(path, { throwIfNoEntry: false })?.ino !== fstatSync(file).ino) close()
    }
    file ??= open()
    if (bytes > 0 && bytes + more > bytesMax) {
      close()
      turnOver(path)
      file = open()
    }
    return file
  }
  function write(chunk: Buffer): void {
    try {
      const to = current(chunk.length)
      for (let done = 0; done < chunk.length; ) {
        const written = writeSync(to, chunk, done)
        done += written
        bytes += written
      }
      if (dropped > 0) say(`${path} is written again; ${dropped} bytes of it were lost.`)
      dropped = 0
    } catch (error) {
      if (dropped === 0)
        say(
          `${path} cannot be written (${(error as NodeJS.ErrnoException).code}): what it would say is lost.`,
        )
      dropped += chunk.length
      close()
    }
  }
  // A log that says nothing is there to be followed, too.
  write(Buffer.alloc(0))
  return { take: (output) => void output.on('data', write).on('error', () => undefined) }
}

function turnOver(path: string): void {
  try {
    renameSync(path, `${path}.1`)
  } catch (error) {
    // Taken away by somebody else a moment ago.
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
  }
}
