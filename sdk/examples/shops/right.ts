/** A shop that does it right: verified, each event once, and nothing on the word of a page. */
import { handleOnce, statusFor, verifyDelivery } from '@jetpay/node/webhooks'
import { memoryStore } from './memory-store.ts'
import { handle, openShop } from './shop.ts'

const store = memoryStore()
const jwksUrl = `${process.env.JETPAY_API}/.well-known/jwks.json`

await openShop({
  async receive(request, audience) {
    await handleOnce(await verifyDelivery(request, { jwksUrl, audience }), {
      store,
      handle: (event) => handle(event),
    })
  },
  statusFor,
  // What the page says is for the person who waits.
  pageSaid() {},
})
