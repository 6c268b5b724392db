/**
 * Digits of the trace number behind the ODFI's eight (Nacha Operating Rules, Appendix Three, "Trace Number").
 */
const DIGITS = 7
const CYCLE = 10n ** BigInt(DIGITS)

/** The part of an item's reference that its ACH trace number has room for. */
export const traceSuffix = (reference: string): string => reference.slice(-DIGITS)

/**
 * What a return or a notice of change says of the original: its trace number, our reference where the bank
 * kept it, the first eight digits of the routing number that it was sent to, and its account number. The last
 * three may be empty.
 */
export type Original = { trace: string; individualId: string; routing: string; account: string }

const OURS = /^J\d{12}$/

/** Whether the bank kept our reference. */
export const hasReference = ({ individualId }: Original): boolean => OURS.test(individualId)

/** Whether reference and trace are of two items: one of them is wrong, and nobody knows which. */
export const contradictsItself = (of: Original): boolean =>
  hasReference(of) && traceSuffix(of.individualId) !== traceSuffix(of.trace)

/**
 * Our reference of the original. Where the bank did not keep it, the newest one given out that ends in the
 * trace's digits: one of the last ten million, and returns come within months. `last` is the number given out
 * last. Undefined where there has been none.
 */
export function referenceOf(
  { trace, individualId }: Pick<Original, 'trace' | 'individualId'>,
  last: bigint,
): string | undefined {
  if (OURS.test(individualId) && traceSuffix(individualId) === traceSuffix(trace)) return individualId
  const number = last - ((((last - BigInt(traceSuffix(trace))) % CYCLE) + CYCLE) % CYCLE)
  return number > 0n ? `J${String(number).padStart(12, '0')}` : undefined
}

/**
 * What an item was sent with: first eight digits of our bank, those of the account's, and the end of its
 * number.
 */
export type Sent = { odfi: string; routing: string; last4: string }

/**
 * Whether a trace alone, without our reference, is about an item sent so: seven digits of it come again, and
 * are those of others' items too. Our bank's digits must be the trace's, and the account, where the bank
 * names it, the item's.
 */
export const fitsTrace = ({ trace, routing, account }: Original, sent: Sent): boolean =>
  trace.startsWith(sent.odfi) &&
  (/^0*$/.test(routing) || routing === sent.routing) &&
  (account === '' || account.endsWith(sent.last4))
