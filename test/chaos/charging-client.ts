import { setTimeout as delay } from 'node:timers/promises'
import type { Random } from './random.ts'
import { type Answer, ask, type Card, cardRests, mayRetry, type World } from './world.ts'

/** One charge as its client knows it: every answer that it ever got under this key. */
export type ChargeRecord = {
  key: string
  amount: number
  answers: Answer[]
  /** The state that the client ended with; null if the run's end came first. */
  final: 'paid' | 'failed' | null
  /** Final states that polling the debit told. */
  polled: { debitId: string; state: string }[]
}

const RETRY_MS = 100
const POLL_MS = 100
/** How many submit the same charge at the same moment when a client is impatient. */
const SUBMITS_MAX = 4

/**
 * Charges one card after the other for as long as the run makes load, and then until the last charge has its
 * answer.
 */
export async function chargeAgainAndAgain(
  world: World,
  name: string,
  cards: Card[],
  random: Random,
  records: ChargeRecord[],
): Promise<void> {
  for (let made = 0; world.running(); made++) {
    const record: ChargeRecord = {
      key: `chaos-${world.seed}-${name}-${made}`,
      amount: random.between(100, 99_999),
      answers: [],
      final: null,
      polled: [],
    }
    records.push(record)
    await chargeUntilKnown(world, record, random.pick(cards), random)
    await delay(random.between(0, 60))
  }
}

async function chargeUntilKnown(
  world: World,
  record: ChargeRecord,
  card: Card,
  random: Random,
): Promise<void> {
  const send = async () => {
    const path = `/contact/${card.contactId}/creditcards/${card.cardId}/charge`
    const { bank_account_id } = world.system.demo
    const statement = { statement: 'Chaos', note: record.key, to_bank_account_id: bank_account_id }
    const answer = await ask(world, 'POST', path, { amount: record.amount / 100, ...statement }, record.key)
    if (answer) record.answers.push(answer)
    return answer
  }
  const submits = random.chance(0.1) ? random.between(2, SUBMITS_MAX) : 1
  const [polls, replays] = [random.chance(0.5), random.chance(0.2)]
  await Promise.all(Array.from({ length: submits - 1 }, send))
  while (performance.now() < world.deadline()) {
    const answer = await send()
    if (answer?.status === 202 && polls) record.final = await poll(world, record, answer.body.debit_id)
    else if (answer?.status === 200) record.final = 'paid'
    else if (answer && (answer.status === 402 || answer.status === 504 || cardRests(answer)))
      record.final = 'failed'
    else if (answer && answer.status !== 202 && !mayRetry(answer))
      world.violations.push(`a charge (${record.key}) was answered ${answer.status} ${answer.text}`)
    if (record.final) break
    await delay(RETRY_MS)
  }
  if (replays) await send()
}

/** Follows a debit whose outcome was not known yet. */
async function poll(world: World, record: ChargeRecord, debitId: string): Promise<'paid' | 'failed' | null> {
  while (performance.now() < world.deadline()) {
    const answer = await ask(world, 'GET', `/transaction/${debitId}/status`)
    const state = answer?.status === 200 ? answer.body.state : null
    if (answer?.status === 404) world.violations.push(`${debitId} was answered 202 and is not there`)
    if (state === 'paid' || state === 'completed' || state === 'failed') {
      record.polled.push({ debitId, state })
      return state === 'failed' ? 'failed' : 'paid'
    }
    await delay(POLL_MS)
  }
  return null
}
