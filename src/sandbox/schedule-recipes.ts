import type { EventType } from '../events/event-types.ts'
import { torontoTime } from '../rails/banking-calendar.ts'
import type { DemoClient } from './demo-client.ts'
import { AMOUNT, cards, type Fields, type Recipe } from './recipe.ts'

const DAY_MS = 86_400_000
/** So far ahead that nothing is made of it while it is looked at. */
const LATER_DAYS = 30

/** Three months of charges, or this, of a card with this number. */
async function schedule(demo: DemoClient, given: Fields & { days?: number } = {}, number = cards.approves) {
  const { days = LATER_DAYS, ...fields } = given
  const { now } = (await demo.call('GET', '/sandbox/clock')) as { now: string }
  const path = await demo.saveCard(number)
  const { identifier } = await demo.call('PUT', '/schedule', {
    kind: 'card_debit',
    contact_id: path.split('/')[2],
    from_credit_card_id: path.split('/')[4],
    to_bank_account: demo.bankAccountId,
    amount: AMOUNT,
    statement: 'Triggered',
    start: torontoTime(new Date(Date.parse(now) + days * DAY_MS)).day,
    frequency: 'monthly',
    count: 3,
    ...fields,
  })
  return { scheduleId: identifier as string }
}

/** Makes one and asks for these of it, one after the other. */
const asking = (...asks: [method: string, path: string, body?: object][]): Recipe => ({
  async make(demo) {
    const made = await schedule(demo)
    for (const [method, path, body] of asks)
      await demo.call(method, `/schedule/${made.scheduleId}${path}`, body)
    return made
  },
})
/** Due at once. */
const today = { days: 0, frequency: 'once', count: null }

/** Events of schedules and their occurrences. */
export const scheduleRecipes = {
  'schedules.created': asking(),
  'schedules.updated': asking(['PATCH', '', { amount: '11.50' }]),
  'schedules.paused': asking(['POST', '/pause']),
  'schedules.resumed': asking(['POST', '/pause'], ['POST', '/resume']),
  'schedules.cancelled': asking(['DELETE', '']),
  'schedules.completed': { make: (demo) => schedule(demo, today) },
  'schedules.occurrences.made': { make: (demo) => schedule(demo, today) },
  'schedules.occurrences.failed': { make: (demo) => schedule(demo, today, cards.declinedWhenCharged) },
  'schedules.occurrences.skipped': asking(['POST', '/skip']),
  'schedules.occurrences.restored': asking(['POST', '/skip'], ['POST', '/restore', { number: 1 }]),
} satisfies Partial<Record<EventType, Recipe>>
