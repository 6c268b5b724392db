import { setTimeout as delay } from 'node:timers/promises'
import { askUntilFinal } from './ask-until-final.ts'
import type { Random } from './random.ts'
import { type Answer, type Card, cardRests, type World } from './world.ts'

/** One hold as its client knows it. Amounts in minor units. */
export type HoldRecord = {
  key: string
  amount: number
  /** What is captured, if it is. */
  captured: number
  /** With `both`, capture and release are asked for at once, and one of them wins; with `expire` neither. */
  end: 'capture' | 'release' | 'both' | 'expire'
  held: Answer[]
  captures: Answer[]
  releases: Answer[]
  /** Whether the client knows the outcome of all that it asked. */
  known: boolean
}

/**
 * Holds an amount on one card after the other, and captures it, whole or a part, releases it, or forgets it.
 */
export async function holdAgainAndAgain(
  world: World,
  name: string,
  cards: Card[],
  random: Random,
  records: HoldRecord[],
): Promise<void> {
  for (let made = 0; world.running(); made++) {
    const amount = random.between(100, 99_999)
    const record: HoldRecord = {
      key: `chaos-${world.seed}-${name}-${made}`,
      amount,
      captured: random.chance(0.5) ? amount : random.between(1, amount),
      end: random.pick(['capture', 'capture', 'release', 'both', 'expire']),
      held: [],
      captures: [],
      releases: [],
      known: false,
    }
    records.push(record)
    record.known = await holdUntilEnded(world, record, random.pick(cards), random)
    await delay(random.between(0, 200))
  }
}

async function holdUntilEnded(
  world: World,
  record: HoldRecord,
  { contactId, cardId }: Card,
  random: Random,
): Promise<boolean> {
  const { key, end, amount, captured } = record
  const path = `/contact/${contactId}/creditcards/${cardId}/preauthorize`
  const to_bank_account_id = world.system.demo.bank_account_id
  const body = { amount: amount / 100, to_bank_account_id, statement: 'Chaos', note: key }
  const held = await askUntilFinal(world, random, ['POST', path, body], key, record.held)
  if (held?.status !== 200) {
    if (held && held.status !== 402 && held.status !== 504 && !cardRests(held))
      world.violations.push(`a hold (${key}) was answered ${held.status} ${held.text}`)
    return held !== null
  }
  if (end === 'expire') return true
  await delay(random.between(0, 500))
  const debit = `/debit/${held.body.debit_id}`
  const part = captured === amount ? {} : { amount: captured / 100 }
  const capture = ['POST', `${debit}/capture`, part] as const
  const release = ['POST', `${debit}/release`] as const
  const ends = await Promise.all([
    ...(end === 'release' ? [] : [askUntilFinal(world, random, capture, `${key}-c`, record.captures)]),
    ...(end === 'capture' ? [] : [askUntilFinal(world, random, release, `${key}-r`, record.releases)]),
  ])
  const won = ends.filter((answer) => answer?.status === 200).length
  const said = () => ends.map((answer) => `${answer?.status} ${answer?.text}`).join(' and ')
  if (!ends.includes(null) && won !== 1)
    world.violations.push(`the end of a hold (${key}, ${end}) was answered ${said()}`)
  return !ends.includes(null)
}
