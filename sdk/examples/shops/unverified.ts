/** A shop with a mistake: it believes whoever posts to its webhook. */
import { type Delivery, handleOnce, statusFor } from '@jetpay/node/webhooks'
import { memoryStore } from './memory-store.ts'
import { handle, openShop } from './shop.ts'

const store = memoryStore()

await openShop({
  async receive({ rawBody }) {
    // The mistake: nothing says who sent this.
    const delivery = JSON.parse(rawBody.toString()) as Delivery
    await handleOnce(delivery, { store, handle: (event) => handle(event) })
  },
  statusFor,
  pageSaid() {},
})
