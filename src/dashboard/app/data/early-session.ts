/** An answer, and when it was asked for. */
type Early = { response: Response; askedAt: number }
export type EarlySession = { jetpaySession?: Promise<Early | undefined> | undefined }

/** What `early.ts` has asked for, once; undefined where it has not, or nobody answered. */
export function takeEarlySession(): Promise<Early | undefined> | undefined {
  const early = globalThis as EarlySession
  const asked = early.jetpaySession
  early.jetpaySession = undefined
  return asked
}
