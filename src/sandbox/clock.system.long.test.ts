/** `jetpay clock` as a person uses it, on the real system as processes. */
import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { rmSync } from 'node:fs'
import { after, test } from 'node:test'
import { promisify } from 'node:util'
import { until } from '../../test/platform.ts'
import { newDataFolder, type System, saveCard, startSystem } from '../../test/system.ts'
import { projectFolder } from '../ground/config.ts'

const dataFolder = newDataFolder()
let system: System
after(async () => {
  await system.stop()
  rmSync(dataFolder, { recursive: true, force: true })
})

const jetpay = async (...args: string[]) => {
  const env = { ...process.env, JETPAY_DATA: dataFolder }
  const { stdout } = await promisify(execFile)(process.execPath, ['src/main.ts', ...args], {
    cwd: projectFolder,
    env,
  })
  return stdout
}
const aheadSeconds = async (...args: string[]) =>
  JSON.parse(await jetpay('clock', ...args, '--json')).ahead_seconds
const call = async (method: string, path: string, body?: unknown) => {
  const { api_url, api_token } = system.demo
  const headers = { authorization: `Bearer ${api_token}`, 'content-type': 'application/json' }
  const answer = await fetch(api_url + path, {
    method,
    headers,
    ...(body ? { body: JSON.stringify(body) } : {}),
  })
  return (await answer.json()) as any
}

test('a day later what was charged is cleared, all holds, and a restart stays on that day', async () => {
  system = await startSystem(dataFolder)
  assert.equal(await aheadSeconds('show'), 0)
  const { contactId, cardId } = await saveCard(system)
  const { debit_id } = await call('POST', `/contact/${contactId}/creditcards/${cardId}/charge`, {
    amount: '100.50',
    to_bank_account_id: system.demo.bank_account_id,
    statement: 'A day later',
  })
  assert.equal(await aheadSeconds('advance', '1d'), 86_400)
  await until(
    'it to be cleared',
    async () => (await call('GET', `/transaction/${debit_id}`)).state === 'completed',
  )
  // What is to be done within minutes is late since the jump, until the worker has done it.
  let broken: unknown[] = []
  const holds = async () => {
    const report = await jetpay('verify', '--json').catch(({ stdout }) => stdout as string)
    broken = JSON.parse(report).checks.filter(({ ok }: { ok: boolean }) => !ok)
    return broken.length === 0
  }
  await until('all to hold', holds).catch(() => assert.deepEqual(broken, []))

  await system.stop()
  system = await startSystem(dataFolder)
  assert.equal(await aheadSeconds('show'), 86_400)
  const { created_at } = await call('PUT', '/contact', { email: 'ada@example.com', name: 'Ada Lovelace' })
  assert.ok(Math.abs(Date.parse(created_at) - Date.now() - 86_400_000) < 60_000)
  const { now } = await call('GET', '/sandbox/clock')
  assert.ok(Math.abs(Date.parse(now) - Date.now() - 86_400_000) < 60_000)
  await assert.rejects(jetpay('clock', 'advance', 'yesterday'), /"yesterday" is no step; give 3d/)
})
