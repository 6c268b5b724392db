import type { Logger } from 'pino'
import type { Clock } from '../ground/clock.ts'
import type { Config } from '../ground/config.ts'
import type { CardNetwork, HearUpdate, TakeUpdate } from './card-network.ts'
import { openIso8583Network } from './iso8583/iso8583-network.ts'
import { connectToNetwork } from './network-socket.ts'

/**
 * Opens the card network that the settings name. The only place that knows which implementations there are.
 * `nextSequence`: numbers for what keeps a connection up, which no other vault of this installation makes.
 */
export const openCardNetwork = (
  config: Config,
  clock: Clock,
  log: Logger,
  nextSequence: () => Promise<string>,
  hears: {
    onUpdate: HearUpdate
    onUpdateMessage: TakeUpdate
    /** Of each answer its type and how long it was waited for. */
    onAnswered(answerType: string, ms: number): void
  },
): CardNetwork => {
  const tls = config.networkTls
  return openIso8583Network({
    nextStan: nextSequence,
    ...hears,
    host: config.networkHost,
    port: config.networkPort,
    dialect: config.networkDialect,
    ...(tls && { connectTls: () => connectToNetwork(config.networkHost, config.networkPort, tls) }),
    clock,
    timeoutMs: config.networkTimeoutMs,
    adviceTimeoutMs: config.reversalTimeoutMs,
    ...config.acceptor,
    onEvent: (event) => log[event.type === 'up' ? 'info' : 'warn']({ network: event }, 'card network link'),
  })
}
