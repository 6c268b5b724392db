/**
 * What a company does with cards in a day. Each asks the platform, then writes into the company's own books
 * what the answer means.
 */
import assert from 'node:assert/strict'
import { until } from '../platform.ts'
import type { Sale } from './card-money.ts'
import { type Answer, asAsked, type Merchant } from './merchant.ts'

const body = (amount: bigint, to: string) => ({
  amount: asAsked(amount),
  to_bank_account_id: to,
  statement: 'A month',
})

/**
 * What became of a debit of this answer: 202 says that nobody knows yet, so the client waits until somebody
 * does.
 */
async function outcomeOf(merchant: Merchant, { status, body, text }: Answer, wanted: string) {
  if (status === 200) return wanted
  if (status === 402 || status === 503 || status === 504) return 'failed'
  assert.equal(status, 202, `a card was answered ${status} ${text}`)
  return until('the outcome of a charge', async () => {
    const { state } = await merchant.transaction(body.debit_id)
    return state !== 'requested' && state
  })
}

/** Charges a saved card. Undefined where nothing was taken. */
export async function charge(
  merchant: Merchant,
  number: string,
  amount: bigint,
  to: string,
): Promise<Sale | undefined> {
  const card = await merchant.card(number)
  const answer = await merchant.call('POST', `${card.path}/charge`, body(amount, to))
  if ((await outcomeOf(merchant, answer, 'paid')) !== 'paid') return undefined
  return merchant.cards.charged(answer.body.debit_id, amount, to, number)
}

const TRIES = 5

/**
 * Charges a card that the network approves. On a machine so busy that no answer comes in time it is charged
 * again.
 */
export async function sell(merchant: Merchant, number: string, amount: bigint, to: string): Promise<Sale> {
  for (let tries = 0; tries < TRIES; tries++) {
    const sale = await charge(merchant, number, amount, to)
    if (sale) return sale
  }
  return assert.fail(`${merchant.currency}: a card that is approved was not charged in ${TRIES} tries`)
}

/** Holds an amount on a card that the network approves. */
export async function hold(merchant: Merchant, number: string, amount: bigint, to: string) {
  const card = await merchant.card(number)
  for (let tries = 0; tries < TRIES; tries++) {
    const answer = await merchant.call('POST', `${card.path}/preauthorize`, body(amount, to))
    if ((await outcomeOf(merchant, answer, 'preauthorized')) !== 'preauthorized') continue
    merchant.cards.held(amount)
    return { id: answer.body.debit_id as string, amount, to, number, on: merchant.ledger.day }
  }
  return assert.fail(`${merchant.currency}: nothing was held in ${TRIES} tries`)
}
export type Hold = Awaited<ReturnType<typeof hold>>

/** Captures a part; the rest is released by it. */
export async function capture(
  merchant: Merchant,
  { id, amount, to, number }: Hold,
  part: bigint,
): Promise<Sale> {
  await merchant.good('POST', `/debit/${id}/capture`, { amount: asAsked(part) })
  await until('a capture', async () => (await merchant.transaction(id)).state === 'paid')
  merchant.cards.released(amount)
  return merchant.cards.charged(id, part, to, number)
}

export async function release(merchant: Merchant, { id, amount }: Hold): Promise<void> {
  await merchant.good('POST', `/debit/${id}/release`)
  merchant.cards.released(amount)
}

/** Gives a part back, or all of it. A full one before the charge has cleared takes the charge itself back. */
export async function refund(merchant: Merchant, sale: Sale, amount: bigint): Promise<void> {
  const answer = await merchant.call('POST', `/debit/${sale.id}/refund`, { amount: asAsked(amount) })
  const { status, text } = answer
  if (status === 402 || status === 504) {
    merchant.cards.refundFailed(amount)
    return
  }
  assert.ok(status === 200 || status === 202, `a refund was answered ${status} ${text}`)
  const { state, method } = await until('the end of a refund', async () => {
    const found = await merchant.good('GET', `/refund/${answer.body.refund_id}`)
    return found.state !== 'requested' && found
  })
  if (state === 'failed') merchant.cards.refundFailed(amount)
  else if (method === 'reversal') merchant.cards.reversed(sale)
  else merchant.cards.refunded(sale, amount)
}

/** Several at once, all of which fit, and one that does not. */
export async function refundInParts(merchant: Merchant, sale: Sale, parts: number): Promise<void> {
  const part = (sale.amount - sale.refunded) / BigInt(parts + 1)
  await Promise.all(Array.from({ length: parts }, () => refund(merchant, sale, part)))
  const tooMuch = await merchant.call('POST', `/debit/${sale.id}/refund`, { amount: asAsked(sale.amount) })
  assert.equal(tooMuch.status, 422, tooMuch.text)
}

/** A debit with a link, paid by a guest: the first card declines, the second one pays. */
export async function guestPays(
  merchant: Merchant,
  amount: bigint,
  to: string,
  byLink: boolean,
): Promise<Sale> {
  const debit = await merchant.good('PUT', '/debit', {
    amount: asAsked(amount),
    statement: 'Guest',
    to_bank_account: to,
    contact_email: 'guest@example.com',
    contact_name: 'Grace Hopper',
  })
  const id: string = debit.identifier
  const enter = async (number: string) => {
    const page = byLink ? `${debit.link}/card` : `/debit/${id}/creditcard/url`
    const { url } = await merchant.good('POST', page, byLink ? {} : undefined)
    await merchant.enterCard(url, number)
  }
  await enter('4000000000009995')
  await until('the first card to decline', async () => (await merchant.transaction(id)).fail_reason !== null)
  await enter('4242424242424242')
  await until('the second card to pay', async () => (await merchant.transaction(id)).state === 'paid')
  return merchant.cards.charged(id, amount, to, '4242424242424242')
}

/** The card holder takes it back through the network. */
export async function dispute(merchant: Merchant, sale: Sale, amount: bigint): Promise<void> {
  const { rrn } = await networkEntry(merchant, sale)
  await merchant.good('POST', `${merchant.simulatorUrl}/disputes`, { rrn, amount: Number(amount) })
  merchant.cards.dispute(sale, amount)
}

/** Answers an open dispute; the text decides how it ends. */
export async function answerDispute(merchant: Merchant, sale: Sale, wins: boolean): Promise<void> {
  const opened = await until('a dispute to be opened', async () => {
    const { data } = await merchant.good('GET', `/dispute?debit_id=${sale.id}`)
    return data[0]
  })
  const path = `/dispute/${opened.dispute_id}`
  const delivery = wins ? 'Signed for: winning_evidence.' : 'It was left at the door.'
  await merchant.good('POST', `${path}/evidence`, { texts: { delivery } })
  await merchant.good('POST', `${path}/submit`)
  await until('the network to have the answer', async () => {
    const { dispute } = await networkEntry(merchant, sale)
    return dispute.state !== 'open'
  })
  merchant.cards.decide(sale, wins)
}

/** The network's own entry of a charge: the only one of its amount. */
async function networkEntry({ simulatorUrl, currency, good }: Merchant, sale: Sale): Promise<any> {
  for (let after = 0; ; ) {
    const { entries } = await good('GET', `${simulatorUrl}/books?after=${after}&limit=1000`)
    if (entries.length === 0) return assert.fail('the network does not know a charge')
    const found = entries.filter(
      (one: any) =>
        one.currency === currency && one.state === 'captured' && one.amount_captured === Number(sale.amount),
    )
    assert.ok(found.length < 2, 'a disputed charge has an amount of its own')
    if (found[0]) return found[0]
    after = entries.at(-1).seq
  }
}
