import { setTimeout as delay } from 'node:timers/promises'
import type { EventType } from '../events/event-types.ts'
import type { DemoClient } from './demo-client.ts'

export type Fields = Record<string, unknown>
/** Waits for an event of this type with these fields, since the recipe began; returns its `data`. */
export type Told = (type: EventType, fields: Fields) => Promise<Fields>

/** How an event is made to happen in the demo, by the requests that a platform and its customers make. */
export type Recipe = {
  /** By how much it moves the demo's clock, such as `77h`; without it, not at all. */
  moves?: string
  /** Does it; returns the fields by which the event is known among others of its type. */
  make(demo: DemoClient, told: Told): Promise<Fields>
}

/** Test cards (src/simulator/test-cards.ts). */
export const cards = {
  approves: '4242424242424242',
  refusedWhenSaved: '4000000000000002',
  declinedWhenCharged: '4000000000009995',
  replaced: '5555550000930018',
  refundDeclined: '4000000000920019',
  disputed: '4000000000000259',
}
/** Account numbers of the simulated bank (src/simulator/bank-accounts.ts). */
export const accounts = { settles: '1234567', returned: '9900905', returnedLate: '9910905' }

export const AMOUNT = '10.50'

/** The card network ends its day so often, until it has said what is waited for. */
const DAY_MS = 400

const account = (number: string) => ({
  institution: 'Demo Bank',
  title: 'Triggered',
  holder_name: 'Tess Trigger',
  account_type: 'chequing',
  transit_number: '00011',
  institution_number: '001',
  account_number: number,
})

/** A bank account of the contact. */
export const contactAccount = async (demo: DemoClient, contactId: string, number = accounts.settles) => {
  const body = {
    contact_id: contactId,
    ...account(number),
    holder_address: '1 Main Street',
    holder_address_postal_code: 'H2X 1Y4',
    holder_address_city: 'Montreal',
    holder_address_country: 'CA',
    holder_email: 'trigger@example.com',
  }
  return (await demo.call('PUT', '/contact/bank_account', body)).identifier as string
}

/** A new bank account of the company: what is paid out to it is of this recipe alone. */
export const ownAccount = async (demo: DemoClient, number = accounts.settles) =>
  (await demo.call('PUT', '/bank_account', account(number))).identifier as string

/** Ends the network's day again and again, until it has come to this event. */
export async function clearUntil(
  demo: DemoClient,
  told: Told,
  type: EventType,
  fields: Fields,
): Promise<Fields> {
  let over = false
  const coming = told(type, fields).finally(() => {
    over = true
  })
  while (!over) {
    await demo.clear()
    await Promise.race([coming.catch(() => undefined), delay(DAY_MS)])
  }
  return coming
}
