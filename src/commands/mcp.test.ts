import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { test } from 'node:test'
import { projectFolder } from '../ground/config.ts'

test('a command that cannot begin says why on stderr, and nothing on stdout', async () => {
  for (const [args, says, exit] of [
    [['--url', 'https://elsewhere.example'], /--url needs JETPAY_TOKEN/, 2],
    [[], /There is no demo here/, 1],
    [['--uri', 'x'], /Usage: jetpay mcp/, 2],
    [['--url', 'http://u:hunter2@localhost'], /^--url has a user name or password in it: leave them out/, 2],
    [['--url', 'http://localhost?x=1'], /^--url has a query or fragment in it/, 2],
  ] as const) {
    const JETPAY_TOKEN = says.source.startsWith('^') ? { JETPAY_TOKEN: 'jp_demo_x' } : {}
    const env = { PATH: process.env.PATH!, JETPAY_DATA: '/nowhere', ...JETPAY_TOKEN }
    const child = spawn(process.execPath, ['src/main.ts', 'mcp', ...args], { cwd: projectFolder, env })
    const said = { out: '', err: '' }
    child.stdout.on('data', (chunk) => (said.out += chunk))
    child.stderr.on('data', (chunk) => (said.err += chunk))
    const [code] = await once(child, 'close')
    assert.deepEqual([code, said.out], [exit, ''])
    assert.match(said.err, says)
  }
})
