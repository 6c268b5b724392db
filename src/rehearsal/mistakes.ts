/** What a platform's integration can get wrong, each with why that costs money (docs/rehearsal.md). */

export const mistakes = {
  believes_forged: {
    title: 'Acts on a delivery that is not the platform’s',
    why: 'Whoever knows the address of your webhook can have goods shipped without paying: anybody can post to it.',
    remedy:
      'Verify the signature over the raw bytes, its audience, time and payload_hash, before you read an event.',
  },
  acts_twice: {
    title: 'Acts more than once on one event',
    why: 'Deliveries come at least once: an answer that was lost brings the same events again. Each repeat ships goods again, or undoes what came later.',
    remedy:
      'Keep the highest event id that you have handled, in the transaction that handles it, and skip what is not above it.',
  },
  believes_page: {
    title: 'Takes the card page’s message for a payment',
    why: 'The message is made in the payer’s browser, where anybody can make one: goods leave, and no money was moved.',
    remedy: 'Show the message to the person who waits; act on the webhook alone.',
  },
  ships_unpaid: {
    title: 'Takes a charge that did not succeed for paid',
    why: 'A charge that was declined, or whose outcome is unknown and which is reversed, brings no money; what was shipped for it is lost.',
    remedy:
      'Ship when `transactions.debits.paid` comes. 202 and 504 say that nobody knows yet; 402 that it was declined.',
  },
  misses_payment: {
    title: 'Does not notice a payment',
    why: 'The payer’s money was taken and the order stays as if it were not: they complain, or pay again.',
    remedy:
      'Act on `transactions.debits.paid`, also where the charge’s own answer was slow, lost or not final.',
  },
  charges_twice: {
    title: 'Charges one order more than once',
    why: 'A charge whose answer is late may have succeeded. Another one under another Idempotency-Key takes the payer’s money again.',
    remedy: 'Make the Idempotency-Key with the order, keep it, and repeat under the same one.',
  },
  no_idempotency_key: {
    title: 'Charges without an Idempotency-Key',
    why: 'A charge whose answer is lost cannot be repeated without the risk of taking the money twice.',
    remedy: 'Send an Idempotency-Key made with the order; repeat under the same one.',
  },
  misses_money_taken_back: {
    title: 'Does not notice that money was taken back',
    why: 'A debit by bank comes back days after it was paid, a card payment is disputed: you go on as if you had money that is gone.',
    remedy:
      'Handle `transactions.debits.failed` after `paid`, `transactions.debits.returned` and `transactions.debits.disputed`.',
  },
  refuses_genuine: {
    title: 'Refuses deliveries that are the platform’s',
    why: 'A webhook that keeps failing is retried for 76 hours and then stopped: you hear of nothing any more.',
    remedy:
      'Check the audience (your webhook’s identifier), the address of the keys, and this machine’s clock.',
  },
  refuses_repeats: {
    title: 'Refuses events that it has had already',
    why: 'What comes again comes because your answer was lost. Refused, it comes again and again, and nothing after it does.',
    remedy: 'Answer 2xx to what you have handled before, and do nothing about it.',
  },
  refuses_new_key: {
    title: 'Does not follow a change of the keys that sign',
    why: 'Keys change every 30 days. From then on every delivery is refused, and the webhook stops.',
    remedy: 'Fetch /.well-known/jwks.json again when a `kid` is unknown, at most every ten seconds.',
  },
} as const

export type MistakeCode = keyof typeof mistakes

/** A mistake as it was found; `seen`: each time, in words. */
export type FoundMistake = {
  code: MistakeCode
  title: string
  why: string
  remedy: string
  guide: string
  seen: string[]
}
