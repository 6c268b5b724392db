import { logSparsely } from '../ground/log.ts'
import type { AcceptorIdentity } from '../ground/settings/card-network.ts'
import type { AcceptorId } from '../ground/vault-protocol.ts'
import type { VaultContext } from './vault-context.ts'

/** As whom a vault of these settings speaks, the usual one first. */
export const spokenFor = ({ acceptor, furtherAcceptors }: VaultContext['config']): AcceptorId[] =>
  [acceptor, ...furtherAcceptors].map(toId)

const toId = ({ acquirerId, terminalId, merchantId }: AcceptorIdentity): AcceptorId => ({
  acquirer_id: acquirerId,
  terminal_id: terminalId,
  merchant_id: merchantId,
})
/** Each charge asks it twice, so no key is made of it. */
const isSame = (one: AcceptorId, other: AcceptorId) =>
  one.acquirer_id === other.acquirer_id &&
  one.terminal_id === other.terminal_id &&
  one.merchant_id === other.merchant_id
const keyOf = (id: AcceptorId) => `${id.acquirer_id}:${id.terminal_id}:${id.merchant_id}`

/**
 * As whom this vault may speak to the card network: as whom its settings say, and as further ones that they
 * name. The main side does not decide that: whoever takes it over charges under nobody else's contract.
 */
export function openAcceptors({ config, log }: Pick<VaultContext, 'config' | 'log'>) {
  const own = toId(config.acceptor)
  const spoken = spokenFor(config)
  const logOther = logSparsely(
    log,
    'error',
    'a question names an acceptor that this vault does not speak for: JETPAY_FURTHER_ACCEPTORS',
    () => ({}),
  )
  return {
    /** Whether it may. Where it may not, the log says so. */
    speaksFor(id: AcceptorId | undefined): boolean {
      if (!id || spoken.some((one) => isSame(one, id))) return true
      logOther(new Error(keyOf(id)), { acceptor: keyOf(id) })
      return false
    },
    /** What its message has to say of that; undefined where it says so anyway. */
    as: (id: AcceptorId | undefined) => (id && !isSame(id, own) ? id : undefined),
  }
}
