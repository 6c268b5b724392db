import {
  handleOnce,
  type PaymentEvent,
  postgresStore,
  statusFor,
  verifyDelivery,
} from '@jetpay/node/webhooks'
import express from 'express'
import pg from 'pg'

const { DATABASE_URL, JETPAY_JWKS_URL, JETPAY_WEBHOOK, PORT } = process.env
const store = postgresStore(new pg.Pool({ connectionString: DATABASE_URL! }))

/** What you do about an event. Through `tx` it happens exactly once. */
async function handle({ type, data }: PaymentEvent, tx: pg.PoolClient) {
  if (type === 'transactions.debits.paid')
    await tx.query('insert into shipments (debit_id) values ($1)', [data.transactionId])
}

const app = express()
// The signature covers the bytes: no express.json() before this route.
app.post('/webhooks', express.raw({ type: '*/*', limit: '2mb' }), async ({ headers, body }, response) => {
  try {
    const verified = { jwksUrl: JETPAY_JWKS_URL!, audience: JETPAY_WEBHOOK! }
    const delivery = await verifyDelivery({ headers, rawBody: body }, verified)
    await handleOnce(delivery, { store, handle })
    response.sendStatus(204)
  } catch (error) {
    console.error(error)
    response.sendStatus(statusFor(error))
  }
})
app.listen(Number(PORT), '127.0.0.1')
