export type EarlySession = { jetpaySession?: Promise<Response | undefined> | undefined }

/** What `early.ts` has asked for, once; undefined where it has not, or nobody answered. */
export function takeEarlySession(): Promise<Response | undefined> | undefined {
  const early = globalThis as EarlySession
  const asked = early.jetpaySession
  early.jetpaySession = undefined
  return asked
}
