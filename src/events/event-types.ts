import { z } from 'zod'
import { lockedScopes, updateReasons } from '../ground/card-log-entry.ts'
import { chargeReasons, initiators } from '../ground/vault-protocol.ts'
import { labelEventData } from '../http/metadata.ts'
import { amountAnswer, currency, email, failReason, uuid } from '../http/schema.ts'
import { roles } from '../http/scopes.ts'

const contactId = uuid
const money = { amount: amountAnswer, currency }
/** Once the contact is erased only its id is left, and that it was. */
const contact = z.strictObject({
  contactId,
  email: email.nullable(),
  name: z.string().nullable(),
  ...labelEventData,
  // Not in events from before it was told.
  salt: z
    .string()
    .optional()
    .meta({
      description: 'Random: once the contact is erased, the hash of this event tells nothing of it',
      examples: ['p3Zk0m1nT5hQW7u2bXc9dA'],
    }),
  erased: z
    .literal(true)
    .optional()
    .meta({ description: 'The contact was erased; all that the event told of it is null' }),
})
const bankAccount = z.strictObject({ contactId, bankAccountId: uuid })

/** Of a card that was never tokenized only the ids, the state and the reason are known. */
const creditCard = z.strictObject({
  contactId,
  creditCardId: uuid,
  state: z.enum(['pending', 'active', 'single_use', 'failed', 'expired', 'closed', 'deleted']),
  brand: z.string().nullable(),
  last4: z.string().nullable(),
  expiryMonth: z.int().nullable(),
  expiryYear: z.int().nullable(),
  failReason: failReason.nullable(),
})

/** What `debit_event_data` makes in SQL, of a debit in this state. */
const debit = <State extends string>(state: State) =>
  z.strictObject({
    transactionId: uuid,
    state: z.literal(state),
    ...money,
    contactId,
    creditCardId: uuid.nullable(),
    toBankAccountId: uuid,
    statement: z.string(),
    failReason: failReason.nullable(),
    failDirection: z.enum(['pull', 'push']).nullable(),
    // Not in events from before they were told.
    initiator: z
      .enum(initiators)
      .nullish()
      .meta({ description: 'Who started the charge of a saved card; null of every other debit' }),
    reason: z
      .enum(chargeReasons)
      .nullish()
      .meta({ description: 'What of the agreement with the cardholder it was' }),
    ...labelEventData,
  })

/** What `refund_event_data` makes in SQL: the debit as it is, and the refund of it that has ended. */
const refund = <State extends string>(states: readonly [State, ...State[]]) =>
  z.strictObject({
    ...debit('paid').shape,
    state: z.enum(['paid', 'completed', 'failed']),
    refundId: uuid,
    refundState: z.enum(states),
    refundAmount: amountAnswer,
    amountRefunded: amountAnswer,
    method: z.enum(['card', 'reversal', 'bank']),
    refundToBankAccountId: uuid.nullable(),
    refundFailReason: failReason.nullable(),
    refundFailDirection: z.enum(['pull', 'push']).nullable(),
  })

/** What `dispute_event_data` makes: the debit (`paid` where its clearing is in question) and the dispute. */
const dispute = <State extends string>(state: State) =>
  z.strictObject({
    ...debit('completed').shape,
    state: z.enum(['paid', 'completed']),
    disputeId: uuid,
    disputeState: z.literal(state),
    disputeAmount: amountAnswer,
    disputeAmountTaken: amountAnswer,
    disputeReason: z.string(),
    respondBy: z.iso.datetime(),
    lostReason: z.enum(['no_response', 'decided', 'closed']).nullable(),
  })

/** What `credit_event_data` makes in SQL, of a credit in this state. */
const credit = <State extends string>(...states: [State, ...State[]]) =>
  z.strictObject({
    transactionId: uuid,
    state: z.enum(states),
    ...money,
    contactId: uuid,
    fromBankAccountId: uuid,
    toBankAccountId: uuid.nullable(),
    statement: z.string(),
    failReason: failReason.nullable(),
    failDirection: z.enum(['pull', 'push']).nullable(),
    ...labelEventData,
  })

/** What `payout_event_data` makes in SQL, of a payout in this state. */
const payout = <State extends string>(state: State) =>
  z.strictObject({
    payoutId: uuid,
    state: z.literal(state),
    amount: amountAnswer,
    amountOwed: amountAnswer,
    currency,
    bankAccountId: uuid,
    failReason: failReason.nullable(),
  })

/** What `schedule_event_data` makes in SQL: the schedule as it is now. */
const schedule = <State extends string>(...states: [State, ...State[]]) =>
  z.strictObject({
    scheduleId: uuid,
    state: z.enum(states),
    kind: z.enum(['card_debit', 'eft_debit', 'eft_credit']),
    contactId: uuid,
    ...money,
    nextNumber: z.int().nullable(),
    nextDueOn: z.iso.date().nullable(),
    ...labelEventData,
  })

/** What `occurrence_event_data` makes in SQL, of an occurrence in this state. */
const occurrence = <State extends string>(state: State) =>
  z.strictObject({
    scheduleId: uuid,
    number: z.int(),
    date: z.iso.date(),
    dueOn: z.iso.date(),
    state: z.literal(state),
    transactionId: uuid.nullable(),
    failReason: failReason.nullable(),
  })

/** A webhook in trouble (`webhooks/alert.ts`): the events that it stands at, and why they were not taken. */
const webhookTrouble = <State extends string, Stage extends string>(
  state: State,
  stages: readonly [Stage, ...Stage[]],
) =>
  z.strictObject({
    webhookId: uuid,
    state: z.literal(state),
    stage: z.enum(stages),
    failingSince: z.iso.datetime(),
    failures: z.int(),
    nextAttemptAt: z.iso.datetime().nullable(),
    firstEventId: z.int(),
    lastEventId: z.int(),
    eventType: z.string(),
    status: z.int().nullable(),
    errorClass: z.string(),
    reason: z.string(),
  })

/** What payers see of the company, and its days (`companies/announce-company.ts`). */
const company = z.strictObject({
  companyId: uuid,
  name: z.string(),
  language: z.enum(['en', 'fr']),
  contactEmail: z.string().nullable(),
  contactPhone: z.string().nullable(),
  timeZone: z.string(),
  accentColor: z.string().nullable(),
  receiptsByMail: z.boolean(),
  secondFactorRequired: z.boolean(),
  hasLogo: z.boolean(),
  state: z.enum(['active', 'suspended', 'closing']),
  stateSince: z.iso.datetime().nullable(),
  stateReason: z.string().nullable(),
})

/**
 * Every type of event: what happened, and the shape of its `data` (camelCase, no secrets). `announce` is
 * typed by it, `/openapi.json` shows it, tests hold every event against it (`test/fitting-events.ts`). A type
 * of the contract is added here with the code that makes it, never before.
 */
export const eventKinds = {
  'contacts.created': { says: 'A contact was created.', data: contact },
  'contacts.updated': { says: 'A contact was changed; `data` is how it is now.', data: contact },
  'contacts.deleted': {
    says: 'A contact was deleted. Events of its cards and bank accounts come before.',
    data: z.strictObject({ contactId }),
  },
  'contacts.erased': {
    says: 'All that was known of a deleted contact was erased, also from its events: delete what you have of it.',
    data: z.strictObject({ contactId }),
  },
  'contacts.bank_accounts.created': { says: 'A contact got a bank account.', data: bankAccount },
  'contacts.bank_accounts.deleted': { says: 'A bank account of a contact was deleted.', data: bankAccount },
  'contacts.credit_cards.tokenized': { says: 'A card was saved: it can be charged.', data: creditCard },
  'contacts.credit_cards.tokenization_failed': {
    says: 'A card was refused when it was to be saved; `failReason` says why.',
    data: creditCard,
  },
  'contacts.credit_cards.updated': {
    says: 'The network has said that a saved card has another number or date (`data` is how it is now, and charges go on with it), or that its account is `closed`: ask for another card.',
    data: creditCard.extend({ reason: z.enum(updateReasons) }),
  },
  'contacts.credit_cards.expiring': {
    says: 'The last month in which a card can be charged has begun: ask the contact for another one.',
    data: creditCard,
  },
  'contacts.credit_cards.expired': {
    says: 'The month on a card has ended everywhere: it cannot be charged any more. What it paid can still be refunded to it.',
    data: creditCard,
  },
  'contacts.credit_cards.deleted': { says: 'A card was deleted and is shredded.', data: creditCard },
  'transactions.debits.created': {
    says: 'A debit was asked for. Nothing is taken yet.',
    data: debit('requested'),
  },
  'transactions.debits.initiated': {
    says: 'The payer agreed: the money is to be pulled from the bank account.',
    data: debit('initiated'),
  },
  'transactions.debits.payment_failed': {
    says: 'A card that the payer entered did not pay the debit, `failReason` says why. It can still be paid.',
    data: debit('requested'),
  },
  'transactions.debits.returned': {
    says: 'The payer’s bank took the money back after the debit had ended: you owe it. `state` stays as it was.',
    data: debit('completed').extend({ state: z.enum(['completed', 'failed']) }),
  },
  'transactions.debits.paid': { says: 'The payer’s money was taken.', data: debit('paid') },
  'transactions.debits.completed': {
    says: 'By card: the network cleared the debit, it paid us. By bank: the money was deposited to your account.',
    data: debit('completed'),
  },
  'transactions.debits.preauthorized': {
    says: 'The amount is held on the card until `expiresAt`. Nothing is taken yet: capture it or release it.',
    data: debit('preauthorized').extend({ expiresAt: z.iso.datetime() }),
  },
  'transactions.debits.cancelled': {
    says: 'The debit was cancelled, a preauthorized one released, or its time was over (`failReason`): nothing is taken.',
    data: debit('cancelled'),
  },
  'transactions.debits.refunded': {
    says: 'Money went back to the payer. `state` is the debit’s, which stays; the rest is about this refund.',
    data: refund(['paid', 'completed']),
  },
  'transactions.debits.refund_failed': {
    says: 'A refund failed, `refundFailReason` says why: nothing went back, and it can be refunded again.',
    data: refund(['failed']),
  },
  'transactions.debits.refund_returned': {
    says: 'A bank sent a refund back after it had counted as arrived: you get it with your next payout, and it can be refunded again.',
    data: refund(['completed']),
  },
  'transactions.debits.disputed': {
    says: 'The card holder took the money back through the network. Answer it with evidence before `respondBy`.',
    data: dispute('needs_response'),
  },
  'transactions.debits.dispute_under_review': {
    says: 'Evidence was submitted; the network decides.',
    data: dispute('under_review'),
  },
  'transactions.debits.dispute_won': {
    says: 'The network paid the disputed amount again: it comes with the next payout.',
    data: dispute('won'),
  },
  'transactions.debits.dispute_lost': {
    says: 'The card holder keeps the money: nothing was submitted in time, the network decided so, or never did (`lostReason`). Won after all where `dispute_won` follows.',
    data: dispute('lost'),
  },
  'transactions.debits.failed': {
    says: 'The debit failed, `failReason` says why: nothing is taken, or what was taken was given back.',
    data: debit('failed'),
  },
  'transactions.credits.created': { says: 'A credit was asked for.', data: credit('requested') },
  'transactions.credits.initiated': {
    says: 'The money is to be pulled from your bank account.',
    data: credit('initiated'),
  },
  'transactions.credits.paid': {
    says: 'The money was pulled from your bank account; it goes on to the contact’s.',
    data: credit('paid'),
  },
  'transactions.credits.completed': { says: 'The money was delivered.', data: credit('completed') },
  'transactions.credits.failed': {
    says: 'The credit failed: `failDirection` `pull`, nothing was taken or the bank took it back; `push`, it comes back with a payout.',
    data: credit('failed'),
  },
  'transactions.credits.cancelled': {
    says: 'The credit was cancelled, or nobody said in time where to pay (`failReason` `expired`): nothing was taken.',
    data: credit('cancelled'),
  },
  'transactions.credits.returned': {
    says: 'A bank sent one side back late; `state` stays. `failDirection` `pull`: you owe the money; `push`: it comes back with a payout.',
    data: credit('paid', 'completed', 'failed'),
  },
  'payouts.requested': {
    says: 'What is owed to you is to be deposited to your bank account.',
    data: payout('requested'),
  },
  'payouts.initiated': { says: 'The deposit was given to the bank.', data: payout('initiated') },
  'payouts.completed': { says: 'The deposit arrived.', data: payout('completed') },
  'payouts.returned': {
    says: 'The deposit came back, `failReason` says why. It is owed to you: retry it, to another account if need be.',
    data: payout('returned'),
  },
  'schedules.created': { says: 'A schedule was made.', data: schedule('active') },
  'schedules.updated': {
    says: 'A schedule was changed, or an occurrence skipped.',
    data: schedule('active', 'paused'),
  },
  'schedules.paused': {
    says: 'A schedule was paused: nothing is made until it is resumed.',
    data: schedule('paused'),
  },
  'schedules.resumed': {
    says: 'A schedule goes on, with the first occurrence from today.',
    data: schedule('active'),
  },
  'schedules.completed': { says: 'The last occurrence of a schedule has come.', data: schedule('completed') },
  'schedules.cancelled': {
    says: 'A schedule was cancelled, or its contact deleted.',
    data: schedule('cancelled'),
  },
  'schedules.occurrences.made': {
    says: 'An occurrence was made: a card was charged, or a debit or credit by bank is `initiated`.',
    data: occurrence('made'),
  },
  'schedules.occurrences.failed': {
    says: 'An occurrence could not be made, `failReason` says why. It is not tried again.',
    data: occurrence('failed'),
  },
  'schedules.occurrences.skipped': { says: 'An occurrence was skipped.', data: occurrence('skipped') },
  'schedules.occurrences.restored': {
    says: 'A skip was taken back: the occurrence is the next one again.',
    data: occurrence('restored'),
  },
  'company.updated': {
    says: 'The settings of your company were changed, or its operator has suspended it, closes it or lets it go on; `data` is how it is now.',
    data: company,
  },
  'company.card_testing_suspected': {
    says: 'Cards are tried out on your card pages, and whoever does is locked out for now: `scope` says what is (`company`: all visitors that are new to you).',
    data: z.strictObject({
      companyId: uuid,
      scope: z.enum(lockedScopes),
      address: z.string().nullable(),
      declined: z.int(),
    }),
  },
  'users.invited': {
    says: 'Somebody was invited to your team.',
    data: z.strictObject({ email: z.string(), role: z.enum(roles) }),
  },
  'users.signed_in': {
    says: 'Somebody of your team signed in; `method` says how.',
    data: z.strictObject({ userId: uuid, email: z.string(), method: z.string() }),
  },
  'users.removed': {
    says: 'Somebody was removed from your team.',
    data: z.strictObject({ userId: uuid, email: z.string() }),
  },
  'events.restored': {
    says: 'This id may have been another event before the operator restored the database to `restoredTo`, and that event is lost. It tells of nothing else.',
    data: z.strictObject({ restoredTo: z.iso.datetime() }),
  },
  'webhooks.failing': {
    says: 'A webhook of yours could not be delivered to, has failed for an hour, or will stop soon: `stage` says which.',
    data: webhookTrouble('backing_off', ['first_failure', 'lasting', 'ending']),
  },
  'webhooks.failed': {
    says: 'A webhook of yours has stopped and waits for `resume`.',
    data: webhookTrouble('failed', ['failed']),
  },
} as const satisfies Record<string, { says: string; data: z.ZodType }>

export type EventType = keyof typeof eventKinds
export const eventTypes = Object.keys(eventKinds) as [EventType, ...EventType[]]

/** Those that happen in a day's work: all but what only a restore of the database makes. */
export type EverydayType = Exclude<EventType, 'events.restored'>
export const everydayTypes = eventTypes.filter((type) => type !== 'events.restored') as [
  EverydayType,
  ...EverydayType[],
]

/** The `data` of events of this type. */
export type EventData<Type extends EventType> = z.input<(typeof eventKinds)[Type]['data']>
