import { setTimeout as delay } from 'node:timers/promises'
import { askUntilFinal } from './ask-until-final.ts'
import { bankAccount } from './bank-client.ts'
import type { Random } from './random.ts'
import type { Answer, Card, World } from './world.ts'

/**
 * One refund that was asked for; null for all that is left. Minor units. `number`: the bank account that it
 * goes to in place of the card.
 */
export type RefundAsked = {
  key: string
  amount: number | null
  number: string | null
  answers: Answer[]
  final: Answer | null
}

/** One charge and what was asked to be refunded of it. */
export type RefundRecord = {
  key: string
  amount: number
  answers: Answer[]
  final: Answer | null
  refunds: RefundAsked[]
}

const REFUNDS_MAX = 4
/** One that settles, one that comes back at once, one that does late. */
const numbers = ['1234567', '9900905', '9910905']

/**
 * Charges cards and gives back: whole, in parts that may be more than there is, and two at once; some to a
 * bank account.
 */
export async function refundAgainAndAgain(
  world: World,
  name: string,
  cards: Card[],
  random: Random,
  records: RefundRecord[],
): Promise<void> {
  for (let made = 0; world.running(); made++) {
    const key = `chaos-${world.seed}-${name}-${made}`
    const amount = random.between(100, 99_999)
    const record: RefundRecord = { key, amount, answers: [], final: null, refunds: [] }
    records.push(record)
    const { contactId, cardId } = random.pick(cards)
    const to_bank_account_id = world.system.demo.bank_account_id
    const body = { amount: amount / 100, to_bank_account_id, statement: 'Chaos', note: key }
    const charge = ['POST', `/contact/${contactId}/creditcards/${cardId}/charge`, body] as const
    record.final = await askUntilFinal(world, random, charge, key, record.answers)
    if (record.final?.status === 200)
      await refund(world, record, record.final.body.debit_id, contactId, random)
  }
}

async function refund(
  world: World,
  record: RefundRecord,
  debitId: string,
  contactId: string,
  random: Random,
): Promise<void> {
  const whole = random.chance(0.4)
  // Some are refunded at once, some after a clearing file has taken the charge.
  await delay(random.chance(0.5) ? 0 : random.between(0, 2_000))
  const count = whole ? random.between(1, 2) : random.between(1, REFUNDS_MAX)
  const asked = Array.from(
    { length: count },
    (_, at): RefundAsked => ({
      key: `${record.key}-${at}`,
      amount: whole ? null : random.between(1, Math.ceil(record.amount / 2)),
      number: random.chance(0.3) ? random.pick(numbers) : null,
      answers: [],
      final: null,
    }),
  )
  record.refunds.push(...asked)
  const ask = async (one: RefundAsked) => {
    const to_bank_account = one.number && (await openAccount(world, random, contactId, one))
    const body = {
      note: one.key,
      to_bank_account,
      ...(one.amount === null ? {} : { amount: one.amount / 100 }),
    }
    const request = ['POST', `/debit/${debitId}/refund`, body] as const
    one.final = await askUntilFinal(world, random, request, one.key, one.answers)
  }
  if (random.chance(0.5)) await Promise.all(asked.map(ask))
  else for (const one of asked) await ask(one)
}

/** A new account of the payer's with the number that says what the bank does. */
async function openAccount(
  world: World,
  random: Random,
  contactId: string,
  { key, number }: RefundAsked,
): Promise<string | undefined> {
  const account = { contact_id: contactId, ...bankAccount('eft', number!) }
  const request = ['PUT', '/contact/bank_account', account] as const
  return (await askUntilFinal(world, random, request, `${key}-account`, []))?.body.identifier
}
