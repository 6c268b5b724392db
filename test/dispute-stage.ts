/**
 * What the tests of disputes ask a platform again and again. The network's records are of the tests' own
 * making.
 */
import assert from 'node:assert/strict'
import { sql } from '../src/db/sql.ts'
import { explainDispute } from '../src/explain/explain-dispute.ts'
import type { ClearingStage } from './clearing-stage.ts'
import { minor } from './explained-parts.ts'
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
    /**
     * What its amounts are made of, each of which adds up: together what the ledger has for it, with every
     * entry, and the other two as its own fields say.
     */
    async explained(disputeId: string) {
      const made = async (path: string, amount: number) => {
        const told = await platform.good('GET', path)
        assert.deepEqual([told.amount, told.sum, told.adds_up], [amount, amount, true], path)
        assert.equal(explainDispute.answers[200]!.schema!.safeParse(told).error, undefined, path)
        return told
      }
      const partsOf = ({ data }: any) => Object.fromEntries(data.map(({ key, amount }: any) => [key, amount]))
      const path = `/dispute/${disputeId}/explain`
      const { amount, amount_taken, state } = await platform.good('GET', `/dispute/${disputeId}`)
      const whole = await made(path, state === 'won' ? 0 : -amount)
      const entries = await db.many<{ amount: bigint }>(sql`
        select amount from ledger_entries where transaction_id = ${disputeId} order by sequence, line`)
      assert.deepEqual(
        whole.entries.map(({ amount }: any) => minor(amount)),
        entries.map(({ amount }) => amount),
      )
      for (const part of whole.data) await made(part.explain, part.amount)
      return {
        balance: partsOf(whole),
        amount: partsOf(await made(`${path}?part=amount`, amount)),
        amount_taken: partsOf(await made(`${path}?part=amount_taken`, amount_taken)),
        given_back: state === 'won' && partsOf(await made(`${path}?part=given_back`, amount)),
      }
    },
    /** Types without what they have in common. */
    eventsOf: async (debitId: string) =>
      (await platform.eventsOf(debitId)).map(({ type }) => type.replace('transactions.debits.', '')),
  }
}
