/** What each of those who keep books says of a company's money. All amounts in minor units. */
import { accounts, type CompanyAccount } from '../../src/ledger/account.ts'
import { exactMinor } from './exact-answer.ts'
import type { Merchant } from './merchant.ts'
import { replay } from './replay.ts'
import type { World } from './world.ts'

type Balances = Record<CompanyAccount, bigint>
export type Witnesses = Awaited<ReturnType<typeof hear>>

const sum = (amounts: bigint[]) => amounts.reduce((total, amount) => total + amount, 0n)
const sumOf = <T extends { account: CompanyAccount; amount: bigint }>(entries: T[]): Balances =>
  Object.fromEntries(
    accounts.map((account) => [
      account,
      sum(entries.filter((entry) => entry.account === account).map(({ amount }) => amount)),
    ]),
  ) as Balances

export async function hear(world: World, merchant: Merchant, from: string, to: string) {
  const [balance, entries, statement, payouts, transactions, log, network, bank] = await Promise.all([
    readBalance(merchant),
    merchant.all(`/ledger/entries?currency=${merchant.currency}&`).then(sumOf),
    readStatement(merchant, from, to),
    merchant.all('/payout?'),
    merchant.all('/transaction?'),
    readLog(merchant),
    readNetwork(world, merchant),
    readBank(world, merchant),
  ])
  const items = await Promise.all(
    payouts.map(({ identifier }) => merchant.good('GET', `/payout/${identifier}`)),
  )
  return {
    balance,
    entries,
    statement,
    network,
    bank,
    ...replay(log),
    fees: {
      transactions: sum(transactions.map(({ fee_amount }) => fee_amount)),
      payouts: -sum(
        items.flatMap((payout) =>
          payout.items.filter(({ part }: any) => part === 'fee').map(({ amount }: any) => amount),
        ),
      ),
    },
    refunded: sum(transactions.map(({ amount_refunded }) => amount_refunded)),
    deposited: sum(payouts.filter(({ state }) => state === 'completed').map(({ amount }) => amount)),
    /** Of each payout, what its items come to less what it is: nothing. */
    unexplained: sum(
      items.map((payout) => sum(payout.items.map(({ amount }: any) => amount)) - (payout.amount as bigint)),
    ),
  }
}

const readBalance = async ({ good, currency }: Merchant): Promise<Balances> =>
  (await good('GET', '/balance')).data.find((one: any) => one.currency === currency).balances

/** The CSV that a company gives to its accountant. */
async function readStatement({ apiUrl, token }: Merchant, from: string, to: string): Promise<Balances> {
  const url = `${apiUrl}/ledger/statement?from=${from}&to=${to}`
  const csv = await (await fetch(url, { headers: { authorization: `Bearer ${token}` } })).text()
  const [head, ...rows] = csv.trimEnd().split('\r\n')
  const column = (name: string) => head!.split(',').indexOf(name)
  return sumOf(
    rows
      .map((row) => row.split(','))
      .map((cells) => ({
        account: cells[column('account')] as CompanyAccount,
        amount: exactMinor(cells[column('amount')]!),
      })),
  )
}

async function readLog({ good }: Merchant): Promise<any[]> {
  const events: any[] = []
  for (let after = 0; ; ) {
    const page = await good('GET', `/events?after=${after}&limit=100`)
    events.push(...page.data)
    if (page.last_event_id === after) return events
    after = page.last_event_id
  }
}

/**
 * Only this company moves money in its currency, so the network's and the bank's sums of it are the
 * company's.
 */
async function readNetwork(world: World, { currency }: Merchant) {
  let cleared = 0n
  for (let after = 0; ; ) {
    const { entries, totals } = await world.simulator(`/books?after=${after}&limit=1000`)
    if (entries.length === 0) {
      const { net, refunded, authorized } = totals[currency]
      return { net: BigInt(net), refunded: BigInt(refunded), held: BigInt(authorized), cleared }
    }
    for (const { currency: of, clearings } of entries)
      if (of === currency) cleared += sum(clearings.map(({ amount }: any) => BigInt(amount)))
    after = entries.at(-1).seq
  }
}

async function readBank(world: World, { currency }: Merchant) {
  const { accounts, duplicates } = await world.simulator('/bank/books?limit=1')
  const { balance, deposits, debits, credits, returned_debits, returned_credits } = accounts[currency]
  return {
    balance: BigInt(balance),
    deposits: BigInt(deposits),
    debits: BigInt(debits),
    credits: BigInt(credits),
    duplicates: BigInt(duplicates),
    returnedDebits: BigInt(returned_debits),
    returnedCredits: BigInt(returned_credits),
  }
}
