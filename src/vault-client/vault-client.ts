import { Agent, request } from 'undici'
import type { Config } from '../ground/config.ts'
import { Problem } from '../ground/errors.ts'
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
  VAULT_MOMENT_HEADER,
} from '../ground/vault-protocol.ts'
import { vaultStopwatch } from './vault-stopwatch.ts'

export type VaultClient = ReturnType<typeof openVaultClient>
type UndatedCharge = Omit<Asked<'charge'>, 'send_before'>

/** How much longer than the vault itself waits for the network we wait for the vault. */
const VAULT_GRACE_MS = 2_000
const CONNECT_TIMEOUT_MS = 2_000
/** Connections of one process to the vault: as many charges are under way at once. */
const CONNECTIONS_MAX = 256

/** The vault has read the question and refused it, before anything else was done. */
const REFUSED = 'REFUSED'
/** The connection was never made, so the vault has not seen the request. */
const neverSent = new Set(['ENOENT', 'ECONNREFUSED', 'EACCES', 'UND_ERR_CONNECT_TIMEOUT'])
const codeOf = (error: unknown) => (error as { code?: string }).code ?? 'error'
const reasonOf = (error: unknown) => `vault_${codeOf(error).toLowerCase()}`
const noAcknowledgment = (error: unknown) =>
  ({
    outcome: neverSent.has(codeOf(error)) ? 'unsent' : 'unacknowledged',
    reason: reasonOf(error),
  }) as const

/**
 * Asks the vault. An answer that is not what it is declared to be (`ground/vault-protocol.ts`) is none. A
 * charge is waited for a little longer than the vault waits for the network, and not sent by the vault when
 * more than `authorizationMaxAgeMs` have passed since it was begun.
 */
export function openVaultClient(
  config: VaultDoor & Pick<Config, 'networkTimeoutMs' | 'authorizationMaxAgeMs'>,
) {
  const stopwatch = vaultStopwatch()
  const { origin, connect } = wayToVault(config)
  const timeoutMs = config.networkTimeoutMs + VAULT_GRACE_MS
  const dispatcher = new Agent({
    connect: { ...connect, timeout: CONNECT_TIMEOUT_MS },
    connections: CONNECTIONS_MAX,
    headersTimeout: timeoutMs,
    bodyTimeout: timeoutMs,
  })
  async function ask<Name extends QuestionName>(name: Name, asked: Asked<Name>): Promise<Answered<Name>> {
    const { method, path, answer: schema } = questions[name]
    const answer =
      method === 'GET'
        ? await request(`${origin}${path}?${new URLSearchParams(asked as Record<string, string>)}`, {
            dispatcher,
          })
        : await request(`${origin}${path}`, {
            dispatcher,
            method,
            body: JSON.stringify(asked),
            headers: { 'content-type': 'application/json' },
          })
    stopwatch.learn(answer.headers[VAULT_MOMENT_HEADER])
    const text = await answer.body.text()
    if (answer.statusCode === 422)
      throw Object.assign(new Error(`the vault refused ${name}: ${text}`), { code: REFUSED })
    if (answer.statusCode !== 200) throw new Error(`the vault answered ${answer.statusCode} to ${name}`)
    return schema.parse(JSON.parse(text)) as Answered<Name>
  }
  const askToCharge = (charge: UndatedCharge, begunAt: number) =>
    ask('charge', { ...charge, send_before: stopwatch.at(begunAt + config.authorizationMaxAgeMs) })

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
        // A vault that we have not met yet sent nothing; its answer said what its stopwatch shows.
        const unmet = outcome.outcome === 'unsent' && outcome.reason === 'other_vault'
        return unmet ? await askToCharge(charge, begunAt) : outcome
      } catch (error) {
        return {
          outcome: neverSent.has(codeOf(error)) || codeOf(error) === REFUSED ? 'unsent' : 'unknown',
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
    close: () => dispatcher.close(),
  }
}
