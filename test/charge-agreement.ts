import assert from 'node:assert/strict'
import { type Attempt, selectAttempts } from '../src/charges/attempt.ts'
import { sql } from '../src/db/sql.ts'
import type { Model, ModelCharge } from './charge-model.ts'
import type { Platform } from './platform.ts'

type Found = Pick<
  ModelCharge,
  'debitId' | 'debit' | 'failReason' | 'attempt' | 'history' | 'events' | 'payable'
>
type Key = { key: string; debit_id: string; status: number | null; told: string | null }

/**
 * Everything in the database is as the model has it: state, attempt, history, events, postings and idempotent
 * answers.
 */
export async function agree({ db, demo }: Platform, { charges, keys }: Model): Promise<void> {
  const debitIds = charges.map(({ debitId }) => debitId)
  const found = await db.many<Found & { unbalanced: bigint }>(sql`
    select d.debit_id as "debitId", d.state as debit, d.fail_reason as "failReason", a.state as attempt,
      array(select move from transaction_moves m where m.company_id = d.company_id and m.transaction_id = d.debit_id
        order by sequence) as history,
      array(select replace(type, 'transactions.debits.', '') || ' ' || (data ->> 'state') from outbox
        where data ->> 'transactionId' = d.debit_id::text order by outbox_id) as events,
      coalesce(sum(e.amount) filter (where e.account = 'company_payable'), 0)::bigint as payable,
      coalesce(sum(e.amount), 0)::bigint as unbalanced
    from unnest(${debitIds}::uuid[]) with ordinality as asked (debit_id, place)
    join debits d using (debit_id) join attempts a using (company_id, debit_id)
    left join ledger_entries e on e.company_id = d.company_id and e.transaction_id = d.debit_id
    group by d.company_id, d.debit_id, a.attempt_id, a.state, place order by place`)
  assert.deepEqual(
    found,
    charges.map(({ debitId, debit, failReason, attempt, history, events, payable }) => ({
      debitId,
      debit,
      failReason,
      attempt,
      history,
      events,
      payable,
      unbalanced: 0n,
    })),
  )
  const answers = await db.many<Key>(sql`
    select key, debit_id, status, body::jsonb ->> 'debit_id' as told from idempotency_keys
    where company_id = ${demo.company_id} and debit_id = any (${debitIds}::uuid[])`)
  assert.deepEqual(
    new Map(answers.map(({ key, debit_id, status, told }) => [key, { debitId: debit_id, status, told }])),
    new Map(
      [...keys].map(([key, { debitId, status }]) => [
        key,
        { debitId, status, told: status === null ? null : debitId },
      ]),
    ),
  )
}

/** Once nothing is on its way any more the network holds exactly what is paid. */
export async function booksAgree(platform: Platform, { charges }: Model): Promise<void> {
  for (const charge of charges) {
    const { rrn } = await attemptOf(platform, charge)
    const entry = (await platform.books(`?rrn=${rrn}`)).entries.find(({ mti }: any) => mti === '0200')
    assert.equal(entry?.state ?? 'nothing', charge.network)
    assert.equal(
      charge.network === 'captured',
      charge.debit === 'paid',
      `${charge.debitId} is ${charge.debit}`,
    )
  }
}

export const attemptOf = ({ db, demo }: Platform, { debitId }: ModelCharge) =>
  db.one<Attempt>(sql`
    ${selectAttempts}
    where a.company_id = ${demo.company_id} and a.debit_id = ${debitId}`)
