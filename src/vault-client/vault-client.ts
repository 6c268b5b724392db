import type { Logger } from 'pino'
import type { TransferDone } from '../ground/card-transfer.ts'
import type { Config } from '../ground/config.ts'
import { Problem } from '../ground/errors.ts'
import { logSparsely } from '../ground/log.ts'
import { type VaultDoor, waysToVaults } from '../ground/vault-door.ts'
import {
  type AcceptorId,
  type Answered,
  type Asked,
  type CaptureOutcome,
  type CardOutcome,
  type CardPage,
  type OpenCardPage,
  OTHER_ACCEPTOR,
  type QuestionName,
  questions,
  type ReversalOutcome,
} from '../ground/vault-protocol.ts'
import { NotAsked, Refused } from './vault-connection.ts'
import { openVaultLink } from './vault-link.ts'
import type { Place } from './vault-places.ts'
import type { VaultStopwatch } from './vault-stopwatch.ts'

export type VaultClient = ReturnType<typeof openVaultClient>
type UndatedCharge = Omit<Asked<'charge'>, 'send_before'>

/**
 * What vaults say of one identity at the card network: one of them does not speak for it (`other`), or is of
 * a release that knows of none and refuses questions that name one (`older`); all speak for it; none answers.
 */
type Spoken = 'other' | 'older' | 'spoken' | 'silent'

/** How much longer than the vault itself waits for the network we wait for the vault. */
const VAULT_GRACE_MS = 2_000

const sentNothing = (said: object) =>
  'reason' in said && 'outcome' in said && said.outcome === 'unsent' && OWN_REASONS.has(String(said.reason))

const isSame = (one: AcceptorId, other: AcceptorId) =>
  one.acquirer_id === other.acquirer_id &&
  one.terminal_id === other.terminal_id &&
  one.merchant_id === other.merchant_id

const reasonOf = (error: unknown) => `vault_${((error as { code?: string }).code ?? 'error').toLowerCase()}`
const noAcknowledgment = (error: unknown) =>
  ({ outcome: error instanceof NotAsked ? 'unsent' : 'unacknowledged', reason: reasonOf(error) }) as const

/**
 * Why a vault sent nothing that another, which has a link of its own to the card network and maybe newer
 * settings, may send. Of them nothing has left, so another may be asked.
 */
const OWN_REASONS = new Set(['link_down', 'link_busy', OTHER_ACCEPTOR])

/**
 * Asks the vaults. An answer that is not what it is declared to be (`ground/vault-protocol.ts`) is none. A
 * charge is waited for a little longer than the vault waits for the network, and not sent by the vault when
 * more than `authorizationMaxAgeMs` have passed since it was begun.
 */
export function openVaultClient(
  config: VaultDoor & Pick<Config, 'networkTimeoutMs' | 'authorizationMaxAgeMs'>,
  log: Logger,
) {
  const logOther = logSparsely(log, 'error', 'the vault cannot be asked', () => ({}))
  const link = openVaultLink({
    ways: waysToVaults(config),
    timeoutMs: config.networkTimeoutMs + VAULT_GRACE_MS,
    onOtherRelease: (error, door) => logOther(error, { door, reason: error.message }),
  })
  async function send<Name extends QuestionName>(
    name: Name,
    asked: (stopwatch: VaultStopwatch) => Asked<Name>,
  ): Promise<Answered<Name>> {
    const { kind, answer } = questions[name]
    const text = (stopwatch: VaultStopwatch) => JSON.stringify(asked(stopwatch))
    const heard = await link.ask(kind, text)
    let said = answer.parse(heard.answer) as Answered<Name>
    const tried = new Set<Place>([heard.by])
    while (sentNothing(said) && tried.size < link.count) {
      heard.by.doubted = true
      try {
        const other = await link.ask(kind, text, tried)
        tried.add(other.by)
        said = answer.parse(other.answer) as Answered<Name>
      } catch (error) {
        if (error instanceof NotAsked) break
        throw error
      }
    }
    return said
  }
  const ask = <Name extends QuestionName>(name: Name, asked: Asked<Name>) => send(name, () => asked)
  const askToCharge = (charge: UndatedCharge, begunAt: number) =>
    send('charge', (stopwatch) => ({
      ...charge,
      send_before: stopwatch.at(begunAt + config.authorizationMaxAgeMs),
    }))
  const look = () =>
    ask('ready', {}).then(
      ({ ready }) => (ready ? 'ready' : 'not_ready'),
      () => 'silent' as const,
    )

  /** All vaults are asked, because they may have different settings. */
  async function speaksFor(id: AcceptorId): Promise<Spoken> {
    const { kind, answer } = questions.ready
    const tried = new Set<Place>()
    const heardOf = new Set<Spoken>()
    try {
      while (tried.size < link.count) {
        const heard = await link.ask(kind, () => '{}', tried)
        tried.add(heard.by)
        const { speaks_for } = answer.parse(heard.answer)
        heardOf.add(!speaks_for ? 'older' : speaks_for.some((one) => isSame(one, id)) ? 'spoken' : 'other')
      }
    } catch {
      // Whoever is away says nothing.
    }
    return (['other', 'older', 'spoken'] as const).find((one) => heardOf.has(one)) ?? 'silent'
  }

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
    anchorAudit: (anchor: Asked<'anchorAudit'>) => ask('anchorAudit', anchor),
    readTransfers: async () => (await ask('readTransfers', {})).work,
    doneTransfer: (done: TransferDone) => ask('doneTransfer', { done }),
    readLog: (after: bigint) => ask('readLog', { after: String(after) }),
    /** Whether a vault answers, and whether it would send a charge now. */
    look,
    /** Whether the vaults that answer speak for it at the card network. */
    speaksFor,
    ready: () => look().then((seen) => seen === 'ready'),
    close: link.close,
  }
}
