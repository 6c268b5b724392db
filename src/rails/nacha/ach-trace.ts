/** Digits of the trace number behind the ODFI's eight (Nacha Operating Rules, Appendix Three, "Trace Number"). */
const DIGITS = 7
const CYCLE = 10n ** BigInt(DIGITS)

/** The part of an item's reference that its ACH trace number has room for. */
export const traceSuffix = (reference: string): string => reference.slice(-DIGITS)

/**
 * The reference that a trace number stands for: the newest one given out that ends in its digits, so one of the last ten million; returns
 * come within months. `last` is the number given out last. Undefined where there has been none.
 */
export function referenceOf(trace: string, last: bigint): string | undefined {
  const suffix = BigInt(trace.slice(-DIGITS))
  const number = last - ((((last - suffix) % CYCLE) + CYCLE) % CYCLE)
  return number > 0n ? `J${String(number).padStart(12, '0')}` : undefined
}
