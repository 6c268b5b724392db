import type { Logger } from 'pino'
import type { Config } from '../ground/config.ts'
import { Problem } from '../ground/errors.ts'
import { logSparsely } from '../ground/log.ts'
import { type VaultDoor, wayToVault } from '../ground/vault-door.ts'
import {
  type Answered,
  type Asked,
  type CaptureOutcome,
  type CardOutcome,
  type CardPage,
  type OpenCardPage,
  type QuestionName,
  questions,
  type ReversalOutcome,
} from '../ground/vault-protocol.ts'
import { NotAsked, Refused } from './vault-connection.ts'
import { openVaultLink } from './vault-link.ts'
import type { VaultStopwatch } from './vault-stopwatch.ts'

export type VaultClient = ReturnType<typeof openVaultClient>
type UndatedCharge = Omit<Asked<'charge'>, 'send_before'>

/** How much longer than the vault itself waits for the network we wait for the vault. */
const VAULT_GRACE_MS = 2_000

const reasonOf = (error: unknown) => `vault_${((error as { code?: string }).code ?? 'error').toLowerCase()}`
const noAcknowledgment = (error: unknown) =>
  ({ outcome: error instanceof NotAsked ? 'unsent' : 'unacknowledged', reason: reasonOf(error) }) as const

/**
 * Asks the vault. An answer that is not what it is declared to be (`ground/vault-protocol.ts`) is none. A
 * charge is waited for a little longer than the vault waits for the network, and not sent by the vault when
 * more than `authorizationMaxAgeMs` have passed since it was begun.
 */
export function openVaultClient(
  config: VaultDoor & Pick<Config, 'networkTimeoutMs' | 'authorizationMaxAgeMs'>,
  log: Logger,
) {
  const logOther = logSparsely(log, 'error', 'the vault cannot be asked', () => ({}))
  const link = openVaultLink({
    connect: () => wayToVault(config),
    timeoutMs: config.networkTimeoutMs + VAULT_GRACE_MS,
    onOtherRelease: (error) => logOther(error, { door: config.vaultSocket, reason: error.message }),
  })
  async function send<Name extends QuestionName>(
    name: Name,
    asked: (stopwatch: VaultStopwatch) => Asked<Name>,
  ): Promise<Answered<Name>> {
    const { kind, answer } = questions[name]
    return answer.parse(
      await link.ask(kind, (stopwatch) => JSON.stringify(asked(stopwatch))),
    ) as Answered<Name>
  }
  const ask = <Name extends QuestionName>(name: Name, asked: Asked<Name>) => send(name, () => asked)
  const askToCharge = (charge: UndatedCharge, begunAt: number) =>
    send('charge', (stopwatch) => ({
      ...charge,
      send_before: stopwatch.at(begunAt + config.authorizationMaxAgeMs),
    }))

  return {
    async openCardPage(page: OpenCardPage): Promise<CardPage> {
      return ask('openCardPage', page).catch((error) => {
        throw new Problem(
          'service_unavailable',
          'The vault cannot be reached; nothing was changed. Try again.',
          {
            headers: { 'retry-after': '1' },
            cause: error,
          },
        )
      })
    },
    /**
     * `begunAt`: `performance.now()` before the charge was made durable, so before anybody could give it up.
     * Never throws: a failure is an outcome too, and an honest one. Nonsense is `unknown`, never a decline.
     */
    async charge(charge: UndatedCharge, begunAt: number): Promise<CardOutcome> {
      try {
        const outcome = await askToCharge(charge, begunAt)
        // It sent nothing; with its answer it said what its stopwatch shows.
        const unmet = outcome.outcome === 'unsent' && outcome.reason === 'other_vault'
        return unmet ? await askToCharge(charge, begunAt) : outcome
      } catch (error) {
        return {
          outcome: error instanceof NotAsked || error instanceof Refused ? 'unsent' : 'unknown',
          reason: reasonOf(error),
        }
      }
    },
    /** Never throws: without an acknowledgment it is simply to be repeated. */
    reverse: (reversal: Asked<'reverse'>): Promise<ReversalOutcome> =>
      ask('reverse', reversal).catch(noAcknowledgment),
    /** Never throws: without an acknowledgment it is simply to be repeated. */
    capture: (capture: Asked<'capture'>): Promise<CaptureOutcome> =>
      ask('capture', capture).catch(noAcknowledgment),
    shred: (cards: Asked<'shred'>) => ask('shred', cards),
    moveClock: (to: Asked<'moveClock'>) => ask('moveClock', to),
    readLog: (after: bigint) => ask('readLog', { after: String(after) }),
    /** Whether the vault answers and a charge would be sent now. */
    ready: () =>
      ask('ready', {}).then(
        ({ ready }) => ready,
        () => false,
      ),
    close: link.close,
  }
}
