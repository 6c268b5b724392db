/**
 * The bank's books are read after the snapshot: what leaves in between is no difference, and what left before
 * it is one.
 */
import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { after, before, test } from 'node:test'
import { type EftStage, eftStage } from '../../test/eft-stage.ts'
import { type Platform, startPlatform, until } from '../../test/platform.ts'
import { openTampering, type Tampering } from '../../test/tampering.ts'
import { verify } from './verify.ts'

let platform: Platform
let eft: EftStage
let tamper: Tampering
before(async () => {
  platform = await startPlatform()
  eft = eftStage(platform)
  tamper = await openTampering(platform)
})
after(async () => {
  await tamper?.close()
  await platform?.close()
})

/**
 * The simulators behind an address of its own, where something is done first once the bank's books are asked
 * for.
 */
async function simulatorsAfter(first: () => Promise<unknown>) {
  let isDone = false
  const server = createServer(async ({ url }, answer) => {
    if (url?.startsWith('/bank/books') && !isDone) {
      isDone = true
      await first()
    }
    const page = await fetch(`${platform.simulatorUrl}${url}`)
    answer.writeHead(page.status, { 'content-type': 'application/json' }).end(await page.text())
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () => new Promise((resolve) => server.close(resolve)),
  }
}

const atTheBank = (reference: string) => async () => {
  const { items } = (await (
    await fetch(`${platform.simulatorUrl}/bank/books?reference=${reference}`)
  ).json()) as { items: unknown[] }
  return items.length === 1
}

test('a debit that leaves while the checks run is no difference, and one that has left is', async () => {
  await platform.stopWorker()
  const { id } = await eft.payByBank()
  await eft.payByBank()
  const item = (await eft.itemOf(id, 'debit')) as unknown as { trace_number: string; state: string }
  assert.equal(item.state, 'queued')
  const simulators = await simulatorsAfter(async () => {
    platform.startWorker()
    await until('the bank to have it', atTheBank(item.trace_number))
  })
  const { checks } = await verify(platform.db, { sentMaxMs: 60_000, simulatorUrl: simulators.url })
  await simulators.close()
  assert.deepEqual(
    checks.filter(({ ok }) => !ok),
    [],
  )
  await eft.holds()
  await platform.stopWorker()
  for (const back of [
    `update bank_items set state = 'queued', bank_file_id = null, file_line = null, file_due_on = null, sent_at = null,
       settled_at = null where trace_number = '${item.trace_number}'`,
    `delete from bank_items where trace_number < (select max(trace_number) from bank_items)`,
  ])
    await tamper.isSeen(back, ['each_bank_item_is_the_banks'])
})
