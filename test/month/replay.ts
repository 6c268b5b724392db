import { noneTold, type Told } from './ledger.ts'

type Event = { id: number; type: string; data: any }
type Tell = (what: keyof Told, amount: bigint) => void

/**
 * A company's books as a client makes them of its event log alone, from the first event to the last: sums,
 * and how many there were.
 */
export function replay(log: Event[]): { told: Told; counts: Told } {
  const told = noneTold()
  const counts = noneTold()
  const tell: Tell = (what, amount) => {
    told[what] += amount
    counts[what]++
  }
  const wasPaid = new Set<string>()
  for (const { type, data } of log) {
    const [, kind, what] = type.split('.')
    if (type.startsWith('payouts.')) tellPayout(tell, type, data)
    else if (kind === 'credits') tellCredit(tell, what!, data, wasPaid)
    else if (kind === 'debits') tellDebit(tell, what!, data, wasPaid)
  }
  return { told, counts }
}

function tellPayout(tell: Tell, type: string, { amount }: any): void {
  if (type === 'payouts.initiated') tell('payouts sent', amount)
  if (type === 'payouts.completed') tell('payouts deposited', amount)
  if (type === 'payouts.returned') tell('payouts returned', amount)
}

function tellCredit(tell: Tell, what: string, data: any, wasPaid: Set<string>): void {
  const { amount, transactionId, failDirection } = data
  if (what === 'paid') {
    wasPaid.add(transactionId)
    tell('credits pulled', amount)
  }
  if (what === 'completed') tell('credits delivered', amount)
  if (what !== 'returned' && !(what === 'failed' && wasPaid.has(transactionId))) return
  if (failDirection === 'pull') tell('credit pulls taken back', amount)
  else tell(what === 'failed' ? 'credits that bounced' : 'credits returned after they were delivered', amount)
}

/** Events that are of one amount, and which. */
const simple: Record<string, [keyof Told, of: string]> = {
  preauthorized: ['preauthorized', 'amount'],
  refunded: ['refunded', 'refundAmount'],
  refund_failed: ['refunds failed', 'refundAmount'],
  disputed: ['disputed', 'disputeAmount'],
  dispute_won: ['disputes won', 'disputeAmount'],
  dispute_lost: ['disputes lost', 'disputeAmount'],
  returned: ['debits taken back after they were paid', 'amount'],
}

function tellDebit(tell: Tell, what: string, data: any, wasPaid: Set<string>): void {
  const { amount, transactionId, failDirection } = data
  const known = simple[what]
  if (known) tell(known[0], data[known[1]])
  if (what === 'paid') {
    wasPaid.add(transactionId)
    tell(data.creditCardId === null ? 'bank debits paid' : 'card debits paid', amount)
  }
  // One that was never paid took nothing; and where a deposit to the company came back (`push`) the payer's
  // money stays.
  if (what === 'failed' && wasPaid.has(transactionId) && failDirection !== 'push')
    tell('debits taken back after they were paid', amount)
}
