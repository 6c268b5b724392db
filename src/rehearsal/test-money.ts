/** Cards and accounts whose payments go as a scenario needs it (docs/guide/test-data.md). */

export const approved = ['4242424242424242', '5555555555554444', '4000056655665556', '6011111111111117']
export const declined = ['4000000000009995', '4000000000000341', '4000000000006975', '4000000000000119']
/** Captured or not, never answered: what became of the charge nobody knows until it is reversed. */
export const unanswered = ['4000000000900011', '4000000000900029', '4000000000900060']
/** Clears, and in the next file a chargeback takes it back. */
export const disputed = '4000000000000259'

export const settling = '1234567'
/**
 * Accounts that a debit comes back from, without having been paid: no funds, closed, stopped by the payer.
 */
export const refused = ['9900901', '9900905', '9900903']
/** Accounts whose debits settle and then come back, for the same reasons. */
export const returnedLate = ['9910901', '9910905', '9910903']
