/** The schedules of a company's month, and what its books have of each occurrence. */
import assert from 'node:assert/strict'
import { addDays, bankingDayFrom } from '../../src/rails/banking-calendar.ts'
import { type Accounts, goodCard, OVER_LIMIT } from './day.ts'
import { asAsked, type Merchant } from './merchant.ts'

const goodNumber = '7654321'

type Plan = {
  id: string
  kind: 'card_debit' | 'eft_debit' | 'eft_credit'
  amount: bigint
  /** The days on which its occurrences are made, one for each. */
  days: string[]
  /** Above the limit that was set after it was made: each occurrence fails. */
  fails?: boolean
}
export type Scheduled = Awaited<ReturnType<typeof openScheduled>>

const weekly = (start: string, count: number) =>
  Array.from({ length: count }, (_, at) => addDays(start, 7 * at))
const daily = (start: string, count: number) => Array.from({ length: count }, (_, at) => addDays(start, at))
/** The same day of January. */
const monthLater = (day: string) => `${Number(day.slice(0, 4)) + 1}-01${day.slice(7)}`

export async function openScheduled(merchant: Merchant, { main, second }: Accounts, first: string) {
  const [card, account] = await Promise.all([merchant.card(goodCard), merchant.account(goodNumber)])
  const amount = () => merchant.amount(5_00, 200_00)
  const make = async (
    kind: Plan['kind'],
    frequency: string,
    dates: string[],
    more: { amount?: bigint; fails?: boolean } = {},
  ): Promise<Plan> => {
    const plan = { amount: amount(), ...more }
    const between = {
      card_debit: { from_credit_card_id: card.cardId, to_bank_account: main },
      eft_debit: { from_bank_account: account.id, to_bank_account: second },
      eft_credit: { from_bank_account: main, to_bank_account: account.id },
    }[kind]
    const { identifier: id } = await merchant.good('PUT', '/schedule', {
      kind,
      ...between,
      contact_id: merchant.contactId,
      amount: asAsked(plan.amount),
      statement: 'A schedule',
      start: dates[0],
      frequency,
      count: dates.length,
    })
    return {
      ...plan,
      id,
      kind,
      days: kind === 'card_debit' ? dates : dates.map((day) => bankingDayFrom(day)),
    }
  }
  const of = (days: number) => addDays(first, days)
  const plans = await Promise.all([
    make('card_debit', 'weekly', weekly(of(1), 5)),
    make('card_debit', 'monthly', [of(2), monthLater(of(2))]),
    make('eft_debit', 'weekly', weekly(of(2), 5)),
    // Over Christmas and Boxing Day.
    make('eft_debit', 'daily', daily(of(22), 5)),
    make('eft_credit', 'weekly', weekly(of(3), 4)),
    make('eft_debit', 'weekly', weekly(of(4), 2), { amount: OVER_LIMIT, fails: true }),
  ])

  async function enter({ id, kind, amount, fails }: Plan, count: number): Promise<void> {
    const states = fails ? 'failed' : 'made'
    const { data } = await merchant.good('GET', `/schedule/${id}/occurrences?limit=100`)
    const made = data.slice(0, count) as any[]
    assert.deepEqual(
      made.map(({ state, fail_reason }) => [state, fail_reason]),
      made.map(() => [states, fails ? 'limit_exceeded' : null]),
    )
    assert.equal(made.length, count, `${merchant.currency}: occurrences of a ${kind}`)
    if (fails) return
    for (const { transaction_id } of made)
      if (kind === 'card_debit') merchant.cards.charged(transaction_id, amount, main, goodCard)
      else if (kind === 'eft_debit') merchant.bank.debited(amount, goodNumber, second)
      else merchant.bank.credited(amount, main, goodNumber)
  }

  return {
    /** Days on which cards are charged. */
    cardDays: plans.filter(({ kind }) => kind === 'card_debit').flatMap(({ days }) => days),
    /** Enters what was made after one day, until another. */
    async enterUntil(after: string, until: string): Promise<void> {
      for (const plan of plans) {
        const count = plan.days.filter((day) => day > after && day <= until).length
        if (count > 0) await enter(plan, count)
      }
    },
  }
}
