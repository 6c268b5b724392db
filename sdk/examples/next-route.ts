// app/webhooks/route.ts

import {
  handleOnce,
  type PaymentEvent,
  postgresStore,
  statusFor,
  verifyDelivery,
} from '@jetpay/node/webhooks'
import pg from 'pg'

const { DATABASE_URL, JETPAY_JWKS_URL, JETPAY_WEBHOOK } = process.env
const store = postgresStore(new pg.Pool({ connectionString: DATABASE_URL! }))

/** What you do about an event. Through `tx` it happens exactly once. */
async function handle({ type, data }: PaymentEvent, tx: pg.PoolClient) {
  if (type === 'transactions.debits.paid')
    await tx.query('insert into shipments (debit_id) values ($1)', [data.transactionId])
}

export async function POST(request: Request): Promise<Response> {
  try {
    const verified = { jwksUrl: JETPAY_JWKS_URL!, audience: JETPAY_WEBHOOK! }
    await handleOnce(await verifyDelivery(request, verified), { store, handle })
    return new Response(null, { status: 204 })
  } catch (error) {
    console.error(error)
    return new Response(null, { status: statusFor(error) })
  }
}
