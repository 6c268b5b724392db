import { Agent, request } from 'undici'
import { Problem } from '../ground/errors.ts'
import {
  type CaptureCard,
  type CaptureOutcome,
  type CardLogEntry,
  type CardOutcome,
  type CardPage,
  type ChargeCard,
  type MoveClock,
  type OpenCardPage,
  type ReversalOutcome,
  type ReverseCard,
  type ShredCards,
  VAULT_MOMENT_HEADER,
} from '../ground/vault-protocol.ts'
import { vaultStopwatch } from './vault-stopwatch.ts'

export type VaultClient = ReturnType<typeof openVaultClient>
type UndatedCharge = Omit<ChargeCard, 'send_before'>

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
 * Asks the vault over its unix socket. `timeoutMs` bounds a charge; it must exceed the vault's own wait for the network. A charge is
 * not sent by the vault when more than `maxAgeMs` have passed since it was begun.
 */
export function openVaultClient(socketPath: string, timeoutMs: number, maxAgeMs: number) {
  const stopwatch = vaultStopwatch()
  const dispatcher = new Agent({
    connect: { socketPath, timeout: 2_000 },
    connections: 256,
    headersTimeout: timeoutMs,
    bodyTimeout: timeoutMs,
  })
  const ask = async <T>(method: 'GET' | 'POST', path: string, body?: unknown): Promise<T> => {
    const answer = await request(`http://vault${path}`, {
      dispatcher,
      method,
      ...(body === undefined
        ? {}
        : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
    })
    stopwatch.learn(answer.headers[VAULT_MOMENT_HEADER])
    const text = await answer.body.text()
    if (answer.statusCode !== 200) throw new Error(`the vault answered ${answer.statusCode} to ${path}`)
    return JSON.parse(text) as T
  }
  const askToCharge = (charge: UndatedCharge, begunAt: number) => {
    const send_before = stopwatch.at(begunAt + maxAgeMs)
    return ask<CardOutcome>('POST', '/charges', { ...charge, send_before } satisfies ChargeCard)
  }

  return {
    async openCardPage(page: OpenCardPage): Promise<CardPage> {
      return ask<CardPage>('POST', '/card-pages', page).catch((error) => {
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
     * `begunAt`: `performance.now()` before the charge was made durable, so before anybody could give it up. Never throws: a
     * failure is an outcome too, and an honest one.
     */
    async charge(charge: UndatedCharge, begunAt: number): Promise<CardOutcome> {
      try {
        const outcome = await askToCharge(charge, begunAt)
        // A vault that we have not met yet sent nothing; its answer said what its stopwatch shows.
        const unmet = outcome.outcome === 'unsent' && outcome.reason === 'other_vault'
        return unmet ? await askToCharge(charge, begunAt) : outcome
      } catch (error) {
        return {
          outcome: neverSent.has(codeOf(error)) ? 'unsent' : 'unknown',
          reason: reasonOf(error),
        }
      }
    },
    /** Never throws: without an acknowledgment it is simply to be repeated. */
    reverse: (reversal: ReverseCard): Promise<ReversalOutcome> =>
      ask<ReversalOutcome>('POST', '/reversals', reversal).catch(noAcknowledgment),
    /** Never throws: without an acknowledgment it is simply to be repeated. */
    capture: (capture: CaptureCard): Promise<CaptureOutcome> =>
      ask<CaptureOutcome>('POST', '/captures', capture).catch(noAcknowledgment),
    shred: (cards: ShredCards) => ask<{ ok: true }>('POST', '/shreddings', cards),
    moveClock: (to: MoveClock) => ask<{ ok: true }>('POST', '/clock', to),
    readLog: (after: number) => ask<CardLogEntry[]>('GET', `/card-log?after=${after}`),
    /** Whether the vault answers; its card network link may still be down. */
    ready: () =>
      ask<{ ready: boolean }>('GET', '/readyz').then(
        ({ ready }) => ready,
        () => false,
      ),
    close: () => dispatcher.close(),
  }
}
