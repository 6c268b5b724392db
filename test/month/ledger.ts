/**
 * The month's own bookkeeping for one company, written from the documents (docs/ledger.md, clearing.md,
 * refunds.md, disputes.md, fees-and-limits.md, eft.md, the test cards) and from what a client is answered. It
 * never reads the platform's database.
 */
import assert from 'node:assert/strict'
import type { Method } from '../../src/ground/money.ts'
import type { CompanyAccount } from '../../src/ledger/account.ts'

/** Minor units throughout. */
export type Terms = Record<Method, { basisPoints: bigint; fixed: bigint }>

/** Sums of what events tell of, each over the whole month: what `replay.ts` makes of the event log. */
export const toldOf = [
  'card debits paid',
  'bank debits paid',
  'debits taken back after they were paid',
  'refunded',
  'refunds failed',
  'disputed',
  'disputes won',
  'disputes lost',
  'preauthorized',
  'credits pulled',
  'credits delivered',
  'credits that bounced',
  'credits returned after they were delivered',
  'credit pulls taken back',
  'payouts sent',
  'payouts deposited',
  'payouts returned',
] as const
export type Told = Record<(typeof toldOf)[number], bigint>

export const noneTold = () => Object.fromEntries(toldOf.map((what) => [what, 0n])) as Told

export type Ledger = ReturnType<typeof openLedger>

export function openLedger() {
  const accounts: Record<CompanyAccount, bigint> = {
    network_receivable: 0n,
    company_payable: 0n,
    bank_clearing: 0n,
    suspense: 0n,
    losses: 0n,
    fees: 0n,
    refunds: 0n,
  }
  /**
   * Of each of the company's bank accounts, what it is owed and no payout has yet; below zero it is carried
   * over.
   */
  const due = new Map<string, bigint>()
  const ledger = {
    accounts,
    due,
    /** The day that it is, in UTC. */
    day: '',
    told: noneTold(),
    /** The card network's books: what it keeps for us, what it credited to cards, what it holds. */
    network: { net: 0n, refunded: 0n, held: 0n },
    /** The bank's books. */
    bank: { deposits: 0n, debits: 0n, returnedDebits: 0n, credits: 0n, returnedCredits: 0n },
    /** What payouts have brought to the company's accounts, those that came back taken off. */
    deposited: 0n,
    /** What credits have brought to contacts and the bank did not give back. */
    pushed: 0n,
    terms: { card: { basisPoints: 0n, fixed: 0n }, eft: { basisPoints: 0n, fixed: 0n } } as Terms,
    /** A debit is positive, a credit negative. */
    post(entry: Partial<Record<CompanyAccount, bigint>>): void {
      let sum = 0n
      for (const [account, amount] of Object.entries(entry)) {
        accounts[account as CompanyAccount] += amount
        sum += amount
      }
      assert.equal(sum, 0n, `the model's own entry does not balance: ${Object.keys(entry)}`)
    },
    owe(account: string, amount: bigint): void {
      due.set(account, (due.get(account) ?? 0n) + amount)
    },
    /** What a debit costs by the terms of the day. */
    feeOf(method: Method, amount: bigint): bigint {
      const { basisPoints, fixed } = ledger.terms[method]
      const full = (amount * basisPoints + 5_000n) / 10_000n + fixed
      return full < amount ? full : amount
    },
    /** Its money came. */
    charge(method: Method, amount: bigint, account: string): void {
      const fee = ledger.feeOf(method, amount)
      ledger.post({ company_payable: fee, fees: -fee })
      ledger.owe(account, -fee)
    },
  }
  return ledger
}
