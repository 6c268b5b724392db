import {
  handleOnce,
  type PaymentEvent,
  postgresStore,
  statusFor,
  verifyDelivery,
} from '@jetpay/node/webhooks'
import Fastify from 'fastify'
import pg from 'pg'

const { DATABASE_URL, JETPAY_JWKS_URL, JETPAY_WEBHOOK, PORT } = process.env
const store = postgresStore(new pg.Pool({ connectionString: DATABASE_URL! }))

/** What you do about an event. Through `tx` it happens exactly once. */
async function handle({ type, data }: PaymentEvent, tx: pg.PoolClient) {
  if (type === 'transactions.debits.paid')
    await tx.query('insert into shipments (debit_id) values ($1)', [data.transactionId])
}

const app = Fastify()
await app.register(async (scope) => {
  // The signature covers the bytes: in this scope nothing parses them.
  scope.removeAllContentTypeParsers()
  const raw = { parseAs: 'buffer', bodyLimit: 2 * 1024 * 1024 } as const
  scope.addContentTypeParser('*', raw, (_request, body, done) => done(null, body))
  scope.post<{ Body: Buffer }>('/webhooks', async ({ headers, body }, reply) => {
    try {
      const verified = { jwksUrl: JETPAY_JWKS_URL!, audience: JETPAY_WEBHOOK! }
      const delivery = await verifyDelivery({ headers, rawBody: body }, verified)
      await handleOnce(delivery, { store, handle })
      return reply.code(204).send()
    } catch (error) {
      console.error(error)
      return reply.code(statusFor(error)).send()
    }
  })
})
await app.listen({ port: Number(PORT), host: '127.0.0.1' })
