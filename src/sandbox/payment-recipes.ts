import type { EventType } from '../events/event-types.ts'
import type { DemoClient } from './demo-client.ts'
import { AMOUNT, accounts, cards, contactAccount, ownAccount, type Recipe } from './recipe.ts'

/** A credit to a contact's bank account with this number; null waits for the contact to name one. */
async function credit(demo: DemoClient, number: string | null = accounts.settles) {
  const contactId = await demo.createContact()
  const { identifier } = await demo.call('PUT', '/credit', {
    amount: AMOUNT,
    statement: 'Triggered',
    from_bank_account: demo.bankAccountId,
    contact_id: contactId,
    ...(number !== null && { to_bank_account: await contactAccount(demo, contactId, number) }),
  })
  return { transactionId: identifier as string }
}
const crediting = (number?: string): Recipe => ({ make: (demo) => credit(demo, number) })

/** A card is charged for a new bank account of the company, and cleared: that is paid out. */
const payingOut = (number?: string): Recipe => ({
  async make(demo) {
    const bankAccountId = await ownAccount(demo, number)
    await demo.charge(cards.approves, bankAccountId)
    await demo.clear()
    return { bankAccountId }
  },
})

/** Events of credits and payouts. */
export const paymentRecipes = {
  'transactions.credits.created': crediting(),
  'transactions.credits.initiated': crediting(),
  'transactions.credits.paid': crediting(),
  'transactions.credits.completed': crediting(),
  'transactions.credits.failed': crediting(accounts.returned),
  'transactions.credits.cancelled': {
    async make(demo) {
      const { transactionId } = await credit(demo, null)
      await demo.call('DELETE', `/transaction/${transactionId}`)
      return { transactionId }
    },
  },
  'transactions.credits.returned': crediting(accounts.returnedLate),
  'payouts.requested': payingOut(),
  'payouts.initiated': payingOut(),
  'payouts.completed': payingOut(),
  'payouts.returned': payingOut(accounts.returned),
} satisfies Partial<Record<EventType, Recipe>>
