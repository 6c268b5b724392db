import { noneTold, type Told } from './ledger.ts'

type Event = { id: number; type: string; data: any }

/** A company's books as a client makes them of its event log alone, from the first event to the last. */
export function replay(log: Event[]): Told {
  const told = noneTold()
  const wasPaid = new Set<string>()
  for (const { type, data } of log) {
    const [, kind, what] = type.split('.')
    if (type.startsWith('payouts.')) tellPayout(told, type, data)
    else if (kind === 'credits') tellCredit(told, what!, data, wasPaid)
    else if (kind === 'debits') tellDebit(told, what!, data, wasPaid)
  }
  return told
}

function tellPayout(told: Told, type: string, { amount }: any): void {
  if (type === 'payouts.initiated') told['payouts sent'] += amount
  if (type === 'payouts.completed') told['payouts deposited'] += amount
  if (type === 'payouts.returned') told['payouts returned'] += amount
}

function tellCredit(told: Told, what: string, data: any, wasPaid: Set<string>): void {
  const { amount, transactionId, failDirection } = data
  if (what === 'paid') {
    wasPaid.add(transactionId)
    told['credits pulled'] += amount
  }
  if (what === 'completed') told['credits delivered'] += amount
  if (what !== 'returned' && !(what === 'failed' && wasPaid.has(transactionId))) return
  if (failDirection === 'pull') told['credit pulls taken back'] += amount
  else told[what === 'failed' ? 'credits that bounced' : 'credits returned after they were delivered'] += amount
}

function tellDebit(told: Told, what: string, data: any, wasPaid: Set<string>): void {
  const { amount, transactionId, failDirection } = data
  switch (what) {
    case 'paid':
      wasPaid.add(transactionId)
      told[data.creditCardId === null ? 'bank debits paid' : 'card debits paid'] += amount
      return
    case 'failed':
      // A deposit that came back (`push`) takes nothing from the payer's side.
      if (!wasPaid.has(transactionId) || failDirection === 'push') return
      told['debits taken back after they were paid'] += amount
      return
    case 'returned':
      told['debits taken back after they were paid'] += amount
      return
    case 'preauthorized':
      told.preauthorized += amount
      return
    case 'refunded':
      told.refunded += data.refundAmount
      return
    case 'refund_failed':
      told['refunds failed'] += data.refundAmount
      return
    case 'disputed':
      told.disputed += data.disputeAmount
      return
    case 'dispute_won':
      told['disputes won'] += data.disputeAmount
      return
    case 'dispute_lost':
      told['disputes lost'] += data.disputeAmount
  }
}
