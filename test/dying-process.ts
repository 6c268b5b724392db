/** A process that dies at its nth step. */
import type { Database } from '../src/db/sql.ts'

/**
 * Guards the calls of a process that dies at its nth step: that step, and every later one, does not happen.
 * `after`: the step happens and its answer is lost. Steps are each guarded call, and each transaction and
 * statement of its own of a guarded database.
 */
export function dyingAt(step: number, after: boolean) {
  let steps = 0
  const guard = <Call extends (...of: any[]) => Promise<unknown>>(call: Call): Call =>
    (async (...of: Parameters<Call>) => {
      steps++
      if (steps > step || (steps === step && !after)) throw new Error('dead')
      const answer = await call(...of)
      if (steps === step) throw new Error('dead')
      return answer
    }) as Call
  const database = (db: Database): Database => ({
    many: guard(db.many) as Database['many'],
    one: guard(db.one) as Database['one'],
    first: guard(db.first) as Database['first'],
    run: guard(db.run),
    transaction: guard(db.transaction) as Database['transaction'],
    close: db.close,
  })
  return { guard, database }
}
