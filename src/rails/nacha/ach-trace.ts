/** Digits of the trace number behind the ODFI's eight (Nacha Operating Rules, Appendix Three, "Trace Number"). */
const DIGITS = 7
const CYCLE = 10n ** BigInt(DIGITS)

/** The part of an item's reference that its ACH trace number has room for. */
export const traceSuffix = (reference: string): string => reference.slice(-DIGITS)

/** What a return or a notice of change says of the original: its trace number, and our reference where the bank kept it. */
export type Original = { trace: string; individualId: string }

/**
 * Our reference of the original. Where the bank did not keep it, the newest one given out that ends in the trace's digits: one of the last
 * ten million, and returns come within months. `last` is the number given out last. Undefined where there has been none.
 */
export function referenceOf({ trace, individualId }: Original, last: bigint): string | undefined {
  if (/^J\d{12}$/.test(individualId) && traceSuffix(individualId) === traceSuffix(trace)) return individualId
  const number = last - ((((last - BigInt(traceSuffix(trace))) % CYCLE) + CYCLE) % CYCLE)
  return number > 0n ? `J${String(number).padStart(12, '0')}` : undefined
}
