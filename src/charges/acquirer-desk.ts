import { formatAmount } from '../ground/money.ts'
import type { Context } from '../process/context.ts'
import type { Attempt } from './attempt.ts'
import type { ReferenceColumns } from './network-reference.ts'

/**
 * What the acquirer's desk asks for when a person asks it about a message: of which attempt, for how much
 * (major units), by what the network knows it, and whose it is.
 */
export const askedByDesk = (
  { config }: Pick<Context, 'config'>,
  {
    attempt_id,
    debit_id,
    amount,
    currency,
  }: Pick<Attempt, 'attempt_id' | 'debit_id' | 'amount' | 'currency'>,
  reference: ReferenceColumns,
) => {
  const { merchantId, terminalId, acquirerId } = config.acceptor
  return {
    attempt_id,
    debit_id,
    amount: formatAmount(amount),
    currency,
    ...reference,
    merchant_id: merchantId,
    terminal_id: terminalId,
    acquirer_id: acquirerId,
  }
}
