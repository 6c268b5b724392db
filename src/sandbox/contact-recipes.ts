import type { EventType } from '../events/event-types.ts'
import type { DemoClient } from './demo-client.ts'
import { AMOUNT, cards, contactAccount, type Recipe } from './recipe.ts'

const contactOf = (cardPath: string) => cardPath.split('/')[2]!
const cardOf = (cardPath: string) => cardPath.split('/')[4]!

/** A card that can be charged until this month ends. */
async function endingCard(demo: DemoClient): Promise<string> {
  const { now } = (await demo.call('GET', '/sandbox/clock')) as { now: string }
  return cardOf(await demo.saveCard(cards.approves, undefined, `${now.slice(5, 7)}/${now.slice(2, 4)}`))
}
const advance = (demo: DemoClient, step: string) => demo.call('POST', '/sandbox/clock', { advance: step })

/** Cards that end are looked for twice a minute, and when the clock has moved on. */
const A_LOOK = '1m'
const A_MONTH = '33d'

/** Events of contacts, their bank accounts and cards. */
export const contactRecipes = {
  'contacts.created': { make: async (demo) => ({ contactId: await demo.createContact() }) },
  'contacts.updated': {
    async make(demo) {
      const contactId = await demo.createContact()
      await demo.call('PATCH', `/contact/${contactId}`, { name: 'Tess Triggered' })
      return { contactId }
    },
  },
  'contacts.deleted': {
    async make(demo) {
      const contactId = await demo.createContact()
      await demo.call('DELETE', `/contact/${contactId}`)
      return { contactId }
    },
  },
  'contacts.erased': {
    async make(demo) {
      const contactId = await demo.createContact()
      await demo.call('POST', `/contact/${contactId}/erase`, {
        confirm_contact_id: contactId,
        reason: 'no_longer_needed',
      })
      return { contactId }
    },
  },
  'contacts.bank_accounts.created': {
    make: async (demo) => ({ bankAccountId: await contactAccount(demo, await demo.createContact()) }),
  },
  'contacts.bank_accounts.deleted': {
    async make(demo) {
      const contactId = await demo.createContact()
      const bankAccountId = await contactAccount(demo, contactId)
      await demo.call('DELETE', `/contact/${contactId}/bank_accounts/${bankAccountId}`)
      return { bankAccountId }
    },
  },
  'contacts.credit_cards.tokenized': {
    make: async (demo) => ({ creditCardId: cardOf(await demo.enterCard(cards.approves)) }),
  },
  'contacts.credit_cards.tokenization_failed': {
    make: async (demo) => ({ creditCardId: cardOf(await demo.enterCard(cards.refusedWhenSaved)) }),
  },
  'contacts.credit_cards.updated': {
    // The network says so as it declines a charge of it.
    async make(demo) {
      const path = await demo.saveCard(cards.replaced)
      await demo.ask('POST', `${path}/charge`, {
        amount: AMOUNT,
        to_bank_account_id: demo.bankAccountId,
        statement: 'Triggered',
      })
      return { creditCardId: cardOf(path) }
    },
  },
  'contacts.credit_cards.expiring': {
    moves: A_LOOK,
    async make(demo) {
      const creditCardId = await endingCard(demo)
      await advance(demo, A_LOOK)
      return { creditCardId }
    },
  },
  'contacts.credit_cards.expired': {
    moves: A_MONTH,
    async make(demo) {
      const creditCardId = await endingCard(demo)
      await advance(demo, A_MONTH)
      return { creditCardId }
    },
  },
  'contacts.credit_cards.deleted': {
    async make(demo) {
      const path = await demo.saveCard(cards.approves)
      await demo.call('DELETE', path)
      return { contactId: contactOf(path), creditCardId: cardOf(path) }
    },
  },
} satisfies Partial<Record<EventType, Recipe>>
