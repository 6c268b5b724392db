import { type Db, sql } from '../db/sql.ts'
import type { Context } from '../process/context.ts'
import type { Job } from '../process/poll.ts'
import { doItem, giveItemUp, type Item } from './do-item.ts'

/**
 * Items that one look does side by side: as many questions to the network at a time as a busy counter asks.
 */
const BATCH = 10
/** Longer than a refund takes, with its reversal; then another worker goes on. */
const LEASE_SECONDS = 120
/** An item that fails by accident so often is given up. */
const TRIES_MAX = 10
/** How long what became of each can be read. */
const KEPT_DAYS = 90

/** Does what companies asked to be done with many transactions, and says when all of it is over. */
export const doBulks: Job = {
  name: 'do-bulks',
  idleMs: 500,
  due: sql`select from bulk_items where due_at <= jetpay_now()`,
  async run(context) {
    const { db } = context
    const items = await claim(db)
    await Promise.all(items.map((item) => attempt(context, item)))
    await finish(db)
    await sweep(db)
    return items.length > 0
  },
}

async function attempt(context: Context, item: Item): Promise<void> {
  const { bulk_id: bulkId, number, tries } = item
  try {
    if (tries > TRIES_MAX) await giveItemUp(context.db, item)
    else await doItem(context, item)
  } catch (err) {
    // It is due again when the lease has run out, and whoever takes it up finds what was made of it.
    context.log.warn({ bulkId, number, err }, 'an item of a bulk action did not go through')
  }
}

/** Moving the due time claims them: of two workers each item has one. */
const claim = (db: Db) =>
  db.many<Item>(sql`
    with claimed as (
      update bulk_items set due_at = jetpay_now() + make_interval(secs => ${LEASE_SECONDS}), tries = tries + 1
      where (company_id, bulk_id, number) in (
        select company_id, bulk_id, number from bulk_items where due_at <= jetpay_now()
        order by due_at, number limit ${BATCH} for update skip locked)
      returning *
    )
    select i.company_id, i.bulk_id, i.number, i.transaction_id, i.operation_id, i.tries, b.action, b.note, b.scopes,
      c.name as company_name
    from claimed i join bulk_jobs b on b.company_id = i.company_id and b.bulk_id = i.bulk_id
    join companies c on c.company_id = i.company_id`)

const finish = (db: Db) =>
  db.run(sql`
    update bulk_jobs b set finished_at = jetpay_now()
    where finished_at is null and not exists (
      select from bulk_items i where i.company_id = b.company_id and i.bulk_id = b.bulk_id and i.state = 'waiting')`)

/** One in each round, with its items. */
const sweep = (db: Db) =>
  db.run(sql`
    delete from bulk_jobs where (company_id, bulk_id) in (
      select company_id, bulk_id from bulk_jobs
      where finished_at < jetpay_now() - make_interval(days => ${KEPT_DAYS}) order by finished_at limit 1)`)
