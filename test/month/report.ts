import { formatAmount } from '../../src/ground/money.ts'
import { accounts } from '../../src/ledger/account.ts'
import { toldOf } from './ledger.ts'
import type { Witnesses } from './witnesses.ts'

type Heard = readonly [currency: string, witnesses: Witnesses]

/**
 * The month as docs/ledger.md shows it: what it had by the event log, and what is in the books at its end.
 */
export function reportOf(heard: Heard[]): string[] {
  const row = (name: string, of: (witnesses: Witnesses) => string) =>
    `| ${name} | ${heard.map(([, witnesses]) => of(witnesses)).join(' | ')} |`
  const head = (name: string) => [
    `| ${name} | ${heard.map(([currency]) => currency).join(' | ')} |`,
    `|---|${heard.map(() => '---:|').join('')}`,
  ]
  return [
    ...head('what the month had'),
    ...toldOf.map((what) =>
      row(what, ({ told, counts }) =>
        what.startsWith('payouts')
          ? formatAmount(told[what])
          : `${counts[what]}: ${formatAmount(told[what])}`,
      ),
    ),
    ...head('what the books have'),
    ...accounts.map((account) => row(`\`${account}\``, ({ balance }) => formatAmount(balance[account]))),
    row('cleared by the network', ({ network }) => formatAmount(network.cleared)),
    row('on our account at the bank', ({ bank }) => formatAmount(bank.balance)),
    row('deposited to the company', ({ deposited }) => formatAmount(deposited)),
  ]
}
