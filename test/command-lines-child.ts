/**
 * Runs the command lines that it is sent, one after the other in one process: what `src/main.ts` does for
 * each, less the start of a process. test/command-lines.ts starts it.
 */
import '../src/ground/environment.ts'
import { runCommandLine } from '../src/commands/command-line.ts'
import { asksForJson, endingOf } from '../src/commands/ending.ts'

export type Asked = { words: string[]; env: Record<string, string | undefined> }
export type Ended = { code: number; out: string; err: string }

const given = { ...process.env }

async function run({ words, env }: Asked): Promise<Ended> {
  const said = { out: '', err: '' }
  const streams = [
    [process.stdout, 'out', process.stdout.write],
    [process.stderr, 'err', process.stderr.write],
  ] as const
  for (const [name, value] of Object.entries({ ...given, ...env }))
    if (value === undefined) delete process.env[name]
    else process.env[name] = value
  for (const [stream, name] of streams)
    stream.write = (chunk: string | Uint8Array) => {
      said[name] += String(chunk)
      return true
    }
  process.exitCode = 0
  try {
    await runCommandLine(words)
    return { code: process.exitCode, ...said }
  } catch (error) {
    const { code, text } = endingOf(error, asksForJson(words))
    return { code, out: said.out, err: `${said.err}${text}\n` }
  } finally {
    for (const [stream, , write] of streams) stream.write = write
    process.exitCode = 0
  }
}

let last: Promise<unknown> = Promise.resolve()
process.on('message', (asked: Asked) => {
  last = last.then(async () => process.send?.(await run(asked)))
})
process.on('disconnect', () => process.exit(0))
