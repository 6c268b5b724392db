import { credit, debit, type Move } from './move.ts'

/**
 * Every state and every move, as data. A move is one guarded `update … where state = any(from)`; the table
 * `lifecycle_moves` and its trigger refuse any other, even from psql. What a move posts is in
 * `lifecycle_postings`, from which the statement that makes the move inserts it. A test holds this file and
 * those tables equal.
 */
export const lifecycle = {
  card_debit: {
    request: { from: [], to: 'requested', event: 'transactions.debits.created', postings: [] },
    /** The network approved and captured: it owes us the amount, and we owe it to the company. */
    charge: {
      from: ['requested'],
      to: 'paid',
      event: 'transactions.debits.paid',
      postings: [debit('network_receivable'), credit('company_payable')],
    },
    /** The network declined, was never reached, or a charge of unknown outcome was reversed. */
    fail: { from: ['requested'], to: 'failed', event: 'transactions.debits.failed', postings: [] },
    /** The network holds the amount; nothing is taken, so nothing is posted. */
    authorize: {
      from: ['requested'],
      to: 'preauthorized',
      event: 'transactions.debits.preauthorized',
      postings: [],
    },
    /**
     * The network acknowledged the capture, whose amount is the debit's from now on: what was held or less.
     */
    capture: {
      from: ['preauthorized'],
      to: 'paid',
      event: 'transactions.debits.paid',
      postings: [debit('network_receivable'), credit('company_payable')],
    },
    /** The company gives the hold up; its attempt is reversed until the network says so. */
    release: {
      from: ['preauthorized'],
      to: 'cancelled',
      event: 'transactions.debits.cancelled',
      postings: [],
    },
    /** Nobody captured it in time; its attempt is reversed as by a release. */
    expire: {
      from: ['preauthorized'],
      to: 'cancelled',
      event: 'transactions.debits.cancelled',
      postings: [],
    },
    /** The network does not take the capture: what it held is gone. */
    refuse: {
      from: ['preauthorized'],
      to: 'failed',
      event: 'transactions.debits.failed',
      postings: [],
    },
    /** The network's clearing file has it for its amount: it paid us. */
    settle: {
      from: ['paid'],
      to: 'completed',
      event: 'transactions.debits.completed',
      postings: [debit('bank_clearing'), credit('network_receivable')],
    },
    /** The network refused it at clearing and never pays: we owe the company nothing. */
    reject: {
      from: ['paid'],
      to: 'failed',
      event: 'transactions.debits.failed',
      postings: [debit('company_payable'), credit('network_receivable')],
    },
  },
  attempt: {
    /** Durable with all that its message needs, before the first byte leaves. */
    send: { from: [], to: 'sent', postings: [] },
    approve: { from: ['sent'], to: 'approved', postings: [] },
    decline: { from: ['sent'], to: 'declined', postings: [] },
    /** No byte left, so there is nothing to reverse. */
    abandon: { from: ['sent'], to: 'unsent', postings: [] },
    /** No answer: it may have been captured. */
    doubt: { from: ['sent'], to: 'reversing', postings: [] },
    /** An approval came after the reversal: reversed once more. */
    doubt_again: { from: ['reversed'], to: 'reversing', postings: [] },
    /** The network acknowledged the reversal. */
    reverse: { from: ['reversing'], to: 'reversed', postings: [] },
    /** A person learned from the acquirer that it stands: no reversal was ever acknowledged. */
    confirm: { from: ['reversing'], to: 'approved', postings: [] },
    /** The network holds the amount: nothing is captured yet. */
    authorize: { from: ['sent'], to: 'authorized', postings: [] },
    /** A capture was asked for: it is repeated until the network answers, and never reversed. */
    capture: { from: ['authorized'], to: 'capturing', postings: [] },
    /** The network acknowledged the capture. */
    acknowledge: { from: ['capturing'], to: 'approved', postings: [] },
    /** A hold that was given up or has expired. */
    release: { from: ['authorized'], to: 'reversing', postings: [] },
    /** The network does not take the capture; whatever it still holds is released. */
    refuse: { from: ['capturing'], to: 'reversing', postings: [] },
    /** A charge that has not cleared is given back whole by its own reversal. */
    void: { from: ['approved'], to: 'reversing', postings: [] },
  },
  /** Money back to a payer by the card network: docs/refunds.md. Its debit stays `paid` or `completed`. */
  refund: {
    request: { from: [], to: 'requested', postings: [] },
    /** The network credits the card; it takes the money from us at clearing. */
    approve: {
      from: ['requested'],
      to: 'paid',
      event: 'transactions.debits.refunded',
      postings: [debit('company_payable'), credit('refunds')],
    },
    /** The charge itself was reversed before it cleared: the network owes us nothing for it any more. */
    void: {
      from: ['requested'],
      to: 'completed',
      event: 'transactions.debits.refunded',
      postings: [debit('company_payable'), credit('network_receivable')],
    },
    /** The network's clearing file has it: it took the money from us. */
    settle: { from: ['paid'], to: 'completed', postings: [debit('refunds'), credit('bank_clearing')] },
    /** Declined, never sent, or of unknown outcome and therefore reversed: it can be refunded again. */
    fail: {
      from: ['requested'],
      to: 'failed',
      event: 'transactions.debits.refund_failed',
      postings: [],
    },
  },
  /** The same by credit to a bank account. What the company is owed pays for it from the first. */
  bank_refund: {
    request: { from: [], to: 'requested', postings: [debit('company_payable'), credit('refunds')] },
    /** No return came in the bank's days for it. */
    deliver: {
      from: ['requested'],
      to: 'completed',
      event: 'transactions.debits.refunded',
      postings: [debit('refunds'), credit('bank_clearing')],
    },
    /**
     * It came back, could not be sent, or was stopped: the company gets it with its next payout, and it can
     * be refunded again.
     */
    bounce: {
      from: ['requested'],
      to: 'failed',
      event: 'transactions.debits.refund_failed',
      postings: [debit('refunds'), credit('company_payable')],
    },
    /** It came back after it had counted as delivered: the same, and the refund stays as it was. */
    return_push: {
      from: ['completed'],
      to: null,
      event: 'transactions.debits.refund_returned',
      postings: [debit('bank_clearing'), credit('company_payable')],
    },
  },
  /** What a company is charged for a debit, once and for good: docs/fees-and-limits.md. */
  fee: {
    charge: { from: [], to: 'charged', postings: [debit('company_payable'), credit('fees')] },
  },
  /**
   * Money that a card holder took back through the network: docs/disputes.md. Its debit stays `completed`.
   */
  dispute: {
    /** A clearing file took it from us, and we take it from the company. */
    open: {
      from: [],
      to: 'needs_response',
      event: 'transactions.debits.disputed',
      postings: [debit('company_payable'), credit('bank_clearing')],
    },
    submit: {
      from: ['needs_response'],
      to: 'under_review',
      event: 'transactions.debits.dispute_under_review',
      postings: [],
    },
    /** A clearing file paid it again. */
    win: {
      from: ['needs_response', 'under_review'],
      to: 'won',
      event: 'transactions.debits.dispute_won',
      postings: [debit('bank_clearing'), credit('company_payable')],
    },
    /**
     * The network decided so, nobody answered in time, or a person closed what it never decided: what was
     * posted stays.
     */
    lose: {
      from: ['needs_response', 'under_review'],
      to: 'lost',
      event: 'transactions.debits.dispute_lost',
      postings: [],
    },
    /** The network paid it again after it was lost, and a person found out what that money was. */
    win_late: {
      from: ['lost'],
      to: 'won',
      event: 'transactions.debits.dispute_won',
      postings: [debit('bank_clearing'), credit('company_payable')],
    },
  },
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
  /**
   * A movement between bank accounts, in a file to the bank: docs/eft.md. What it posts is its payout's,
   * debit's or credit's.
   */
  bank_item: {
    queue: { from: [], to: 'queued', postings: [] },
    /** A file with it was handed to the bank. */
    send: { from: ['queued'], to: 'sent', postings: [] },
    /** No return came in the days that the bank's profile gives it, or the bank confirmed it. */
    settle: { from: ['sent'], to: 'settled', postings: [] },
    return: { from: ['sent'], to: 'returned', postings: [] },
    /** A return that comes after all: a record of its own for whoever was told that it had settled. */
    return_late: { from: ['settled'], to: 'returned', postings: [] },
    /** Before a file has it. */
    cancel: { from: ['queued'], to: 'cancelled', postings: [] },
    /** The bank refused the whole file, or the item cannot be written into one at all. */
    reject: { from: ['queued', 'sent'], to: 'rejected', postings: [] },
  },
  /** A difference between the network's clearing and ours: docs/clearing.md. */
  reconciliation_item: {
    open: {
      from: [],
      to: 'open',
      postings: [debit('bank_clearing', 'record'), credit('suspense', 'record')],
    },
    /** A further record for the same charge. */
    add: {
      from: ['open'],
      to: 'open',
      postings: [debit('bank_clearing', 'record'), credit('suspense', 'record')],
    },
    /**
     * What came in all is what was expected, or the win of a dispute: that is then settled as any other, with
     * its own postings.
     */
    correct: {
      from: ['open'],
      to: 'corrected',
      postings: [debit('suspense', 'received'), credit('bank_clearing', 'received')],
    },
    /** A person accepts that the network pays less or more: the charge is settled and we bear the rest. */
    settle: {
      from: ['open'],
      to: 'settled',
      postings: [
        debit('suspense', 'received'),
        debit('losses', 'shortfall'),
        credit('bank_clearing', 'expected'),
      ],
    },
    /** A person decides that a charge which never cleared is not paid. */
    fail: { from: ['open'], to: 'failed', postings: [] },
    /** A person decides that we keep, or bear, what nobody can be found for. */
    write_off: {
      from: ['open'],
      to: 'written_off',
      postings: [debit('suspense', 'received'), credit('losses', 'received')],
    },
  },
  /** Money that is at the bank of one cell, and its company in another: docs/cells.md. */
  cell_due: {
    owe: { from: [], to: 'owed', postings: [debit('cells'), credit('bank_clearing')] },
  },
  /** What is owed to a company on its way to one of its bank accounts. */
  payout: {
    request: { from: [], to: 'requested', event: 'payouts.requested', postings: [] },
    /** A file with its first items was handed to the bank. Posted is what of it the file has. */
    send: {
      from: ['requested'],
      to: 'initiated',
      event: 'payouts.initiated',
      postings: [debit('company_payable', 'record'), credit('bank_clearing', 'record')],
    },
    /** A further file has further items of it. */
    send_more: {
      from: ['initiated', 'returned'],
      to: null,
      postings: [debit('company_payable', 'record'), credit('bank_clearing', 'record')],
    },
    /** All of it arrived. */
    deposit: { from: ['initiated'], to: 'completed', event: 'payouts.completed', postings: [] },
    /** The bank sent an item of it back, also after the deposit: we owe that again. */
    return: {
      from: ['requested', 'initiated', 'completed', 'returned'],
      to: 'returned',
      event: 'payouts.returned',
      postings: [debit('bank_clearing', 'record'), credit('company_payable', 'record')],
    },
    /** Its account was deleted, or an item refused, before it could be sent. */
    refuse: {
      from: ['requested', 'initiated', 'returned'],
      to: 'returned',
      event: 'payouts.returned',
      postings: [],
    },
    /** What came back is sent again; the company may name another account. */
    retry: { from: ['returned'], to: 'requested', event: 'payouts.requested', postings: [] },
  },
} as const satisfies Record<string, Record<string, Move>>
