import { Agent, request } from 'undici'
import { Problem } from '../errors.ts'
import type {
  CardLogEntry,
  CardOutcome,
  CardPage,
  ChargeCard,
  OpenCardPage,
  ReversalOutcome,
  ReverseCard,
  ShredCards,
} from '../vault-protocol.ts'

export type VaultClient = ReturnType<typeof openVaultClient>

/** The connection was never made, so the vault has not seen the request. */
const neverSent = new Set(['ENOENT', 'ECONNREFUSED', 'EACCES', 'UND_ERR_CONNECT_TIMEOUT'])
const codeOf = (error: unknown) => (error as { code?: string }).code ?? 'error'

/** Asks the vault over its unix socket. `timeoutMs` bounds a charge; it must exceed the vault's own wait for the network. */
export function openVaultClient(socketPath: string, timeoutMs: number) {
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
    const text = await answer.body.text()
    if (answer.statusCode !== 200) throw new Error(`the vault answered ${answer.statusCode} to ${path}`)
    return JSON.parse(text) as T
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
    /** Never throws: a failure is an outcome too, and an honest one. */
    charge: (charge: ChargeCard): Promise<CardOutcome> =>
      ask<CardOutcome>('POST', '/charges', charge).catch((error) => ({
        outcome: neverSent.has(codeOf(error)) ? 'unsent' : 'unknown',
        reason: `vault_${codeOf(error).toLowerCase()}`,
      })),
    /** Never throws: without an acknowledgment it is simply to be repeated. */
    reverse: (reversal: ReverseCard): Promise<ReversalOutcome> =>
      ask<ReversalOutcome>('POST', '/reversals', reversal).catch((error) => ({
        outcome: 'unacknowledged',
        reason: `vault_${codeOf(error).toLowerCase()}`,
      })),
    shred: (cards: ShredCards) => ask<{ ok: true }>('POST', '/shreddings', cards),
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
