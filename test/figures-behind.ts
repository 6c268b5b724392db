import { sql } from '../src/db/sql.ts'
import { NEWER_MAX } from '../src/ledger/newer-moves.ts'
import type { Platform } from './platform.ts'

/**
 * Makes more moves, of which none counts, than are read one by one: the sums, which nobody makes meanwhile,
 * are far behind from then on. Returns what undoes it.
 */
export async function makeFiguresBehind({ db }: Pick<Platform, 'db'>, companyId: string) {
  await db.run(sql`
    insert into transaction_moves (company_id, transaction_id, sequence, move, from_state, to_state, moved_at)
    select ${companyId}, gen_random_uuid(), 2, 'cancel', 'open', 'cancelled', jetpay_now()
    from generate_series(1, ${NEWER_MAX + 1})`)
  return () => db.run(sql`delete from transaction_moves where company_id = ${companyId} and move = 'cancel'`)
}
