/** What a rehearsal that was killed has left is put back by the next one. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { type Platform, startPlatform } from '../../test/platform.ts'
import { openMemory, rehearsed } from '../../test/rehearsed.ts'
import { openDemo } from '../sandbox/demo-client.ts'
import { putBackLeft } from './left-behind.ts'
import { held } from './rehearsed-webhook.ts'

let platform: Platform
before(async () => {
  platform = await startPlatform({ networkTimeoutMs: 1_500, signingKeyAheadMs: 1_000 })
})
after(() => platform.close())

const asOwned = { max_wait_seconds: 120, max_batch_size: 9 }
const demo = () => openDemo({ ...platform.demo, api_url: platform.url, simulator_url: platform.simulatorUrl })

async function webhookWith(settings: object): Promise<string> {
  const callback_url = `https://shop.example.com/${crypto.randomUUID()}`
  return (await platform.good('POST', '/webhooks', { callback_url, ...settings })).identifier
}
async function settingsOf(webhook: string) {
  const { max_wait_seconds, max_batch_size } = await platform.good('GET', `/webhooks/${webhook}`)
  return { max_wait_seconds, max_batch_size }
}

test('what a killed rehearsal has left of a webhook is put back, which is said, and then forgotten', async () => {
  for (const left of [held, { ...asOwned, max_wait_seconds: 0 }]) {
    const webhook = await webhookWith(left)
    const memory = openMemory({ webhook, ...asOwned })
    assert.match((await putBackLeft(demo(), memory))!, /max_wait_seconds 120 and max_batch_size 9 again$/)
    assert.deepEqual(await settingsOf(webhook), asOwned)
    assert.equal(memory.kept(), undefined)
  }
})

test('what its owner has set since then is left alone, and a webhook that is gone is forgotten', async () => {
  const set = { max_wait_seconds: 60, max_batch_size: 50 }
  const webhook = await webhookWith(set)
  const memory = openMemory({ webhook, ...asOwned })
  assert.equal(await putBackLeft(demo(), memory), undefined)
  assert.deepEqual(await settingsOf(webhook), set)
  assert.equal(memory.kept(), undefined)
  await platform.good('DELETE', `/webhooks/${webhook}`)
  const gone = openMemory({ webhook, ...asOwned })
  assert.equal(await putBackLeft(demo(), gone), undefined)
  assert.equal(gone.kept(), undefined)
})

test('a file that says nothing is nothing that was left', async () => {
  for (const kept of [undefined, {}, { webhook: 7 }])
    assert.equal(await putBackLeft(demo(), openMemory(kept)), undefined)
})

test('a rehearsal keeps how the webhook was before it changes it, and forgets it once it is put back', async () => {
  const webhook = await webhookWith(held)
  const kept: unknown[] = []
  const memory = openMemory({ webhook, ...asOwned })
  const { passed, notes } = await rehearsed(
    platform,
    {},
    ['paid'],
    {},
    {},
    {
      ...memory,
      keep(settings) {
        kept.push(settings)
        memory.keep(settings)
      },
    },
  )
  assert.ok(passed)
  assert.match(notes.join('\n'), /^a rehearsal that was ended before had left the webhook /m)
  assert.deepEqual(await settingsOf(webhook), asOwned)
  assert.equal((kept[0] as { max_wait_seconds: number }).max_wait_seconds, 60)
  assert.equal(memory.kept(), undefined)
})
