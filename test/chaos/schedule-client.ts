import { setTimeout as delay } from 'node:timers/promises'
import { askUntilFinal } from './ask-until-final.ts'
import { bankAccount } from './bank-client.ts'
import type { Random } from './random.ts'
import { type Answer, ask, askUntilAnswered, type Card, type World } from './world.ts'

/**
 * Something that was asked of a schedule, and its last answer. `number`: of the occurrence that was to be
 * skipped.
 */
export type ScheduleAsked = {
  what: 'pause' | 'resume' | 'skip' | 'cancel'
  number: number | null
  final: Answer | null
}

/** One schedule as its client knows it. Amounts in minor units. */
export type ScheduleRecord = {
  key: string
  kind: 'card_debit' | 'eft_debit' | 'eft_credit'
  amount: number
  count: number
  made: Answer | null
  asked: ScheduleAsked[]
}

const COUNT_MAX = 5
const ASKED_MAX = 3
/** Not for longer does a client think about what to do next with a schedule. */
const THINKS_MS = 2_500

/** Makes schedules that are due at once, and pauses, skips and cancels while they are made. */
export async function scheduleAgainAndAgain(
  world: World,
  name: string,
  cards: Card[],
  random: Random,
  records: ScheduleRecord[],
): Promise<void> {
  const prefix = `chaos-${world.seed}-${name}`
  const put = (path: string, body: object, key: string) =>
    askUntilFinal(world, random, ['PUT', path, body], key, [])
  const contact = await put('/contact', { email: 'chaos@example.com', name: prefix }, `${prefix}-contact`)
  const contact_id = contact?.body.identifier
  const fields = { contact_id, ...bankAccount('eft', '1234567') }
  const account = (await put('/contact/bank_account', fields, `${prefix}-account`))?.body.identifier
  if (!account) return
  const own = world.system.demo.bank_account_id
  for (let made = 0; world.running(); made++) {
    const count = random.between(1, COUNT_MAX)
    const record: ScheduleRecord = {
      key: `${prefix}-${made}`,
      kind: random.pick(['card_debit', 'eft_debit', 'eft_credit']),
      amount: random.between(100, 9_999),
      count,
      made: null,
      asked: [],
    }
    records.push(record)
    const card = random.pick(cards)
    const parties = {
      card_debit: { contact_id: card.contactId, from_credit_card_id: card.cardId, to_bank_account: own },
      eft_debit: { contact_id, from_bank_account: account, to_bank_account: own },
      eft_credit: { contact_id, from_bank_account: own, to_bank_account: account },
    }
    const clock = await askUntilAnswered(world, 'GET', '/sandbox/clock')
    if (clock?.status !== 200) return
    const rule = count === 1 ? { frequency: 'once' } : { frequency: 'daily', count }
    const body = {
      kind: record.kind,
      ...parties[record.kind],
      ...rule,
      start: dayInToronto(clock.body.now),
      amount: record.amount / 100,
      statement: 'Chaos',
      note: record.key,
    }
    record.made = await put('/schedule', body, record.key)
    if (record.made?.status === 201)
      await changeIt(world, record, random, record.made.body.next_dates[0].number)
    await delay(random.between(0, 1_500))
  }
}

/** Asks a few things of it, some at once, some twice; it may be paused when that ends. */
async function changeIt(world: World, record: ScheduleRecord, random: Random, next: number): Promise<void> {
  for (let times = random.between(0, ASKED_MAX); times > 0; times--) {
    await delay(random.between(0, THINKS_MS))
    const what = random.pick(['pause', 'resume', 'skip', 'skip', 'cancel'] as const)
    const number = next + record.asked.filter((one) => one.what === 'skip').length
    const asks = [askOf(world, record, random, what, number)]
    if (random.chance(0.3)) asks.push(askOf(world, record, random, random.pick(['skip', 'pause']), number))
    await Promise.all(asks)
  }
}

async function askOf(
  world: World,
  record: ScheduleRecord,
  random: Random,
  what: ScheduleAsked['what'],
  number: number | null = null,
): Promise<void> {
  const one: ScheduleAsked = { what, number: what === 'skip' ? number : null, final: null }
  const key = `${record.key}-${record.asked.push(one)}`
  const path = `/schedule/${record.made!.body.identifier}`
  const body = what === 'skip' ? { number } : undefined
  const request =
    what === 'cancel' ? (['DELETE', path] as const) : (['POST', `${path}/${what}`, body] as const)
  one.final = await askUntilFinal(world, random, request, key, [])
}

/** Resumes whatever is paused, once days have passed: what came meanwhile is skipped. */
export async function resumePaused(world: World, random: Random, records: ScheduleRecord[]): Promise<void> {
  for (const record of records) {
    if (record.made?.status !== 201) continue
    const shown = await ask(world, 'GET', `/schedule/${record.made.body.identifier}`)
    if (shown?.body.state === 'paused') await askOf(world, record, random, 'resume')
  }
}

const dayInToronto = (now: string) =>
  new Date(now).toLocaleDateString('en-CA', { timeZone: 'America/Toronto' })
