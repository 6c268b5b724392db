/**
 * Statements that are wrong, each in its own way, for the test that looks whether it would be seen. Nothing
 * runs them.
 */
import { type Db, join, raw, type Statement, sql } from '../../src/db/sql.ts'
import { followMove } from '../../src/lifecycle/follow-move.ts'

type Key = { company_id: string; debit_id: string }
const columns = sql`company_id, debit_id, amonut`
const of = {
  debits: { table: raw('debits'), id: raw('debit_id') },
  credits: { table: raw('credits'), id: raw('debit_id') },
}
const openFor = (at: Statement) => sql`state = 'requested' and payable_til > ${at}`
const find = (db: Db, condition: Statement) =>
  db.many<Key>(sql`
  select company_id, debit_id from debits where ${condition}`)

export const mistakes = {
  all: (db: Db, isOpen: boolean, kind: keyof typeof of) => [
    db.one<{ amount: number }>(sql`select amount from debits where debit_id = ${kind}`),
    db.first<{ amount: bigint; sum: string }>(sql`select amount from debits`),
    db.many<{ created_at: string }>(sql`select created_at from debits`),
    db.many<{ tags: number[] }>(sql`select tags from contacts`),
    db.many<{ fail_reason: string }>(sql`select fail_reason from debits`),
    db.many<Key>(sql`select ${columns} from debits`),
    db.many<Key>(
      sql`select company_id, debit_id from debits where ${isOpen ? sql`state = 'paid'` : sql`stat = 'paid'`}`,
    ),
    db.run(sql`update ${of[kind].table} set note = ${isOpen} where ${of[kind].id} = ${kind}`),
    db.run(sql`delete from debits where ${join([sql`note = 'x'`, sql`nope = 'x'`], ' and ')}`),
    find(db, openFor(sql`jetpay_now()`)),
    db.run(
      sql`with moved as (select company_id from debits), ${followMove('card_debit', 'authorize')} select 1`,
    ),
  ],
  inferred: (db: Db): Promise<Key> => db.one(sql`select company_id from debits`),
}
