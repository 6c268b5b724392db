import type { EventType } from '../events/event-types.ts'
import type { DemoClient } from './demo-client.ts'
import {
  AMOUNT,
  accounts,
  cards,
  clearUntil,
  contactAccount,
  ownAccount,
  type Recipe,
  type Told,
} from './recipe.ts'

/** Longer than a debit by bank takes to be deposited on a busy machine. */
const HOLD_SECONDS = 120

const charged = async (demo: DemoClient, number = cards.approves) =>
  (await demo.charge(number)).debit_id as string

const charging = (number: string): Recipe => ({
  make: async (demo) => ({ transactionId: await charged(demo, number) }),
})

async function requested(demo: DemoClient, bankAccountId = demo.bankAccountId) {
  const contactId = await demo.createContact()
  const body = {
    contact_id: contactId,
    amount: AMOUNT,
    statement: 'Triggered',
    to_bank_account: bankAccountId,
  }
  const { identifier } = await demo.call('PUT', '/debit', body)
  return { contactId, transactionId: identifier as string }
}

/** One that its payer pays from a bank account with this number. */
async function byBank(demo: DemoClient, number = accounts.settles, bankAccountId?: string) {
  const { contactId, transactionId } = await requested(demo, bankAccountId)
  const from_bank_account = await contactAccount(demo, contactId, number)
  await demo.call('POST', `/debit/${transactionId}/pay`, { from_bank_account })
  return transactionId
}

/** A card debit that was cleared and is disputed. */
async function disputed(demo: DemoClient, told: Told) {
  const transactionId = await charged(demo, cards.disputed)
  const { disputeId } = await clearUntil(demo, told, 'transactions.debits.disputed', { transactionId })
  return { transactionId, disputeId }
}

async function answered(demo: DemoClient, told: Told, evidence: string) {
  const { disputeId } = await disputed(demo, told)
  await demo.call('POST', `/dispute/${disputeId}/evidence`, { texts: { delivery: evidence } })
  await demo.call('POST', `/dispute/${disputeId}/submit`)
  return { disputeId }
}

/** The simulated network decides by a word in the evidence (docs/disputes.md). */
const WINNING = 'winning_evidence'
const OTHER = 'Left at the door.'

/** Events of debits, their refunds and disputes. */
export const debitRecipes = {
  'transactions.debits.created': charging(cards.approves),
  'transactions.debits.paid': charging(cards.approves),
  'transactions.debits.failed': charging(cards.declinedWhenCharged),
  'transactions.debits.initiated': { make: async (demo) => ({ transactionId: await byBank(demo) }) },
  'transactions.debits.payment_failed': {
    async make(demo) {
      const { transactionId } = await requested(demo)
      const { url } = await demo.call('POST', `/debit/${transactionId}/creditcard/url`)
      await demo.submitCard(url as string, cards.declinedWhenCharged)
      return { transactionId }
    },
  },
  'transactions.debits.completed': {
    async make(demo) {
      const transactionId = await charged(demo)
      await demo.clear()
      return { transactionId }
    },
  },
  'transactions.debits.returned': {
    async make(demo, told) {
      // Held, so that the deposit is there first: what comes back before it fails the debit.
      await demo.holdLateReturns(HOLD_SECONDS)
      try {
        const transactionId = await byBank(demo, accounts.returnedLate, await ownAccount(demo))
        await told('transactions.debits.completed', { transactionId })
        return { transactionId }
      } finally {
        await demo.holdLateReturns(0)
      }
    },
  },
  'transactions.debits.preauthorized': {
    async make(demo) {
      const body = { amount: AMOUNT, to_bank_account_id: demo.bankAccountId, statement: 'Triggered' }
      const { debit_id } = await demo.call(
        'POST',
        `${await demo.saveCard(cards.approves)}/preauthorize`,
        body,
      )
      return { transactionId: debit_id }
    },
  },
  'transactions.debits.cancelled': {
    async make(demo) {
      const { transactionId } = await requested(demo)
      await demo.call('DELETE', `/transaction/${transactionId}`)
      return { transactionId }
    },
  },
  'transactions.debits.refunded': {
    async make(demo) {
      const transactionId = await charged(demo)
      await demo.call('POST', `/debit/${transactionId}/refund`)
      return { transactionId }
    },
  },
  'transactions.debits.refund_failed': {
    async make(demo) {
      const transactionId = await charged(demo, cards.refundDeclined)
      // A part: the whole of what has not been cleared is reversed, which no card declines.
      await demo.ask('POST', `/debit/${transactionId}/refund`, { amount: '1.00' })
      return { transactionId }
    },
  },
  'transactions.debits.refund_returned': {
    async make(demo) {
      const { debit_id: transactionId, contact_id } = await demo.charge(cards.approves)
      const to_bank_account = await contactAccount(demo, contact_id as string, accounts.returnedLate)
      await demo.call('POST', `/debit/${transactionId}/refund`, { to_bank_account })
      return { transactionId }
    },
  },
  'transactions.debits.disputed': { make: disputed },
  'transactions.debits.dispute_under_review': { make: (demo, told) => answered(demo, told, OTHER) },
  'transactions.debits.dispute_won': {
    async make(demo, told) {
      const dispute = await answered(demo, told, WINNING)
      await clearUntil(demo, told, 'transactions.debits.dispute_won', dispute)
      return dispute
    },
  },
  'transactions.debits.dispute_lost': {
    async make(demo, told) {
      const dispute = await answered(demo, told, OTHER)
      await clearUntil(demo, told, 'transactions.debits.dispute_lost', dispute)
      return dispute
    },
  },
} satisfies Partial<Record<EventType, Recipe>>
