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
import { type Platform, startPlatform } from '../../../test/platform.ts'
import { everydayTypes } from '../../events/event-types.ts'
import { projectFolder } from '../../ground/config.ts'
import { clockMoves } from '../../sandbox/trigger-recipes.ts'
import { demoCommands } from './demo.ts'

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

test('an event really happens, and is printed as it is in the log', async () => {
  const { code, out, err } = await trigger(['contacts.updated'])
  assert.deepEqual([code, err], [0, ''])
  const event = JSON.parse(out)
  assert.equal(event.type, 'contacts.updated')
  const { body } = await platform.call('GET', `/events?after=${event.id - 1}&limit=1`)
  assert.deepEqual(body.data[0], event)
})

test('one that moves the clock says so, beside what it prints', async () => {
  const { code, out, err } = await trigger(['contacts.credit_cards.expiring'])
  assert.deepEqual([code, JSON.parse(out).type], [0, 'contacts.credit_cards.expiring'])
  assert.equal(err, "The demo's clock was moved by 1m; it does not go back.\n")
})

test('its help names the types that move the clock, and no other', () => {
  const { details } = demoCommands.find(({ name }) => name === 'trigger')!
  const named = [...details!.matchAll(/([a-z_.]+) \((\d+[mhd])\)/g)].map(([, type, step]) => ({ type, step }))
  assert.deepEqual(named, clockMoves)
})

test('asked for what there is not, it lists what there is, and names the nearest', async () => {
  for (const [words, exit] of [
    [['contacts.invented'], 2],
    [['toString'], 2],
    [['contacts.created', 'twice'], 2],
  ] as const) {
    const { code, err } = await trigger([...words])
    assert.equal(code, exit, err)
  }
  const { err } = await trigger(['transactions.debit.paid'])
  assert.match(err, /Did you mean `transactions\.debits\.paid`\?/)
  const restored = await trigger(['events.restored'])
  assert.deepEqual([restored.code, /tells of a restore of the databases/.test(restored.err)], [2, true])
  const listed = await trigger([])
  assert.deepEqual([listed.code, listed.out], [0, `${everydayTypes.join('\n')}\n`])
})

test('it does nothing where there is no demo, and in the live environment', async () => {
  const nowhere = await trigger(['contacts.created'], { JETPAY_DATA: `${folder}/nowhere` })
  const live = await trigger(['contacts.created'], { JETPAY_ENVIRONMENT: 'live' })
  for (const { code, err } of [nowhere, live]) {
    assert.equal(code, 1)
    assert.match(err, /^There is no demo here: .* Events are triggered in a demo only\.\n$/)
  }
})
