import type { FastifyInstance } from 'fastify'
import { newId } from '../ground/ids.ts'
import {
  type CaptureCard,
  type CaptureOutcome,
  type CardOutcome,
  type CardPage,
  type ChargeCard,
  type ChargeKind,
  type NetworkReference,
  type OpenCardPage,
  type ReversalOutcome,
  type ReverseCard,
  type ShredCards,
  VAULT_MOMENT_HEADER,
} from '../ground/vault-protocol.ts'
import { openCardReader, shredCards } from './card.ts'
import { readLog } from './card-log.ts'
import { openPage } from './card-page.ts'
import type * as network from './iso8583/card-network.ts'
import { Iso8583Error } from './iso8583/iso8583-error.ts'
import type { VaultContext } from './vault-context.ts'

/**
 * The questions that the main side may ask, on the unix socket (`vault-protocol.ts`): open a card page, charge, hold, capture, refund
 * and reverse by token, shred, and the log of what happened on pages. No answer holds a card number.
 */
export function serveQuestions(server: FastifyInstance, vault: VaultContext): void {
  const { db, config } = vault
  const readCard = openCardReader(db, vault.keys, ({ card_id: cardId }) =>
    vault.log.error({ cardId }, 'a card could not be opened: it was sealed with another key, or changed'),
  )
  const ownId = newId()
  server.addHook('onSend', async (_request, reply) => {
    reply.header(VAULT_MOMENT_HEADER, `${ownId} ${performance.now()}`)
  })

  server.post<{ Body: OpenCardPage }>('/card-pages', async ({ body }): Promise<CardPage> => {
    const { ticket, expiresAt } = await openPage(db, vault.keys, body, config.cardPageLifeMs)
    return { url: `${config.vaultPublicUrl}/tokenize/${ticket}`, expires_at: expiresAt.toISOString() }
  })

  server.post<{ Body: ChargeCard }>('/charges', async ({ body }): Promise<CardOutcome> => {
    const reference = networkReference(body)
    const read = await readCard(body)
    if (!read.card) return { outcome: 'unsent', reason: read.reason }
    const { amount, currency, statement, company_name: merchantName, send_before } = body
    // Checked last before sending: an old request may be one that the worker has given up and is reversing. By our own
    // stopwatch, because the clock that dated the request may differ from ours by more than any limit.
    if (send_before?.vault !== ownId) return { outcome: 'unsent', reason: 'other_vault' }
    if (performance.now() > send_before.ms) return { outcome: 'unsent', reason: 'too_old' }
    const sale = { amount: BigInt(amount), currency, statement, merchantName }
    return toOutcome(await vault.network[askOf[body.kind]](reference, read.card, sale).catch(notExpressible))
  })

  server.post<{ Body: ReverseCard }>('/reversals', async ({ body }): Promise<ReversalOutcome> => {
    const original = {
      ...networkReference(body),
      mti: typeOf(body.kind),
      amount: BigInt(body.amount),
      currency: body.currency,
    }
    // Without the card where it does not open: the reference tells the network which request is meant.
    const { card } = await readCard(body)
    const answer = await vault.network.reverse(original, card, { repeat: body.repeat }).catch(notExpressible)
    if (answer.outcome === 'acknowledged') return { outcome: 'acknowledged' }
    return { outcome: answer.outcome === 'not_sent' ? 'unsent' : 'unacknowledged', reason: answer.reason }
  })

  server.post<{ Body: CaptureCard }>('/captures', async ({ body }): Promise<CaptureOutcome> => {
    const advice = {
      stan: body.advice.stan,
      rrn: body.rrn,
      transmittedAt: new Date(body.advice.transmitted_at),
    }
    const authorization = {
      ...networkReference(body),
      mti: typeOf('authorization'),
      amount: BigInt(body.amount_authorized),
      currency: body.currency,
      authorizationCode: body.authorization_code,
    }
    const { repeat } = body
    const amount = BigInt(body.amount)
    const answer = await vault.network
      .capture(advice, authorization, amount, { repeat })
      .catch(notExpressible)
    if (answer.outcome === 'acknowledged') return { outcome: 'acknowledged' }
    if (answer.outcome === 'not_sent') return { outcome: 'unsent', reason: answer.reason }
    if (answer.outcome !== 'declined') return { outcome: 'unacknowledged', reason: answer.reason }
    const { responseCode: response_code, failReason: fail_reason, retry } = answer
    return { outcome: 'refused', response_code, fail_reason, retry }
  })

  server.post<{ Body: ShredCards }>('/shreddings', async ({ body: { cards } }) => {
    await shredCards(db, cards)
    return { ok: true }
  })

  server.get<{ Querystring: { after: string } }>('/card-log', ({ query }) => readLog(db, Number(query.after)))
}

/** A message that ISO 8583 cannot express was not sent. Anything else is a mistake of ours, of which nobody knows how far it got. */
function notExpressible(error: unknown): { outcome: 'not_sent'; reason: string } {
  if (error instanceof Iso8583Error) return { outcome: 'not_sent', reason: 'not_expressible' }
  throw error
}

/** Which of the network's functions asks for it. */
const askOf = { charge: 'charge', authorization: 'authorize', refund: 'refund' } as const

/** The message type by which the network knows the request. */
const typeOf = (kind: ChargeKind) => (kind === 'authorization' ? '0100' : '0200')

const networkReference = ({ stan, rrn, transmitted_at }: NetworkReference) => ({
  stan,
  rrn,
  transmittedAt: new Date(transmitted_at),
})

function toOutcome(outcome: network.CardOutcome | ReturnType<typeof notExpressible>): CardOutcome {
  switch (outcome.outcome) {
    case 'approved':
      return {
        outcome: 'approved',
        response_code: outcome.responseCode,
        authorization_code: outcome.authorizationCode,
      }
    case 'declined': {
      const { responseCode: response_code, failReason: fail_reason, retry } = outcome
      return { outcome: 'declined', response_code, fail_reason, retry }
    }
    case 'not_sent':
      return { outcome: 'unsent', reason: outcome.reason }
    case 'unknown':
      return { outcome: 'unknown', reason: outcome.reason }
  }
}
