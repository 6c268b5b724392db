/** How orders come about: by the shop's own checkout, or by the rehearsal where the shop has no door. */
import type { DemoClient } from '../sandbox/demo-client.ts'
import type { Chance } from './chance.ts'
import type { Door } from './door.ts'
import { NotPlayed } from './outcome.ts'

/** How one order may be paid. */
export type PayWith = 'credit_card' | 'card_page' | 'bank_account'

export type Order = {
  /** Its name at the shop, which its debits carry as their `external_reference`. */
  name: string
  contactId: string
  amount: string
  /** What was told of it already is not told again by another name. */
  spoiled: boolean
  /** The shop has charged a card for it. */
  isCharged: boolean
}

export type CheckoutOptions = {
  demo: DemoClient
  /** Undefined: the shop has none. */
  door: Door | undefined
  bankAccountId: string
  chance: Chance
  seed: number
  /** Names this run: orders of another one with the same seed are not its own. */
  run: string
}

export function openCheckout(
  { demo, door, bankAccountId, chance, seed, run }: CheckoutOptions,
  scenario: string,
  doing: (what: string) => void,
) {
  const { call } = demo
  const placed: Order[] = []

  async function newOrder(part = ''): Promise<Order> {
    const name = `rehearsal-${run}-${scenario}${part}`
    const contact = await call('PUT', '/contact', {
      email: `rehearsal+${seed}@example.com`,
      name: 'Rehearsal',
      tags: ['rehearsal'],
      external_reference: name,
    })
    const order: Order = {
      name,
      contactId: contact.identifier as string,
      amount: chance.amount(),
      spoiled: false,
      isCharged: false,
    }
    placed.push(order)
    return order
  }

  /** Throws NotPlayed where the shop does not take orders that way. */
  async function place(
    order: Order,
    payWith: PayWith,
    number?: string,
    beforeCharge?: () => Promise<unknown>,
  ): Promise<{ url?: string | undefined }> {
    const { name, contactId: contact_id, amount } = order
    const step = { step: 'order' as const, order: name, contact_id, amount }
    const asking = () => doing(`the shop takes an order by ${payWith}`)
    if (payWith === 'card_page') {
      if (!door) throw new NotPlayed('needs the door: nobody else sees what your page is told')
      asking()
      return taken(await door.take({ ...step, pay_with: 'card_page' }), payWith)
    }
    if (payWith === 'credit_card') {
      doing('a card is saved')
      const path = await demo.saveCard(number!, contact_id)
      const credit_card_id = path.split('/')[4]!
      await beforeCharge?.()
      asking()
      if (door) {
        const answer = taken(await door.take({ ...step, pay_with: 'credit_card', credit_card_id }), payWith)
        order.isCharged = true
        return answer
      }
      const money = { amount, statement: 'Rehearsal', external_reference: name }
      await demo.ask('POST', `${path}/charge`, { ...money, to_bank_account_id: bankAccountId })
      return {}
    }
    const bank_account_id = await bankAccount(contact_id, number!)
    asking()
    if (door) return taken(await door.take({ ...step, pay_with: 'bank_account', bank_account_id }), payWith)
    await openDebit(order, bankAccountId, bank_account_id)
    return {}
  }

  /**
   * The shop is asked for the same order twice at once. It may refuse one of the two, in whatever way: that
   * is no mistake.
   */
  async function placeTwice(order: Order, number: string): Promise<void> {
    if (!door) throw new NotPlayed('needs the door: nobody else presses your button')
    doing('a card is saved')
    const credit_card_id = (await demo.saveCard(number, order.contactId)).split('/')[4]!
    const { name, contactId: contact_id, amount } = order
    const step = {
      step: 'order',
      order: name,
      contact_id,
      amount,
      pay_with: 'credit_card',
      credit_card_id,
    } as const
    doing('the shop takes an order twice at once')
    const answers = await Promise.allSettled([door.take(step), door.take(step)])
    const done = answers.find(({ status }) => status === 'fulfilled')
    if (!done) throw (answers[0] as PromiseRejectedResult).reason
    taken((done as PromiseFulfilledResult<object | undefined>).value, 'credit_card')
    order.isCharged = true
  }

  /** A debit that the rehearsal opens itself and has paid from that account. */
  async function openDebit(
    { name, contactId, amount }: Order,
    to_bank_account: string,
    from_bank_account: string,
  ): Promise<void> {
    const debit = await call('PUT', '/debit', {
      amount,
      statement: 'Rehearsal',
      external_reference: name,
      contact_id: contactId,
      to_bank_account,
    })
    await call('POST', `/debit/${debit.identifier}/pay`, { from_bank_account })
  }

  const bankAccount = async (contact_id: string, account_number: string) =>
    (
      await call('PUT', '/contact/bank_account', {
        contact_id,
        institution: 'Demo Bank',
        title: 'Chequing',
        holder_name: 'Rehearsal',
        account_type: 'chequing',
        transit_number: '00011',
        institution_number: '001',
        account_number,
        holder_address: '1 Main Street',
        holder_address_postal_code: 'H2X 1Y4',
        holder_address_city: 'Montreal',
        holder_address_country: 'CA',
        holder_email: 'rehearsal@example.com',
      })
    ).identifier as string

  return {
    placed,
    newOrder,
    place,
    placeTwice,
    /** By no step of the shop's, which knows nothing of it. */
    payByBank: async (order: Order, toBankAccount: string, number: string) =>
      openDebit(order, toBankAccount, await bankAccount(order.contactId, number)),
    /**
     * An order each by card and by bank, of those that the shop takes; throws NotPlayed where it takes none.
     */
    async placeBoth(card: string, account: string): Promise<{ byCard?: Order; byBank?: Order }> {
      const both: { byCard?: Order; byBank?: Order } = {}
      const refused: NotPlayed[] = []
      for (const [at, payWith, number] of [
        ['byCard', 'credit_card', card],
        ['byBank', 'bank_account', account],
      ] as const) {
        const order = await newOrder(`-${payWith}`)
        try {
          await place(order, payWith, number)
          both[at] = order
        } catch (error) {
          if (!(error instanceof NotPlayed)) throw error
          refused.push(error)
        }
      }
      if (refused.length > 1) throw refused[0]!
      return both
    },
  }
}

function taken<T>(answer: T | undefined, payWith: PayWith): T {
  if (answer !== undefined) return answer
  throw new NotPlayed(`the shop does not take orders by ${payWith}`)
}
