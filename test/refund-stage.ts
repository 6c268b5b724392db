/** What the tests of refunds ask a platform again and again. */
import { sql } from '../src/db/sql.ts'
import { newId } from '../src/ground/ids.ts'
import { parseAmount } from '../src/ground/money.ts'
import { readIdempotencyKey } from '../src/http/idempotency.ts'
import { requestRefund } from '../src/refunds/request-refund.ts'
import type { Platform } from './platform.ts'

export function refundStage(platform: Platform) {
  const { db, call } = platform
  /** `to`: the contact's bank account, in place of what paid. */
  const refund = (debitId: string, amount?: string, headers: Record<string, string> = {}, to?: string) =>
    call(
      'POST',
      `/debit/${debitId}/refund`,
      amount === undefined && to === undefined ? undefined : { amount, to_bank_account: to },
      headers,
    )
  return {
    refund,
    /** To a bank account; without one, of a debit by bank, to the one that paid. */
    refundByBank: (debitId: string, to?: string, amount?: string) => refund(debitId, amount, {}, to),
    /**
     * As a client does who wants it: what was not made because the machine is too busy for network or
     * database (503, 504) is asked for again, until it is done (by bank: on its way) or refused.
     */
    async insist(debitId: string, amount: string, to?: string) {
      for (let key = newId(); ; ) {
        const answer = await refund(debitId, amount, { 'idempotency-key': key }, to)
        const { status, body } = answer
        if (status === 504) key = newId()
        else if (
          status !== 503 &&
          body.code !== 'idempotency_in_progress' &&
          (status !== 202 || body.method === 'bank')
        )
          return answer
      }
    },
    paid: async (card: { path: string }, amount = '100.00') =>
      (await platform.charge(card, { amount })).body.debit_id as string,
    /** Makes a refund durable and dies there, as its process might; `repeat` sends the same request again. */
    async abandoned(debitId: string, amount: string) {
      const companyId = platform.demo.company_id
      const [path, key, rawBody] = [`/debit/${debitId}/refund`, newId(), JSON.stringify({ amount })]
      const requestId = newId()
      const idempotencyKey = readIdempotencyKey(
        key,
        companyId,
        {
          operationId: 'refund_debit',
          path: { debit_id: debitId },
          query: {},
          body: { amount: parseAmount(amount) },
        },
        { method: 'POST', url: path, rawBody, requestId },
      )
      const request = { companyId, debitId, refundId: newId(), amount: parseAmount(amount), note: null }
      await requestRefund(platform.context, { ...request, toBankAccount: null, idempotencyKey }, 100)
      return {
        refundId: request.refundId,
        requestId,
        repeat: () => call('POST', path, rawBody, { 'idempotency-key': key }),
      }
    },
    debitOf: async (debitId: string) => (await call('GET', `/transaction/${debitId}`)).body,
    refundOf: async (refundId: string) => (await call('GET', `/refund/${refundId}`)).body,
    /** By what the company's payouts are more, or less, for this refund. */
    nettingOf: async (refundId: string) =>
      (
        await db.many<{ part: string; amount: bigint }>(
          sql`select part, amount from payout_items where transaction_id = ${refundId} order by part`,
        )
      ).map(({ part, amount }) => [part, amount]),
    /** Types without what they have in common. */
    eventsOf: async (debitId: string) =>
      (await platform.eventsOf(debitId)).map(({ type }) => type.replace('transactions.debits.', '')),
    /** What the network holds of this debit's messages for us, in minor units: captured less refunded. */
    async netOf(debitId: string): Promise<number> {
      const attempts = await db.many<{ rrn: string }>(
        sql`select rrn from attempts where debit_id = ${debitId}`,
      )
      let net = 0
      for (const { rrn } of attempts)
        for (const { state, amount, amount_captured } of (await platform.books(`?rrn=${rrn}`)).entries)
          net += state === 'captured' ? amount_captured : state === 'refunded' ? -amount : 0
      return net
    },
    /** Balances by account of what was posted for these, without zeros. */
    balances: async (...ids: string[]) =>
      Object.fromEntries(
        (
          await db.many<{ account: string; amount: bigint }>(sql`
            select account, sum(amount)::bigint as amount from ledger_entries
            where transaction_id = any (${ids}::uuid[]) group by account having sum(amount) <> 0`)
        ).map(({ account, amount }) => [account, amount]),
      ),
  }
}
