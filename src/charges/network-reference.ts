import { sql } from '../db/sql.ts'

/**
 * What a new message to the network is known by, in SQL, from a `trace` (the next of `network_traces`) and
 * its time `now`.
 *
 * STAN (field 11): 000001 to 899999, above that is the vault's. RRN (field 37): last digit of the year, day
 * of the year and eight digits, so it does not repeat within 10 years unless one day sees 100 million
 * messages. Transmission time (field 7) has seconds.
 */
export const stanOfTrace = sql`lpad((trace % 899999 + 1)::text, 6, '0')`
export const rrnOfTrace = sql`to_char(now at time zone 'utc', 'YDDD') || lpad((trace % 100000000)::text, 8, '0')`
export const transmittedNow = sql`date_trunc('second', now)`
