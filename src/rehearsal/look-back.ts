/** What can be told only in the end: what a shop did late, and how it has asked for its charges. */

import { setTimeout as delay } from 'node:timers/promises'
import { counted } from '../ground/counted.ts'
import type { DemoClient } from '../sandbox/demo-client.ts'
import type { Order } from './checkout.ts'
import type { Door } from './door.ts'
import { judgeRepeated, judgeUnpaid } from './late.ts'
import { LOOK_MS } from './limits.ts'
import type { Stage } from './stage.ts'

/** Pages of the request log, newest first: each looks at 5,000 requests, far more than two minutes have. */
const PAGES_MAX = 3
/** The log is written behind the requests, within a second. */
const LOGGED_WITHIN_MS = 4_000

type Logged = { path: string; idempotency_key_hash: string | null }

async function loggedCharges(demo: DemoClient): Promise<Logged[]> {
  const charges: Logged[] = []
  for (let cursor = '', pages = 0; pages < PAGES_MAX; pages += 1) {
    const page = await demo.call(
      'GET',
      `/request_log?operation=charge_contact_credit_card&limit=100${cursor && `&cursor=${cursor}`}`,
    )
    charges.push(...(page.data as Logged[]))
    if (page.next_cursor == null) break
    cursor = page.next_cursor as string
  }
  return charges
}

/** How the shop's charges came. One that is not in the log in time is not judged. */
async function lookAtCharges(demo: DemoClient, stages: Stage[]): Promise<void> {
  const charged = stages.flatMap(({ placed }) => placed.filter(({ isCharged }) => isCharged))
  let logged: Logged[] = []
  for (const deadline = performance.now() + LOGGED_WITHIN_MS; ; await delay(LOOK_MS)) {
    logged = await loggedCharges(demo)
    const isLogged = ({ contactId }: Order) => logged.some(({ path }) => path.includes(contactId))
    if (charged.every(isLogged) || performance.now() > deadline) break
  }
  for (const { path, idempotency_key_hash } of logged) {
    const stage = stages.find(({ placed }) => placed.some(({ contactId }) => path.includes(contactId)))
    if (stage && idempotency_key_hash === null)
      stage.tell(
        'no_idempotency_key',
        'POST …/charge came without the header',
        stage.placed.find(({ contactId }) => path.includes(contactId)),
        false,
      )
  }
}

export async function lookBack(demo: DemoClient, door: Door, stages: Stage[]): Promise<void> {
  await lookAtCharges(demo, stages)
  for (const { unpaid, late, placed, tell } of stages) {
    for (const one of unpaid) await judgeUnpaid(one, door, tell)
    for (const { order, repeated } of late) {
      const belief = repeated && (await door.beliefOf(order.name))
      if (belief) judgeRepeated(repeated, belief, tell)
    }
    for (const order of placed) {
      const shipped = (await door.beliefOf(order.name))?.shipped ?? 0
      if (shipped > 1) tell('acts_twice', `goods went out ${counted(shipped, 'time')} for one order`, order)
    }
  }
}
