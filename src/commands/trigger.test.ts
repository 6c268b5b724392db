/**
 * `jetpay trigger` as a process: the event that it prints is in the platform's log, made by what makes it in
 * real life.
 */
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { after, before, test } from 'node:test'
import { type Platform, startPlatform } from '../../test/platform.ts'
import { eventTypes } from '../events/event-types.ts'
import { projectFolder } from '../ground/config.ts'
import { triggers } from './trigger.ts'

const folder = mkdtempSync(`${tmpdir()}/jetpay-trigger-`)
let platform: Platform
before(async () => {
  platform = await startPlatform()
  const { api_token, bank_account_id } = platform.demo
  const demo = { api_url: platform.url, api_token, bank_account_id, simulator_url: platform.simulatorUrl }
  writeFileSync(`${folder}/demo.json`, JSON.stringify(demo))
})
after(async () => {
  await platform.close()
  rmSync(folder, { recursive: true, force: true })
})

async function trigger(words: string[], env: Record<string, string> = {}) {
  const child = spawn(process.execPath, ['src/main.ts', 'trigger', ...words], {
    cwd: projectFolder,
    env: { ...process.env, JETPAY_DATA: folder, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const said = { out: '', err: '' }
  child.stdout.on('data', (chunk) => (said.out += chunk))
  child.stderr.on('data', (chunk) => (said.err += chunk))
  await once(child, 'close')
  return { code: child.exitCode, ...said }
}

for (const type of triggers) {
  test(`${type} really happens`, async () => {
    const { code, out, err } = await trigger([type])
    assert.equal(code, 0, err)
    const event = JSON.parse(out)
    assert.equal(event.type, type)
    const { body } = await platform.call('GET', `/events?after=${event.id - 1}&limit=1`)
    assert.deepEqual(body.data[0], event)
  })
}

test('it knows only types that the platform makes', () => {
  assert.deepEqual(
    triggers.filter((type) => !(eventTypes as string[]).includes(type)),
    [],
  )
})

test('asked for what it cannot make, it lists what it can', async () => {
  for (const words of [[], ['contacts.invented'], ['toString'], ['contacts.created', 'twice']]) {
    const { code, err } = await trigger(words)
    assert.equal(code, 1)
    for (const type of triggers) assert.ok(err.includes(`\n  ${type}\n`), err)
  }
})

test('it does nothing where there is no demo, and in the live environment', async () => {
  const nowhere = await trigger(['contacts.created'], { JETPAY_DATA: `${folder}/nowhere` })
  const live = await trigger(['contacts.created'], { JETPAY_ENVIRONMENT: 'live' })
  for (const { code, err } of [nowhere, live]) {
    assert.equal(code, 1)
    assert.match(err, /^There is no demo here: .* Events are triggered in a demo only\.\n$/)
  }
})
