/**
 * What the tests of disputes ask a platform again and again. The network's records are of the tests' own
 * making.
 */
import { sql } from '../src/db/sql.ts'
import type { ClearingStage } from './clearing-stage.ts'
import type { Platform } from './platform.ts'

export const pdf = Buffer.from('%PDF-1.7\n% a receipt\n%%EOF\n')

export function disputeStage(platform: Platform, network: ClearingStage) {
  const { call, db } = platform
  const of = async (debitId: string) => (await call('GET', `/dispute?debit_id=${debitId}`)).body.data[0]
  /** A record about the dispute of this debit: `0301` takes, `0302` pays, `0303` says that it is lost. */
  const record = (debitId: string, reason: '0301' | '0302' | '0303', amount: bigint) =>
    network.recordOf(debitId, { kind: reason === '0303' ? 'reject' : 'adjustment', reason, amount })
  const charged = async (card: { path: string }, amount = '100.00') =>
    (await platform.charge(card, { amount })).body.debit_id as string

  return {
    of,
    record,
    charged,
    /** A debit that was cleared. */
    async completed(card: { path: string }, amount = '100.00') {
      const debitId = await charged(card, amount)
      await network.clear(await network.recordOf(debitId))
      return debitId
    },
    /** A debit of 100.00 that was cleared and then disputed whole. */
    async disputed(card: { path: string }) {
      const debitId = await this.completed(card)
      await network.clear(await record(debitId, '0301', -10000n))
      return { debitId, disputeId: (await of(debitId)).dispute_id as string }
    },
    evidence: (disputeId: string, body: unknown, headers: Record<string, string> = {}) =>
      call('POST', `/dispute/${disputeId}/evidence`, body, headers),
    submit: (disputeId: string, headers: Record<string, string> = {}) =>
      call('POST', `/dispute/${disputeId}/submit`, undefined, headers),
    file: (content: Buffer, name = 'receipt.pdf') => ({ name, content: content.toString('base64') }),
    /** What is in payouts, or waits for one, of this dispute: parts with their amounts. */
    items: async (disputeId: string) =>
      Object.fromEntries(
        (
          await db.many<{ part: string; amount: bigint }>(
            sql`select part, amount from payout_items where transaction_id = ${disputeId}`,
          )
        ).map(({ part, amount }) => [part, amount]),
      ),
    /** Types without what they have in common. */
    eventsOf: async (debitId: string) =>
      (await platform.eventsOf(debitId)).map(({ type }) => type.replace('transactions.debits.', '')),
  }
}
