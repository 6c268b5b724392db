/**
 * Debits by bank that were made and are not known to be paid: a debit is two writes, and whoever asks for the
 * same again, after a cut line or in a new dialog, means the one that is there.
 */
const begun = new Map<string, string>()
/** More than anybody tries while a line is cut. */
const BEGUN_MAX = 100

export const begunDebits = {
  of: (what: string): string | undefined => begun.get(what),
  keep(what: string, debitId: string): void {
    begun.set(what, debitId)
    if (begun.size > BEGUN_MAX) begun.delete(begun.keys().next().value!)
  },
  over: (what: string): void => void begun.delete(what),
}
