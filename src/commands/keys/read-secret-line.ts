import { createInterface } from 'node:readline/promises'
import { Writable } from 'node:stream'

/** A line from the terminal, of which nothing is shown, or the first of standard input. */
export async function readSecretLine(question: string): Promise<string> {
  // Its end is told once: who reads on would wait for ever.
  if (process.stdin.readableEnded || process.stdin.destroyed) return ''
  const terminal = process.stdin.isTTY === true
  if (terminal) process.stderr.write(question)
  const unseen = new Writable({ write: (_chunk, _encoding, done) => done() })
  const lines = createInterface({ input: process.stdin, output: unseen, terminal })
  try {
    for await (const line of lines) return line
    return ''
  } finally {
    lines.close()
    if (terminal) process.stderr.write('\n')
  }
}
