/** What happens on which day of the month. Each company does all of it, with amounts of its own. */
import { creditByBank, debitByBank } from './bank-day.ts'
import { charge, refund, sell } from './card-day.ts'
import type { CardMoney, Sale } from './card-money.ts'
import { type Accounts, type Day, goodCard } from './day.ts'
import { retryReturned, specialDays } from './special-days.ts'

const goodCards = [goodCard, '4000056655665556', '5555555555554444', '378282246310005', '4000000000900078']
const declining = ['4000000000000341', '4000000000009995', '4000000000000119', '4000000000200545']
/** Those that nothing else is planned for, in an order that answers' times have no part in. */
const refundable = ({ cards, accounts }: { cards: CardMoney; accounts: Accounts }, planned: Sale[]) =>
  cards.sales
    .filter(
      (sale) =>
        sale.state === 'completed' &&
        sale.amount > 1_00n &&
        sale.clearing === 'well' &&
        sale.refunded === 0n &&
        sale.disputed === 0n,
    )
    .filter((sale) => [accounts.main, accounts.second].includes(sale.to) && !planned.includes(sale))
    .sort((a, b) => Number(a.amount - b.amount))

/**
 * What every day has: cards, some refunds, bank debits that settle, come back, come back late, and credits.
 */
async function usual({ merchant, accounts, numbers, kept }: Day): Promise<void> {
  const { random, amount, cards } = merchant
  const to = () => random.pick([accounts.main, accounts.main, accounts.second])
  const candidates = refundable({ cards, accounts }, Object.values(kept.sales))
  const work: Promise<unknown>[] = []
  for (let left = random.between(2, 4); left > 0; left--)
    work.push(sell(merchant, random.pick(goodCards), amount(1_00, 400_00), to()))
  work.push(charge(merchant, random.pick(declining), amount(1_00, 400_00), to()))
  for (let left = random.between(1, 2); left > 0; left--)
    work.push(debitByBank(merchant, random.pick(numbers.debits), amount(1_00, 300_00), to()))
  const pushed = { number: random.pick(numbers.credits), amount: amount(1_00, 200_00) }
  const credit = creditByBank(merchant, pushed.number, pushed.amount, accounts.main)
  work.push(credit.then(() => merchant.bank.credited(pushed.amount, accounts.main, pushed.number)))
  const sale = candidates.length > 0 && random.chance(0.6) ? random.pick(candidates) : undefined
  if (sale) work.push(refund(merchant, sale, 1n + (sale.amount * amount(0, 90)) / 100n))
  await Promise.all(work)
}

/**
 * A charge to each account that is larger than what reduces its payouts: on the day after nothing is carried
 * over.
 */
async function close({ merchant, accounts: { main, second } }: Day): Promise<void> {
  const below = [...merchant.ledger.due].filter(([, due]) => due < 0n).map(([account]) => account)
  const others = below.filter((account) => account !== main && account !== second)
  await Promise.all([
    ...[main, second].map((to) => sell(merchant, goodCard, merchant.amount(900_00, 999_99), to)),
    ...others.map((to) => sell(merchant, goodCard, 950_00n, to)),
  ])
}

/** Days on which books are compared; on them nothing is begun, and the day before closes. */
export const isCheckpoint = (number: number, last: number) =>
  number === last || (number > 0 && number % 5 === 0)

export async function live(day: Day, number: number, last: number): Promise<void> {
  if (number === 0 || isCheckpoint(number, last)) return
  if (number === 9) await retryReturned(day)
  await Promise.all([usual(day), specialDays[number]?.(day)])
  if (isCheckpoint(number + 1, last)) await close(day)
}
