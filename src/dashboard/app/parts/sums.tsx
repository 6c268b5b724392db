import { sumsOf } from '../data/sum.ts'
import { Money } from './money.tsx'

/** What amounts come to, currency by currency. */
export function Sums({ rows }: { rows: readonly { amount: string; currency: string }[] }) {
  return (
    <span className="row">
      {sumsOf(rows).map(({ amount, currency }) => (
        <Money key={currency} amount={amount} currency={currency} />
      ))}
    </span>
  )
}
