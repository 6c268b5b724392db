/** A shop with a mistake: it acts on every delivery, also on one that it has had. */
import { statusFor, verifyDelivery } from '@jetpay/node/webhooks'
import { handle, openShop } from './shop.ts'

const jwksUrl = `${process.env.JETPAY_API}/.well-known/jwks.json`

await openShop({
  async receive(request, audience) {
    const { events } = await verifyDelivery(request, { jwksUrl, audience })
    // The mistake: an event that comes again ships again.
    for (const event of events) await handle(event)
  },
  statusFor,
  pageSaid() {},
})
