import { inSpan, type TraceSpan } from '../ground/traces.ts'
import { type Asked, type CardOutcome, type ChargeKind, OTHER_ACCEPTOR } from '../ground/vault-protocol.ts'
import { openAcceptors } from './acceptors.ts'
import type { AnswerQuestion } from './answer-question.ts'
import { anchorAudit } from './audit/anchor-audit.ts'
import { appendAudit } from './audit/append-audit.ts'
import { type AuditAct, cardIn } from './audit/audit-line.ts'
import { openCardReader, shredCards } from './card.ts'
import { readLog } from './card-log.ts'
import type { CardNetwork, Sale } from './card-network.ts'
import { openPage } from './card-page.ts'
import type { VaultContext } from './vault-context.ts'

/**
 * The questions that the main side may ask (`vault-protocol.ts`): open a card page,
 * charge, hold, capture, refund and reverse by token, shred, and the log of what happened on pages. No answer
 * holds a card number. `ownId` tells this vault process from all others.
 */
export function serveQuestions(answer: AnswerQuestion, vault: VaultContext, ownId: string): void {
  const { db, config } = vault
  const acceptors = openAcceptors(vault)
  const readCard = openCardReader(db, vault.keys, (why, name, use) => {
    if (why === 'card.unreadable')
      vault.log.error(
        { cardId: name.card_id },
        'a card could not be opened: it was sealed with another key, or changed',
      )
    // Its use is logged; that it came to nothing may be lost.
    appendAudit(db, { ...use, do: why, ...cardIn(name) }).catch(() => undefined)
  })

  answer('openCardPage', async (page) => {
    const { ticket, expiresAt } = await openPage(db, vault.keys, page, config.cardPageLifeMs)
    return { url: `${config.vaultPublicUrl}/tokenize/${ticket}`, expires_at: expiresAt.toISOString() }
  })

  /**
   * Where a question is traced, so is what is done for it: how it is called and how it ends, nothing of a
   * card.
   */
  const joined = (name: string, kind: ChargeKind | 'capture', traceparent: string | undefined) =>
    traceparent === undefined
      ? undefined
      : vault.traces?.join({ name, kind: 'server', facts: { 'jetpay.kind': kind } }, traceparent)
  const sent = <Outcome extends { outcome: string }>(
    span: TraceSpan | undefined,
    message: Promise<Outcome>,
  ): Promise<Outcome> => {
    if (!span) return message
    const told = span.child('network message', 'client')
    return message.then((outcome) => {
      told.end({ 'jetpay.outcome': outcome.outcome })
      return outcome
    })
  }

  const sell = async (
    charge: Asked<'charge'>,
    by: string,
    span: TraceSpan | undefined,
  ): Promise<CardOutcome> => {
    const { kind, reference, currency, statement, company_name: merchantName, send_before, use } = charge
    if (!acceptors.speaksFor(charge.acceptor)) return otherAcceptor
    const { card, reason } = await readCard(charge, { do: actOf[kind], by, reference: reference.id })
    if (!card) return { outcome: 'unsent', reason }
    // Checked last before sending: an old request may be one that the worker has given up and is reversing.
    // By our own stopwatch, because the clock that dated the request may differ from ours by more than any
    // limit.
    if (send_before?.vault !== ownId) return { outcome: 'unsent', reason: 'other_vault' }
    if (performance.now() > send_before.ms) return { outcome: 'unsent', reason: 'too_old' }
    const sale: Sale = {
      amount: BigInt(charge.amount),
      currency,
      statement,
      merchantName,
      as: acceptors.as(charge.acceptor),
    }
    if (use && kind !== 'refund')
      sale.credential = {
        initiator: use.initiator,
        reason: use.reason,
        transactionId: card.transactionId,
        agreement: card.agreement,
      }
    // Not awaited here, so that nothing of the question is held while the network is.
    return sent(span, vault.network[askOf[kind]](reference, card, sale))
  }
  answer('charge', (charge, by) =>
    charge.traceparent === undefined
      ? sell(charge, by, undefined)
      : inSpan(joined('vault charge', charge.kind, charge.traceparent), (span) => sell(charge, by, span)),
  )

  answer('reverse', (reversal, by) =>
    inSpan(joined('vault reverse', reversal.kind, reversal.traceparent), async (span) => {
      const { kind, reference, amount, currency, repeat, acceptor } = reversal
      if (!acceptors.speaksFor(acceptor)) return otherAcceptor
      // Without the card where it does not open, or has another number than was sent: the reference tells
      // the network which request is meant.
      const { card } = await readCard(reversal, { do: 'card.reverse', by, reference: reference.id })
      const known = card && !maybeRenumberedSince(card.renumberedAt, reference.sent_at) ? card : null
      const request = { kind, reference, amount: BigInt(amount), currency, as: acceptors.as(acceptor) }
      return sent(span, vault.network.reverse(request, known, { repeat }))
    }),
  )

  answer('capture', ({ reference, authorization: of, amount, currency, repeat, acceptor, traceparent }) =>
    inSpan(joined('vault capture', 'capture', traceparent), async (span) => {
      if (!acceptors.speaksFor(acceptor)) return otherAcceptor
      const authorization = {
        reference: of.reference,
        amount: BigInt(of.amount),
        currency,
        authorizationCode: of.authorization_code,
        as: acceptors.as(acceptor),
      }
      return sent(span, vault.network.capture(reference, authorization, BigInt(amount), { repeat }))
    }),
  )

  answer('shred', async ({ cards }, by) => {
    await shredCards(db, cards, by)
    return { ok: true }
  })

  answer('anchorAudit', (asked, by) => anchorAudit(vault, asked, by))

  answer('readLog', ({ after }) => readLog(db, Number(after)))
}

const otherAcceptor = { outcome: 'unsent', reason: OTHER_ACCEPTOR } as const

/** Requests are dated by the main side's clock, and a card may have been read before it was updated. */
const CLOCKS_DIFFER_MS = 5 * 60_000
const maybeRenumberedSince = (renumberedAt: Date | null, sentAt: string): boolean =>
  renumberedAt !== null && renumberedAt.getTime() > Date.parse(sentAt) - CLOCKS_DIFFER_MS

/** How the audit log calls it. */
const actOf = {
  charge: 'card.charge',
  authorization: 'card.authorization',
  refund: 'card.refund',
} as const satisfies Record<ChargeKind, AuditAct>

/** Which of the network's functions asks for it. */
const askOf = {
  charge: 'charge',
  authorization: 'authorize',
  refund: 'refund',
} as const satisfies Record<ChargeKind, keyof CardNetwork>
