/** Options by their names: one that nobody reads would be missed only when it was needed. */
import { JetpayError } from './jetpay-error.ts'

/**
 * Throws where what was given is no object, or has an option that there is not. Without it a key under a
 * wrong name is lost, and its write goes out under another.
 */
export function checkKnown(what: string, given: unknown, known: readonly string[], example: string): void {
  if (given === undefined || given === null) return
  const write = `write ${example}. Nothing was sent.`
  if (typeof given !== 'object' || Array.isArray(given))
    throw new JetpayError(
      'unwritable',
      `The options of ${what} are a ${Array.isArray(given) ? 'list' : typeof given}, no object: ${write}`,
    )
  const unknown = Object.keys(given).find((name) => !known.includes(name))
  if (unknown !== undefined)
    throw new JetpayError(
      'unwritable',
      `${what} has no option ${unknown}; there are ${known.join(', ')}: ${write}`,
    )
}

/** Throws where it cannot end anything. By what takes it, since each realm has a class of its own. */
export function checkSignal(signal: unknown): void {
  if (signal === undefined || signal === null) return
  try {
    AbortSignal.any([signal as AbortSignal])
  } catch {
    throw new JetpayError(
      'unwritable',
      'signal is no AbortSignal: give one, or leave it out. Nothing was sent.',
    )
  }
}
