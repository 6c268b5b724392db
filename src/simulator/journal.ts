import { closeSync, fsyncSync, ftruncateSync, mkdirSync, openSync, readSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { OperatorError } from '../ground/errors.ts'

/** How much of the journal is read at a time when it is opened. */
const CHUNK_BYTES = 1 << 20

export type Journal<Event> = {
  /** Takes an event into the next write. */
  append(event: Event): void
  /**
   * Writes what was appended, in one write. What it wrote survives the process, however that ends. Where it
   * cannot (a full disk) it throws, nothing of it is in the file, and the next write has it too.
   */
  flush(): void
  /** Like `flush`, and waits until it is on disk: then it survives the machine as well. */
  sync(): void
  close(): void
}

/**
 * Opens an append-only file of JSON lines and gives each event in it to `apply`, in order. A last line that
 * was cut short (the process died while writing, so nothing had been answered on it) is removed. Throws
 * `OperatorError` where a line is not JSON.
 */
export function openJournal<Event>(path: string, apply: (event: Event) => void): Journal<Event> {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
  const file = openSync(path, 'a+', 0o600)
  let bytes = replay(file, path, apply)
  ftruncateSync(file, bytes)
  let lines = ''
  return {
    append(event) {
      lines += `${JSON.stringify(event)}\n`
    },
    flush() {
      if (lines === '') return
      try {
        writeFileSync(file, lines)
      } catch (error) {
        // Half a line would be in the middle of the file once there is room again.
        ftruncateSync(file, bytes)
        throw error
      }
      bytes += Buffer.byteLength(lines)
      lines = ''
    },
    sync() {
      this.flush()
      fsyncSync(file)
    },
    close() {
      this.flush()
      closeSync(file)
    },
  }
}

/** Applies every whole line and returns where the last of them ends. */
function replay<Event>(file: number, path: string, apply: (event: Event) => void): number {
  const chunk = Buffer.alloc(CHUNK_BYTES)
  let rest: Buffer = Buffer.alloc(0)
  let position = 0
  let line = 0
  for (;;) {
    const read = readSync(file, chunk, 0, CHUNK_BYTES, position)
    if (read === 0) return position - rest.length
    position += read
    const bytes = Buffer.concat([rest, chunk.subarray(0, read)])
    let start = 0
    for (let end = bytes.indexOf(10); end !== -1; end = bytes.indexOf(10, start)) {
      line++
      apply(parseLine<Event>(bytes.toString('utf8', start, end), path, line))
      start = end + 1
    }
    rest = bytes.subarray(start)
  }
}

function parseLine<Event>(text: string, path: string, line: number): Event {
  try {
    return JSON.parse(text) as Event
  } catch {
    throw new OperatorError(
      `${path}, line ${line}: not JSON. Restore the file, or move it away to start anew.`,
    )
  }
}
