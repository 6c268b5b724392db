import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { test } from 'node:test'
import { promisify } from 'node:util'

/**
 * Many processes that each ask for as many ports as a start does, and hold none of them: what one was given,
 * no other is while it lives.
 */
const PROCESSES = 24
const PORTS = 40
const program = `
  const { freePort } = await import(${JSON.stringify(new URL('free-port.ts', import.meta.url).href)})
  const ports = await Promise.all(Array.from({ length: ${PORTS} }, () => freePort('127.0.0.1')))
  process.stdout.write(JSON.stringify(ports), () => process.stdin.resume())`

test('of systems that start at once no two are given the same port, though neither listens yet', async () => {
  const run = promisify(execFile)
  const living: { kill(): void }[] = []
  try {
    const given = await Promise.all(
      Array.from({ length: PROCESSES }, async () => {
        const running = run(process.execPath, ['--input-type=module', '-e', program])
        living.push(running.child)
        const told = new Promise<string>((resolve) => running.child.stdout!.once('data', resolve))
        const ended = running.then(() => assert.fail('a process ended before its time'))
        return JSON.parse(await Promise.race([told, ended])) as number[]
      }),
    )
    assert.equal(new Set(given.flat()).size, PROCESSES * PORTS)
  } finally {
    for (const child of living) child.kill()
  }
})
