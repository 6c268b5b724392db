/**
 * The network's reasons that are about a dispute: docs/clearing-file.md. The first two move money, the last
 * does not.
 */
export const disputeReasons = { chargeback: '0301', won: '0302', lost: '0303' } as const
