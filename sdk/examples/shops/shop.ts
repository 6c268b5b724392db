/** What the example shops have in common: orders, their payment, and the door for `jetpay rehearse`. */
import { createServer, type IncomingHttpHeaders, type IncomingMessage } from 'node:http'
import { isJetpayError, openJetpay } from '@jetpay/node'
import type { PaymentEvent } from '@jetpay/node/webhooks'

const { JETPAY_API, JETPAY_TOKEN, JETPAY_BANK_ACCOUNT, PORT } = process.env
const jetpay = openJetpay({ baseUrl: JETPAY_API!, token: JETPAY_TOKEN! })
const bank = JETPAY_BANK_ACCOUNT!

type Order = { order: string; state: 'waiting' | 'paid' | 'failed' | 'taken_back'; shipped: number }
const orders = new Map<string, Order>()

/** How a shop goes about what it hears; where the examples differ. */
export type Habits = {
  /** Handles a delivery to the webhook of this identifier; throws where it is refused. */
  receive(request: { headers: IncomingHttpHeaders; rawBody: Buffer }, webhook: string): Promise<void>
  /** What the status of a refusal is. */
  statusFor(error: unknown): number
  /** Hears what the card page said to our page. */
  pageSaid(order: Order, message: Record<string, unknown>): void
}

/** Sends the goods. */
export function ship(order: Order): void {
  order.state = 'paid'
  order.shipped += 1
}

/** What the shop does about an event: orders are known by the reference that their charges carry. */
export async function handle({ type, data }: PaymentEvent, shipNow = ship): Promise<void> {
  const order = 'externalReference' in data && orders.get(String(data.externalReference))
  if (!order) return
  if (type === 'transactions.debits.paid') shipNow(order)
  if (type === 'transactions.debits.failed') order.state = order.shipped > 0 ? 'taken_back' : 'failed'
  if (type === 'transactions.debits.returned' || type === 'transactions.debits.disputed')
    order.state = 'taken_back'
}

type Step = { step: string; order: string } & Record<string, string>

/** Pays an order as the checkout does: the key is the order's, so that a repeat is none. */
async function pay({ order, contact_id, amount, ...step }: Step): Promise<{ url?: string }> {
  const money = { amount: amount!, statement: 'Example shop', external_reference: order }
  if (step.pay_with === 'credit_card') {
    const charge = { ...money, contact_id: contact_id!, credit_card_id: step.credit_card_id! }
    await jetpay
      .chargeContactCreditCard({ ...charge, to_bank_account_id: bank }, { idempotencyKey: order })
      .catch((error: unknown) => {
        // Declined, or not known yet: the webhook says which.
        if (!isJetpayError(error)) throw error
      })
    return {}
  }
  const debit = { ...money, contact_id: contact_id!, to_bank_account: bank }
  const { identifier: debit_id } = await jetpay.createDebit(debit, { idempotencyKey: order })
  if (step.pay_with === 'card_page') {
    const { url } = await jetpay.generateDebitCreditCardUrl({ debit_id })
    return { url }
  }
  await jetpay.payDebit({ debit_id, from_bank_account: step.bank_account_id! })
  return {}
}

/** Takes the rehearsal's steps (docs/rehearsal.md). A shop has this in its test environment only. */
async function rehearse(step: Step & { message?: Record<string, unknown> }, habits: Habits): Promise<object> {
  const order = orders.get(step.order) ?? { order: step.order, state: 'waiting', shipped: 0 }
  orders.set(step.order, order)
  if (step.step === 'order') return pay(step)
  habits.pageSaid(order, step.message ?? {})
  return {}
}

async function webhookTo(callback_url: string): Promise<string> {
  for await (const webhook of jetpay.listWebhooks({ limit: 100 }))
    if (webhook.callback_url === callback_url) return webhook.identifier
  return (await jetpay.createWebhook({ callback_url, max_wait_seconds: 0 })).identifier
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk)
  return Buffer.concat(chunks)
}

/** Opens the shop: its webhook at `/webhook`, the door at `/webhook/rehearsal`. */
export async function openShop(habits: Habits): Promise<void> {
  let webhook = ''
  const server = createServer(async (request, response) => {
    const answer = (status: number, body: object = {}) =>
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
    const rawBody = await bodyOf(request)
    if (request.url === '/webhook') {
      const { headers } = request
      return habits.receive({ headers, rawBody }, webhook).then(
        () => answer(200),
        (error: unknown) => answer(habits.statusFor(error)),
      )
    }
    if (request.url !== '/webhook/rehearsal') return answer(404)
    if (request.method === 'GET') return answer(200, { orders: [...orders.values()] })
    return rehearse(JSON.parse(rawBody.toString()), habits).then(
      (done) => answer(200, done),
      (error: Error) => answer(500, { error: error.message }),
    )
  })
  server.listen(Number(PORT), '127.0.0.1')
  webhook = await webhookTo(`http://127.0.0.1:${PORT}/webhook`)
  console.log(`The shop is open at http://127.0.0.1:${PORT}/webhook`)
}
