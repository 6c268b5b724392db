/** What a shop may still do after it has answered: handle a forgery, or events that came again. */
import { counted } from '../ground/counted.ts'
import type { Order } from './checkout.ts'
import type { Belief, Door } from './door.ts'
import type { Limits } from './limits.ts'
import type { MistakeCode } from './mistakes.ts'

type Tell = (code: MistakeCode, seen: string, order?: Order) => void

/** An order that is not paid; `code` says what it means where it is taken for paid. */
export type Unpaid = {
  order: Order
  code: MistakeCode
  what: string
  /**
   * Another such order, of which nothing was forged: where it is taken for paid too, no forgery was believed.
   */
  control?: Order
}

/** An order that was paid or taken back, and whose events came again. */
export type Repeated = { order: Order; before: Belief; what: string }

/** What was delivered at that time, and may be handled later. */
export type Late = { since: number; order: Order; repeated?: Repeated }

const isTakenForPaid = ({ state, shipped }: Belief) => state === 'paid' || shipped > 0

/** Tells of an order that is not paid where the shop takes it for paid. */
export async function judgeUnpaid({ order, code, what, control }: Unpaid, door: Door, tell: Tell) {
  const belief = await door.beliefOf(order.name)
  if (!belief || !isTakenForPaid(belief)) return
  const other = control && (await door.beliefOf(control.name))
  const because = other && isTakenForPaid(other) ? 'an order that was not paid' : what
  tell(
    because === what ? code : 'ships_unpaid',
    `${because}: the order is \`${belief.state}\`, goods went out ${counted(belief.shipped, 'time')}`,
    order,
  )
}

/** An order goes on from `waiting`, and from `paid` to what took the money back; never the other way. */
const progress = { waiting: 0, failed: 1, paid: 1, taken_back: 2 }

/** Tells of an order for which goods went out again, or which went back to what it was. */
export function judgeRepeated({ order, before, what }: Repeated, after: Belief, tell: Tell): void {
  if (after.shipped > 1)
    tell('acts_twice', `${what}: goods went out ${counted(after.shipped, 'time')}`, order)
  else if (progress[after.state] < progress[before.state])
    tell('acts_twice', `${what}: the order went from \`${before.state}\` to \`${after.state}\``, order)
}

/** What was handled late, and before it came again, is what must stay. */
export function raise(late: Late[], beliefs: Belief[]): void {
  for (const { order, repeated } of late) {
    const now = beliefs.find((one) => one.order === order.name)
    if (repeated && now && progress[now.state] > progress[repeated.before.state]) repeated.before = now
  }
}

/**
 * Until when it is to be seen, on the clock of `performance.now()`. A repeat is handled as late as what came
 * first was: `lags` says how late that was. Whoever takes a forgery is given `beliefMs`, and who is late with
 * all else that time.
 */
export function seenBy(late: Late[], lags: number[], { beliefMs, stillMs, promptMs }: Limits): number {
  const repeatMs = lags.length === 0 ? beliefMs : Math.min(stillMs, 2 * Math.max(...lags) + promptMs)
  const open = late.filter(({ order }) => !order.spoiled)
  return Math.max(
    0,
    ...open.map(({ since, repeated }) => since + (repeated ? repeatMs : Math.max(beliefMs, repeatMs))),
  )
}
