import { credit, debit, type Move } from './move.ts'

/**
 * The moves of debits that wait for their payer, and of debits and credits by bank: a part of `lifecycle`.
 */
export const eftLifecycle = {
  /** A debit whose payer has not decided how to pay yet. What comes then is a debit by card or by bank. */
  open_debit: {
    request: { from: [], to: 'requested', event: 'transactions.debits.created', postings: [] },
    cancel: { from: ['requested'], to: 'cancelled', event: 'transactions.debits.cancelled', postings: [] },
    /** The payer did not decide in time. */
    expire: { from: ['requested'], to: 'cancelled', event: 'transactions.debits.cancelled', postings: [] },
    /** The payer's card did not pay it: another way may be tried. */
    fail_try: { from: ['requested'], to: null, event: 'transactions.debits.payment_failed', postings: [] },
  },
  /**
   * A debit that is pulled from the payer's bank account and deposited to the company's by a payout:
   * docs/transactions.md.
   */
  eft_debit: {
    /** The payer agreed: its pull is queued for the bank. */
    agree: { from: ['requested'], to: 'initiated', event: 'transactions.debits.initiated', postings: [] },
    /** Before its pull went into a file. */
    cancel: { from: ['initiated'], to: 'cancelled', event: 'transactions.debits.cancelled', postings: [] },
    /** No return came in the bank's days for it: the money is ours, and we owe it to the company. */
    pull: {
      from: ['initiated'],
      to: 'paid',
      event: 'transactions.debits.paid',
      postings: [debit('bank_clearing'), credit('company_payable')],
    },
    /** The pull came back, or the bank did not take it. */
    fail: { from: ['initiated'], to: 'failed', event: 'transactions.debits.failed', postings: [] },
    /** The payout that it is part of was deposited. */
    deposit: { from: ['paid'], to: 'completed', event: 'transactions.debits.completed', postings: [] },
    /** That payout came back: the money is pulled and owed to the company, but not deposited. */
    refuse_deposit: { from: ['paid'], to: 'failed', event: 'transactions.debits.failed', postings: [] },
    /** That payout was sent again, and this time deposited. */
    redeposit: { from: ['failed'], to: 'completed', event: 'transactions.debits.completed', postings: [] },
    /** The pull came back after it had counted as good, before the deposit. */
    return: {
      from: ['paid'],
      to: 'failed',
      event: 'transactions.debits.failed',
      postings: [debit('company_payable'), credit('bank_clearing')],
    },
    /** The same when the debit had ended: it stays as it was, and the company owes the money. */
    return_late: {
      from: ['completed', 'failed'],
      to: null,
      event: 'transactions.debits.returned',
      postings: [debit('company_payable'), credit('bank_clearing')],
    },
  },
  /** Money pulled from the company's bank account and pushed to a contact's: docs/transactions.md. */
  eft_credit: {
    request: { from: [], to: 'requested', event: 'transactions.credits.created', postings: [] },
    /** Before its pull went into a file. */
    cancel: {
      from: ['requested', 'initiated'],
      to: 'cancelled',
      event: 'transactions.credits.cancelled',
      postings: [],
    },
    /** The contact did not say in time where to be paid. */
    expire: { from: ['requested'], to: 'cancelled', event: 'transactions.credits.cancelled', postings: [] },
    /** It is known where to pay: the pull from the company is queued for the bank. */
    initiate: { from: ['requested'], to: 'initiated', event: 'transactions.credits.initiated', postings: [] },
    /** No return came in the bank's days for it: the money is ours to pass on, and the push is queued. */
    pull: {
      from: ['initiated'],
      to: 'paid',
      event: 'transactions.credits.paid',
      postings: [debit('bank_clearing'), credit('company_payable')],
    },
    /** The pull came back, or the bank did not take it. */
    fail: { from: ['initiated'], to: 'failed', event: 'transactions.credits.failed', postings: [] },
    /** No return of the push came in the bank's days for it. */
    deliver: {
      from: ['paid'],
      to: 'completed',
      event: 'transactions.credits.completed',
      postings: [debit('company_payable'), credit('bank_clearing')],
    },
    /** The push came back, or could not be sent: the money goes back to the company with its next payout. */
    bounce: { from: ['paid'], to: 'failed', event: 'transactions.credits.failed', postings: [] },
    /** The pull came back after it had counted as good, and the push was stopped in time. */
    unfund: {
      from: ['paid'],
      to: 'failed',
      event: 'transactions.credits.failed',
      postings: [debit('company_payable'), credit('bank_clearing')],
    },
    /** The same when the push was on its way or the credit had ended: the company owes the money. */
    return_pull: {
      from: ['paid', 'completed', 'failed'],
      to: null,
      event: 'transactions.credits.returned',
      postings: [debit('company_payable'), credit('bank_clearing')],
    },
    /** The push came back after it had counted as delivered: the money goes back to the company. */
    return_push: {
      from: ['completed'],
      to: null,
      event: 'transactions.credits.returned',
      postings: [debit('bank_clearing'), credit('company_payable')],
    },
  },
} as const satisfies Record<string, Record<string, Move>>
