/** A shop with a mistake: it ships when the card page says that all went well. */
import { handleOnce, statusFor, verifyDelivery } from '@jetpay/node/webhooks'
import { memoryStore } from './memory-store.ts'
import { handle, openShop, ship } from './shop.ts'

const store = memoryStore()
const jwksUrl = `${process.env.JETPAY_API}/.well-known/jwks.json`

await openShop({
  async receive(request, audience) {
    await handleOnce(await verifyDelivery(request, { jwksUrl, audience }), {
      store,
      // What has left already does not leave again.
      handle: (event) => handle(event, (order) => (order.shipped === 0 ? ship(order) : undefined)),
    })
  },
  statusFor,
  // The mistake: whoever sits at the browser can make it say so.
  pageSaid(order, message) {
    if (message.type === 'succeeded' && order.shipped === 0) ship(order)
  },
})
