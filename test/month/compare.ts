import { formatAmount } from '../../src/ground/money.ts'
import { accounts } from '../../src/ledger/account.ts'
import { toldOf } from './ledger.ts'
import type { Merchant } from './merchant.ts'
import type { Witnesses } from './witnesses.ts'

/** What each says of one sum. */
export type Sums = Record<string, Record<string, bigint>>

/** Everything that more than one keeps, each with all that say it. `model` is this test's own bookkeeping. */
export function sumsOf({ ledger }: Merchant, heard: Witnesses): Sums {
  const { balance, entries, statement, network, bank, told } = heard
  const sums: Sums = {}
  for (const account of accounts)
    sums[`account ${account}`] = {
      model: ledger.accounts[account],
      'GET /balance': balance[account],
      'GET /ledger/entries': entries[account],
      'CSV statement': statement[account],
    }
  for (const what of toldOf) sums[what] = { model: ledger.told[what], 'event log': told[what] }
  return {
    ...sums,
    'captured less given back': {
      model: ledger.network.net,
      'network books': network.net,
      'event log': told['card debits paid'] - told.refunded,
    },
    'credited to cards': { model: ledger.network.refunded, 'network books': network.refunded },
    'held on cards': { model: ledger.network.held, 'network books': network.held },
    'refunded of all debits': {
      model: ledger.told.refunded,
      'GET /transaction': heard.refunded,
    },
    cleared: {
      model: ledger.bank.deposits,
      'clearing records': network.cleared,
      'bank books': bank.deposits,
    },
    'pulled by the bank': { model: ledger.bank.debits, 'bank books': bank.debits },
    'pulls that came back': { model: ledger.bank.returnedDebits, 'bank books': bank.returnedDebits },
    'sent out by the bank': { model: ledger.bank.credits, 'bank books': bank.credits },
    'sent out and came back': { model: ledger.bank.returnedCredits, 'bank books': bank.returnedCredits },
    'on our account at the bank': {
      model: ledger.accounts.bank_clearing,
      'bank books': bank.balance,
      'GET /balance': balance.bank_clearing,
    },
    'payouts deposited, net': {
      model: ledger.deposited,
      'GET /payout': heard.deposited,
      'event log': told['payouts sent'] - told['payouts returned'],
      'bank books': bank.credits - bank.returnedCredits - ledger.pushed,
    },
    'payouts beyond their items': { model: 0n, 'GET /payout/{id}': heard.unexplained },
    fees: {
      model: -ledger.accounts.fees,
      'GET /transaction': heard.fees.transactions,
      'GET /payout/{id}': heard.fees.payouts,
    },
    owed: {
      model: -ledger.accounts.company_payable,
      'GET /balance': -balance.company_payable,
      'event log and fees':
        told['card debits paid'] +
        told['bank debits paid'] -
        told['debits taken back after they were paid'] -
        told.refunded -
        told.disputed +
        told['disputes won'] +
        told['credits pulled'] -
        told['credits delivered'] +
        told['credits returned after they were delivered'] -
        told['credit pulls taken back'] -
        heard.fees.transactions -
        told['payouts sent'] +
        told['payouts returned'],
    },
    'files that the bank got twice': { model: 0n, 'bank books': bank.duplicates },
  }
}

/** One line for each sum that not all agree on. */
export const differencesIn = (sums: Sums, where: string): string[] =>
  Object.entries(sums)
    .filter(([, said]) => new Set(Object.values(said)).size > 1)
    .map(
      ([what, said]) =>
        `${where}: ${what}: ${Object.entries(said)
          .map(([who, amount]) => `${who} ${formatAmount(amount)}`)
          .join(', ')}`,
    )
