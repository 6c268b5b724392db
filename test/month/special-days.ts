/**
 * What happens once, and on which day: stops of the clock, counted from the first. Each company does it, with
 * amounts of its own.
 */
import {
  creditByPage,
  creditFromBadAccount,
  debitByBank,
  debitByPage,
  meetLimit,
  retryPayout,
} from './bank-day.ts'
import {
  answerDispute,
  capture,
  charge,
  dispute,
  guestPays,
  hold,
  refund,
  refundInParts,
  release,
  sell,
} from './card-day.ts'
import type { Sale } from './card-money.ts'
import { type Day, goodCard, goodNumber, LIMIT } from './day.ts'

/** Captured or not, the network never says so in time: each is reversed. */
const unanswered = ['4000000000900011', '4000000000900029', '4000000000900037']
const reversedLater = '4000000000900052'
/** The same, and whatever else is on the link then has no answer either. */
const breaksLink = ['4000000000900045', '4000000000900060']
const [late, never, short, twice, rejected, disputed] = [
  '4000000000910010',
  '4000000000910028',
  '4000000000910036',
  '4000000000910044',
  '4000000000910051',
  '4000000000000259',
] as const
const [refusesRefunds, refundsUnanswered, captureUnanswered] = [
  '4000000000920019',
  '4000000000920027',
  '4000000000920035',
] as const

/** A difference of this sale: the company sees it, the operator decides it. */
async function decide({ world, merchant }: Day, sale: Sale, as: 'settle' | 'fail' | 'write_off') {
  const open = await merchant.all('/reconciliation_items?state=open&')
  const item = open.find(({ transaction_id }) => transaction_id === sale.id)
  if (!item) throw new Error(`there is no open item of the sale that is cleared ${sale.clearing}`)
  const by = ['--by', 'Ada', '--note', 'looked at']
  await world.jetpay('reconciliation', 'resolve', item.identifier, '--as', as, ...by)
}

/** What the network did not pay, or paid short: a person does not wait for it. */
async function decideMissing(day: Day): Promise<void> {
  const { cards } = day.merchant
  const { 'never, settled': lost, 'never, failed': failed, 'short, settled': short } = day.kept.sales
  await Promise.all([
    lost && decide(day, lost, 'settle').then(() => cards.settledByPerson(lost)),
    failed && decide(day, failed, 'fail').then(() => cards.failedByPerson(failed)),
    short && decide(day, short, 'settle').then(() => cards.settledByPerson(short)),
  ])
}

/** What it paid after a person had settled it. */
async function writeOff(day: Day): Promise<void> {
  const sale = day.kept.sales['short, settled']
  if (!sale) return
  await decide(day, sale, 'write_off')
  day.merchant.cards.writtenOff(sale)
}

/**
 * Given back whole while their clearing file is on its way: whether that takes the charge back or credits the
 * card is a race, and what the company is told. So small that they cost nothing by the American terms then,
 * so that the month's figures are the same.
 */
const hurried = [3n, 5n, 8n, 9n, 11n, 12n, 14n, 16n].map((amount) => ({ name: `hurried ${amount}`, amount }))

export const specialDays: Record<number, (day: Day) => Promise<unknown>> = {
  async 1({ merchant, accounts: { main, second }, kept }) {
    const sale = async (name: string, number: string, to = main) => {
      kept.sales[name] = await sell(merchant, number, merchant.amount(50_00, 400_00), to)
    }
    await Promise.all([
      sale('late', late),
      sale('short', short),
      sale('twice', twice),
      sale('rejected', rejected),
      sale('unanswered', disputed),
      ...(merchant.currency === 'CAD'
        ? [sale('never, settled', never), sale('short, settled', short, second)]
        : [sale('never, failed', never, second)]),
      sale('refusing', refusesRefunds),
      sale('silent', refundsUnanswered, second),
      sale('wins', goodCard),
      sale('loses', goodCard, second),
      sale('in parts', goodCard),
    ])
  },
  async 2({ merchant, accounts: { main }, kept }) {
    const held = async (name: string, number = goodCard) => {
      kept.holds[name] = await hold(merchant, number, merchant.amount(100_00, 400_00), main)
    }
    await Promise.all([
      held('part'),
      held('released'),
      held('expires'),
      held('unanswered', captureUnanswered),
      meetLimit(merchant, LIMIT, main),
      sell(merchant, goodCard, LIMIT, main),
      // Less than a fee's fixed part, and rounded half up.
      ...[10n, 50n, 1_01n].map((amount) => sell(merchant, goodCard, amount, main)),
    ])
  },
  async 3(day) {
    const { merchant, accounts, kept } = day
    const { refusing, silent } = kept.sales
    const { unanswered: heldSilently } = kept.holds
    // All that the network lets wait, at once.
    await Promise.all([
      ...[...unanswered, reversedLater].map((card) =>
        charge(merchant, card, merchant.amount(1_00, 400_00), accounts.main),
      ),
      capture(merchant, heldSilently!, heldSilently!.amount),
      refund(merchant, refusing!, refusing!.amount / 2n),
      refund(merchant, silent!, silent!.amount / 2n),
      guestPays(merchant, merchant.amount(1_00, 400_00), accounts.main, false),
      guestPays(merchant, merchant.amount(1_00, 400_00), accounts.second, true),
      decideMissing(day),
    ])
  },
  async 4({ merchant, accounts, kept: { holds } }) {
    const { part, released } = holds
    await Promise.all([
      capture(merchant, part!, part!.amount / 2n + 1n),
      release(merchant, released!),
      debitByPage(merchant, merchant.amount(1_00, 300_00), accounts.main),
    ])
  },
  async 6(day) {
    const { merchant, kept } = day
    const { sales } = kept
    await Promise.all([
      writeOff(day),
      dispute(merchant, sales.wins!, sales.wins!.amount),
      dispute(merchant, sales.loses!, sales.loses!.amount / 3n),
      refundInParts(merchant, sales['in parts']!, 3),
    ])
  },
  async 7({ merchant, accounts, kept: { sales } }) {
    const { main } = accounts
    const back = async () => {
      const sale = await sell(merchant, goodCard, merchant.amount(1_00, 400_00), main)
      await refund(merchant, sale, sale.amount)
    }
    await Promise.all([
      back(),
      back(),
      answerDispute(merchant, sales.wins!, true),
      answerDispute(merchant, sales.loses!, false),
    ])
  },
  8: ({ merchant, accounts: { returning, returningLate } }) =>
    Promise.all([
      debitByBank(merchant, goodNumber, merchant.amount(100_00, 400_00), returning),
      sell(merchant, goodCard, merchant.amount(100_00, 400_00), returningLate),
    ]),
  11: async ({ merchant, accounts }) => {
    await creditFromBadAccount(merchant, merchant.amount(1_00, 100_00), accounts.unfunding)
    await creditByPage(merchant, merchant.amount(1_00, 100_00), accounts.main)
  },
  12: ({ merchant, accounts: { main } }) =>
    Promise.all([
      ...[late, short, twice].map((card) => sell(merchant, card, merchant.amount(50_00, 400_00), main)),
      ...unanswered.map((card) => charge(merchant, card, merchant.amount(1_00, 400_00), main)),
    ]),
  async 16({ merchant, accounts: { main }, kept: { sales } }) {
    if (merchant.currency === 'CAD') return
    await Promise.all(
      hurried.map(async ({ name, amount }) => {
        sales[name] = await sell(merchant, goodCard, amount, main)
      }),
    )
  },
  17: ({ merchant, kept: { sales } }) =>
    Promise.all(
      merchant.currency === 'CAD'
        ? []
        : hurried.map(({ name, amount }) => refund(merchant, sales[name]!, amount)),
    ),
}

/**
 * The ninth day's, before it closes: what came back on the way to the company is sent to another of its
 * accounts.
 */
export async function retryReturned({ merchant, accounts, numbers }: Day): Promise<void> {
  await retryPayout(merchant, accounts.returning, numbers.returning, accounts.main)
  await retryPayout(merchant, accounts.returningLate, numbers.returningLate, accounts.main)
}

/** After all else of the day, one after the other. */
export async function breakLinks(days: Day[], number: number): Promise<void> {
  if (number !== 3) return
  for (const card of breaksLink)
    await Promise.all(
      days.map(({ merchant, accounts }) =>
        charge(merchant, card, merchant.amount(1_00, 400_00), accounts.main),
      ),
    )
}
