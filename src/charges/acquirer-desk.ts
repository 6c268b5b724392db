import { formatAmount } from '../ground/money.ts'
import type { AcceptorId } from '../ground/vault-protocol.ts'
import { writtenAcceptor } from '../process/acceptors.ts'
import type { Context } from '../process/context.ts'
import type { Attempt } from './attempt.ts'
import type { ReferenceColumns } from './network-reference.ts'

/** What a person does where no vault speaks for who we were when a message was sent. */
export const nameToVaults = (id: AcceptorId) =>
  `name ${writtenAcceptor(id)} in JETPAY_FURTHER_ACCEPTORS of the vaults; then it goes out by itself`

/**
 * What the acquirer's desk asks for when a person asks it about a message: of which attempt, for how much
 * (major units), by what the network knows it, and whose it is.
 */
export async function askedByDesk(
  { acceptors, config }: Pick<Context, 'acceptors' | 'config'>,
  {
    attempt_id,
    debit_id,
    amount,
    currency,
    acceptor,
  }: Pick<Attempt, 'attempt_id' | 'debit_id' | 'amount' | 'currency' | 'acceptor'>,
  reference: ReferenceColumns,
) {
  const { merchantId, terminalId, acquirerId } = config.acceptor
  const {
    merchant_id = merchantId,
    terminal_id = terminalId,
    acquirer_id = acquirerId,
  } = (await acceptors.named(acceptor)) ?? {}
  return {
    attempt_id,
    debit_id,
    amount: formatAmount(amount),
    currency,
    ...reference,
    merchant_id,
    terminal_id,
    acquirer_id,
  }
}
