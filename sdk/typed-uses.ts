/**
 * What the types of the client narrow, and what they refuse: compiled against the packed package. An error
 * that is expected and does not come is one too.
 */
export const typedUses = `
import { type FailReason, isJetpayError, type JetpayErrorCode, openJetpay } from '@jetpay/node'
import { type PaymentEvent, verifyDelivery } from '@jetpay/node/webhooks'
const client = openJetpay({ baseUrl: 'https://pay.example.com', token: 'jp_x' })

export function tell(error: unknown): string {
  // @ts-expect-error: no such code
  if (isJetpayError(error, 'card_declinde')) return ''
  if (isJetpayError(error, 'validation_failed')) return error.problem.errors.map(({ path, message }) => path + message).join()
  if (isJetpayError(error, 'limit_exceeded')) return error.problem.limit + error.problem.limit_amount.toFixed(2)
  if (isJetpayError(error, 'card_declined', 'network_timeout', 'no_answer')) {
    if (error.code === 'card_declined') {
      const why: FailReason = error.failReason
      // @ts-expect-error: no such reason
      if (why === 'insufficient_fund') return ''
      return why + error.problem.retry + error.problem.debit_id
    }
    const code: 'network_timeout' | 'no_answer' = error.code
    return code
  }
  if (!isJetpayError(error)) throw error
  // @ts-expect-error: no such code
  if (error.code === 'card_declinde') return ''
  // @ts-expect-error: no such reason
  if (error.failReason === 'insufficient_fund') return ''
  switch (error.code) {
    case 'card_declined':
      return error.failReason === 'insufficient_funds' ? 'poor' : ''
    // @ts-expect-error: no such code
    case 'not_fuond':
      return ''
    // A platform that is newer than this client has further codes.
    default:
      return error.code + (error.failReason ?? '') + error.errors.length
  }
}
/** Whatever is set or not: under exactOptionalPropertyTypes too. */
export async function asked(contact_id: string | undefined, idempotencyKey: string | undefined, tags: readonly string[], since: Date): Promise<void> {
  openJetpay({ baseUrl: 'https://pay.example.com', token: 'jp_x', timeoutMs: undefined, signal: undefined, fetch: undefined })
  await client.createContact({ email: 'a@example.com', name: 'Ada', tags, external_reference: contact_id }, { idempotencyKey })
  const states = ['paid', 'failed'] as const
  await client.listTransactions({ contact_id, state: states, created_after: since, created_before: since.toISOString() })
  await client.listTransactions({ state: 'paid', fail_reason: 'insufficient_funds', kind: 'debit', failed_from: ['paid'] })
  await client.listContacts({ identifier: tags, metadata: { order: '7' }, limit: undefined })
  await client.listNewestEvents({ type: ['contacts.created', 'payouts.completed'] })
  // @ts-expect-error: no such state
  await client.listTransactions({ state: 'payed' })
  // @ts-expect-error: no such state
  await client.listTransactions({ state: ['paid', 'payed'] })
  // @ts-expect-error: no such reason
  await client.listTransactions({ fail_reason: 'insufficient_fund' })
  // @ts-expect-error: no such type
  await client.listNewestEvents({ type: 'contacts.made' })
  // @ts-expect-error: no such filter
  await client.listTransactions({ sate: 'paid' })
  // @ts-expect-error: what it cannot do without
  await client.getContact({ contact_id })
}
export const codes: JetpayErrorCode[] = ['not_found', 'unreadable']

export function paid(event: PaymentEvent): number {
  switch (event.type) {
    case 'transactions.debits.paid':
      return event.data.amount
    case 'transactions.debits.failed': {
      const why: FailReason | null = event.data.failReason
      return why === 'insufficient_funds' ? 1 : 0
    }
    case 'contacts.credit_cards.tokenized':
      // @ts-expect-error: a card has no amount
      return event.data.amount
    // @ts-expect-error: no such type
    case 'transactions.debits.payed':
      return 0
    case 'webhooks.test':
      return event.data.message.length
    default:
      return event.type.length
  }
}
export async function pull(): Promise<void> {
  for await (const event of client.listEvents({ after: 0 })) if (event.type === 'payouts.completed') console.log(event.data.payoutId, paid(event))
  const debit = await client.getTransaction({ identifier: 'x' })
  // @ts-expect-error: no such reason
  if (debit.fail_reason === 'insufficient_fund') throw new Error()
}
export async function push(request: Request): Promise<number[]> {
  const { events } = await verifyDelivery(request, { jwksUrl: 'https://pay.example.com/jwks', audience: 'x' })
  return events.map(paid)
}
`
