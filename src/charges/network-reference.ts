/**
 * What a message to the card network is known by, on the main side: the one place that knows the columns it
 * is kept in, how it is made, and how the network's own words for it (ISO 8583: STAN, RRN, transmission time)
 * are those columns. All else passes it on.
 */
import { type Statement, sql } from '../db/sql.ts'
import { type NetworkReference, VAULT_SEQUENCES_FROM } from '../ground/vault-protocol.ts'
import { acquirerOf, acquirerOfRecord } from '../process/acceptors.ts'

/**
 * Rows that have a reference, as `referenceColumns` reads it. These are also the words in which a person asks
 * the acquirer about a message, in alarms and logs.
 */
export type ReferenceColumns = { stan: string; rrn: string; transmitted_at: Date }

/** The columns of a reference. */
export const referenceColumns = sql`stan, rrn, transmitted_at`

/**
 * Makes a reference, for those columns in their order, from a `trace` (the next of `network_traces`) and its
 * time `now`.
 *
 * STAN (field 11): 000001 to 899999, above that is the vault's. RRN (field 37): last digit of the year, day
 * of the year and eight digits, so it does not repeat within 10 years unless one day sees 100 million
 * messages. Transmission time (field 7) has seconds.
 */
const stanOfTrace = sql`lpad((trace % ${VAULT_SEQUENCES_FROM - 1} + 1)::text, 6, '0')`
const sentNow = sql`date_trunc('second', now)`
export const newReference = sql`${stanOfTrace},
  to_char(now at time zone 'utc', 'YDDD') || lpad((trace % 100000000)::text, 8, '0'), ${sentNow}`

export const DAY_MS = 86_400_000
/**
 * What the RRNs of the UTC day that begins then begin with, and those of no other day within ten years: YDDD,
 * as it is made.
 */
export function dayOfReferences(dayStart: number): string {
  const year = new Date(dayStart).getUTCFullYear()
  const day = (dayStart - Date.UTC(year, 0, 1)) / DAY_MS + 1
  return `${year % 10}${String(day).padStart(3, '0')}`
}

/** What the vault is told. */
export const referenceOf = ({ stan, rrn, transmitted_at }: ReferenceColumns): NetworkReference => ({
  id: rrn,
  sequence: stan,
  sent_at: transmitted_at.toISOString(),
})

/** The reference of a row alone: to pass it on, or to tell it to a person. */
export const pickReference = ({ rrn, stan, transmitted_at }: ReferenceColumns): ReferenceColumns => ({
  rrn,
  stan,
  transmitted_at,
})

/** Rows of captures: the reference of the authorization, and the capture's own, which has the same `id`. */
export type CaptureReferenceColumns = ReferenceColumns & {
  capture_stan: string
  capture_transmitted_at: Date
}

export const captureReferenceColumns = sql`${referenceColumns}, capture_stan, capture_transmitted_at`

/** Makes a capture's own, in an update of `authorizations`. */
export const setCaptureReference = sql`capture_stan = ${stanOfTrace}, capture_transmitted_at = ${sentNow}`

/** The capture's own, as rows have a reference. */
export const captureReference = (capture: CaptureReferenceColumns): ReferenceColumns => ({
  stan: capture.capture_stan,
  rrn: capture.rrn,
  transmitted_at: capture.capture_transmitted_at,
})

/** A reference as the acquirer's files have it (`docs/clearing-file.md`): the time without its year. */
export type FiledReference = { rrn: string; stan: string; transmission: string }
const transmissionOf = (attempt: Statement) =>
  sql`to_char(${attempt}.transmitted_at at time zone 'utc', 'MMDDHH24MISS')`
/** Of an attempt's alias. */
export const filedReferenceColumns = (attempt: Statement) =>
  sql`${attempt}.rrn, ${attempt}.stan, ${transmissionOf(attempt)} as transmission`
export const pickFiled = ({ rrn, stan, transmission }: FiledReference): FiledReference => ({
  rrn,
  stan,
  transmission,
})
/** Whether an attempt is the one that a record of a file of this acquirer is about. */
export const isFiledAs = (attempt: Statement, record: Statement, acquirerId: Statement) => sql`
  ${attempt}.rrn = ${record}.rrn and ${attempt}.stan = ${record}.stan and ${transmissionOf(attempt)} = ${record}.transmission
  and ${acquirerOf(attempt)} is not distinct from ${acquirerId}`

/** Whether it may be an RRN: twelve letters and digits (ISO 8583, field 37). */
export const isReferenceNumber = (typed: string): boolean => /^[0-9a-z]{12}$/i.test(typed)
/** Attempts that somebody asks for by it, as a bank or a cardholder's statement names them. */
export const isNumbered = (attempt: Statement, typed: string) => sql`${attempt}.rrn = ${typed.toUpperCase()}`

/** Records of files about an attempt, or a capture of what it holds, which has its `rrn` too. */
export const isFiledUnder = (attempt: Statement, record: Statement) =>
  sql`${record}.rrn = ${attempt}.rrn and ${acquirerOfRecord(record)} is not distinct from ${acquirerOf(attempt)}`
/** A reference as words and numbers to show beside others. */
export const referenceDetails = ({ rrn, stan }: Pick<ReferenceColumns, 'rrn' | 'stan'>) => ({ rrn, stan })
