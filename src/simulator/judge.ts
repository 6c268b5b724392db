import { createHash } from 'node:crypto'
import type { BookEntry, Violation } from './book-entry.ts'
import { replacedBy } from './test-cards.ts'

/** Visa, Decline Response Code Categories (2021), category 1: the issuer will never approve. */
const neverCodes = new Set(['04', '07', '12', '15', '41', '43', '46', '57', 'R0', 'R1', 'R3'])
/** Mastercard, merchant advice codes: do not try again; the payment was cancelled. */
const neverAdvice = new Set(['03', '21'])
const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
/** Mastercard, merchant advice codes that name a time. */
const adviceWaitMs = new Map([
  ['24', HOUR_MS],
  ['25', DAY_MS],
  ['26', 2 * DAY_MS],
  ['27', 4 * DAY_MS],
  ['28', 6 * DAY_MS],
  ['29', 8 * DAY_MS],
  ['30', 10 * DAY_MS],
])
/** Visa, excessive reattempts: fifteen within thirty days of the first decline are the most. */
const RETRIES_MAX = 15
const RETRIES_WITHIN_MS = 30 * DAY_MS

/** Mastercard, excessive authorization attempts: ten retries within 24 hours are the most. */
const MASTERCARD = /^(5[1-5]|2(22[1-9]|2[3-9]|[3-6]|7[01]|720))/
const DAY_RETRIES_MAX = 10

/** What a retry against the rules costs, in minor units: Visa's fee for a domestic one. */
const RETRY_FEE = 10
const FORMAT_ERROR = '30'

/** Requests cross: one that was sent before the answer to another was written down is no retry of it. */
const CROSSING_MS = 2_000

/** Stored credentials whose declines are remembered: more than a demo ever declines. */
const DECLINED_MAX = 100_000
/** Verifications whose agreement is remembered. */
const AGREEMENTS_MAX = 500_000

/** A decline that the merchant has heard of, of the number that ends so; `seq` is its entry's. */
type Declined = { seq: number; code: string; advice: string | null; at: number; last4: string }

/** A request that is judged, by what is said in it. `number` is the card's. */
type Judged = {
  number: string
  credential: string | null
  originalId: string | null
  agreement: string | null
  at: Date
}
export type Verdict = { violation: Violation; code: string; advice: string | null; fee: number }

/**
 * An id holds a digest of the card that it is of, so that the books need not keep the number to know another
 * card's: nine digits that count, six of the digest.
 */
export function transactionIdFor(seq: number, number: string): string {
  const count = String(seq % 1_000_000_000).padStart(9, '0')
  const digest = createHash('sha256').update(`${count}:${number}`).digest().readUInt32BE() % 1_000_000
  return count + String(digest).padStart(6, '0')
}

/**
 * What is wrong with the agreement that a charge names. `known`: the one that its card was verified under,
 * null where it was under none, undefined where that was before agreements were named.
 */
function brokenBy(
  credential: string,
  named: string | null,
  known: string | null | undefined,
): 'no_reference' | 'other_reference' | null {
  if (named !== null) return named === known ? null : 'other_reference'
  return credential.startsWith('M') && known !== undefined ? 'no_reference' : null
}

/**
 * The strict judge of what merchants do with cards that they have stored. It knows the schemes' rules from
 * its own reading of them, not from the platform's table, and remembers what the books tell it.
 */
export function openJudge() {
  /** By the id of the verification that a card was stored with, oldest first. */
  const declined = new Map<string, Declined[]>()
  /** Cards that were stored before the network gave out ids, by their last four: they need not name one. */
  const storedBefore = new Set<string>()
  /** By the id of a verification; undefined of those from before agreements were named. */
  const agreements = new Map<string, string | null | undefined>()
  const counts = new Map<Violation, number>()
  let lastSeq = 0
  let fees = 0

  function retryOf(id: string, number: string, at: number): Verdict | null {
    const heard =
      declined.get(id)?.filter((one) => one.at <= at - CROSSING_MS && one.last4 === number.slice(-4)) ?? []
    const last = heard.at(-1)
    if (!last) return null
    const { code, advice } = last
    const refuse = (violation: Violation): Verdict => ({ violation, code, advice, fee: RETRY_FEE })
    if (neverCodes.has(code) || neverAdvice.has(advice ?? '')) return refuse('never_retried')
    if (at < last.at + (adviceWaitMs.get(advice ?? '') ?? 0)) return refuse('retried_too_soon')
    const recent = heard.filter((one) => one.at > at - RETRIES_WITHIN_MS)
    // The first of them was no retry.
    const today = heard.filter((one) => one.at > at - DAY_MS)
    const tooMany = recent.length > RETRIES_MAX || (MASTERCARD.test(number) && today.length > DAY_RETRIES_MAX)
    return tooMany ? refuse('retried_too_often') : null
  }

  return {
    /** What is wrong with a charge of a card on file; null where it obeys the rules. */
    judge({ number, credential, originalId, agreement, at }: Judged): Verdict | null {
      const malformed = (violation: Violation): Verdict => ({
        violation,
        code: FORMAT_ERROR,
        advice: null,
        fee: 0,
      })
      if (credential === null) return malformed('no_agreement')
      if (originalId === null)
        return credential.startsWith('M') && !storedBefore.has(number.slice(-4))
          ? malformed('no_original')
          : null
      const seq = Number(originalId.slice(0, 9))
      const isOf = (number: string) => originalId === transactionIdFor(seq, number)
      // An account that has another number is the same agreement.
      if (!(seq >= 1 && seq <= lastSeq) || ![number, ...replacedBy(number)].some(isOf))
        return malformed('other_card')
      const broken = agreements.has(originalId) && brokenBy(credential, agreement, agreements.get(originalId))
      if (broken) return malformed(broken)
      return retryOf(originalId, number, at.getTime())
    },

    /** Hears of each entry of the books, in order. */
    entered(entry: BookEntry): void {
      lastSeq = entry.seq
      if (entry.state === 'verified' && entry.transaction_id) {
        agreements.set(entry.transaction_id, entry.agreement)
        if (agreements.size > AGREEMENTS_MAX) agreements.delete(agreements.keys().next().value!)
      }
      if (entry.state === 'verified' && !entry.transaction_id) storedBefore.add(entry.last4)
      if (entry.violation) counts.set(entry.violation, (counts.get(entry.violation) ?? 0) + 1)
      fees += entry.fee ?? 0
      // One that was refused for its form says nothing of the card.
      if (!entry.original_id || entry.state !== 'declined' || entry.response_code === FORMAT_ERROR) return
      const at = Date.parse(entry.created_at)
      const recent = (declined.get(entry.original_id) ?? []).filter((one) => one.at > at - RETRIES_WITHIN_MS)
      const { seq, response_code: code, advice = null, last4 } = entry
      declined.set(entry.original_id, [...recent, { seq, code, advice, at, last4 }])
      if (declined.size > DECLINED_MAX) declined.delete(declined.keys().next().value!)
    },

    /** A decline that the merchant has reversed: it had not heard of it. */
    reversed({ seq, original_id }: BookEntry): void {
      const known = declined.get(original_id ?? '')
      if (known)
        declined.set(
          original_id!,
          known.filter((one) => one.seq !== seq),
        )
    },

    /** How often each rule was broken, and what was billed for it, in minor units of whatever was charged. */
    verdicts: () => ({ violations: Object.fromEntries(counts), fees }),
  }
}
