import { type Db, sql } from '../db/sql.ts'
import { type Checkpoint, checkpointHash, GENESIS, leafInSql, splitHashes } from '../events/checkpoint.ts'
import { treeRoot } from '../events/merkle.ts'
import { type Check, check, EXAMPLES_MAX, type Finding, type Violation } from './check.ts'
import { nothingProven, type Proven } from './proven.ts'

/**
 * Checkpoints that one statement reads with the hashes of their events: up to 128,000 events, 4 MB, half a
 * second.
 */
const PAGE = 500
/** A block is closed a minute after its first event; after this long the worker stands still. */
export const OPEN_MAX_MINUTES = 10

type BlockRow = Checkpoint & { events: bigint; leaves: Buffer | null; archived: boolean }

/**
 * Checkpoints after this one, each with the hashes of its events as they are now. Those in files only are not
 * there.
 */
const readPage = (db: Db, companyId: string, after: bigint) =>
  db.many<BlockRow>(sql`
    select c.*, h.events, h.leaves, exists (
      select from event_archives a where a.company_id = ${companyId} and deleted_at is not null
        and a.first_event_id <= c.first_event_id and a.last_event_id >= c.last_event_id) as archived
    from (
      select first_event_id, last_event_id, root, hash from event_checkpoints
      where company_id = ${companyId} and first_event_id > ${after} order by first_event_id limit ${PAGE}
    ) c cross join lateral (
      select count(*) as events, string_agg(${leafInSql}, ''::bytea order by event_id) as leaves from public.events
      where company_id = ${companyId} and event_id between c.first_event_id and c.last_event_id
    ) h order by c.first_event_id`)

/** What is wrong with a checkpoint that follows `previous`; null when it stands for its events. */
function wrong(companyId: string, row: BlockRow, previous: { last: bigint; hash: Buffer }): string | null {
  if (row.first_event_id !== previous.last + 1n) return 'does not follow the checkpoint before'
  if (!checkpointHash(previous.hash, companyId, row).equals(row.hash))
    return 'is not chained to the one before'
  if (row.archived && row.events === 0n) return null
  if (row.events !== row.last_event_id - row.first_event_id + 1n) return 'has another number of events'
  return row.root.equals(treeRoot(splitHashes(row.leaves!))) ? null : 'is not the root of its events'
}

/**
 * Where the chain of a company is gone on from: the checkpoint up to which it was proven. One that is not as
 * it was then is told first, also where all is looked at: a log that was rewritten with its whole chain holds
 * by itself.
 */
async function findFirst(db: Db, companyId: string, { since, checkpoints }: Proven) {
  const kept = checkpoints.get(companyId)
  const genesis = { last: 0n, hash: GENESIS }
  if (!kept) return { from: genesis, changed: false }
  const now = await db.first<{ last_event_id: bigint; hash: Buffer }>(sql`
    select last_event_id, hash from event_checkpoints
    where company_id = ${companyId} and first_event_id <= ${kept.last} order by first_event_id desc limit 1`)
  const changed = now?.last_event_id !== kept.last || !now.hash.equals(kept.hash)
  return { from: since === nothingProven.since || changed ? genesis : kept, changed, kept }
}

async function findBroken(db: Db, proven: Proven): Promise<Finding> {
  const examples: Violation[] = []
  let count = 0
  const tell = (violation: Violation) => {
    count += 1
    if (examples.length < EXAMPLES_MAX) examples.push(violation)
  }
  const companies = await db.many<{ company_id: string }>(sql`
    select company_id from event_checkpoints union select unnest(${[...proven.checkpoints.keys()]}::uuid[]) order by 1`)
  for (const { company_id } of companies) {
    const { from, changed, kept } = await findFirst(db, company_id, proven)
    if (changed)
      tell({ company_id, last_event_id: kept!.last, checkpoint: 'is not the one that was proven before' })
    let previous: { last: bigint; hash: Buffer } = from
    for (let page: BlockRow[] | undefined; page === undefined || page.length === PAGE; ) {
      page = await readPage(db, company_id, previous.last)
      for (const row of page) {
        const what = wrong(company_id, row, previous)
        previous = { last: row.last_event_id, hash: row.hash }
        const { first_event_id, last_event_id } = row
        if (what !== null) tell({ company_id, first_event_id, last_event_id, checkpoint: what })
      }
    }
  }
  return { count, examples }
}

export const eventChainChecks: Check[] = [
  {
    name: 'checkpoints_hold',
    says: 'Every checkpoint of the log of events follows from the one before and from its events as they are',
    text: `checkpoints of ${leafInSql.text}, 1`,
    reads: 'touched',
    run: (db, _, proven) => findBroken(db, proven),
  },
  check(
    'events_are_checkpointed',
    'No event is long without a checkpoint that makes it tamper-evident',
    () => sql`
      select company_id, covered + 1 as first_event_id, last_event_id, created_at from (
        select h.company_id, covered, h.last_event_id, (
          select created_at from public.events e where e.company_id = h.company_id and e.event_id = covered + 1) as created_at
        from event_heads h
        cross join lateral (
          select coalesce((
            select last_event_id from event_checkpoints c where c.company_id = h.company_id
            order by first_event_id desc limit 1), 0) as covered
        ) c
        where h.last_event_id > covered
      ) open
      where created_at < jetpay_now() - make_interval(mins => ${OPEN_MAX_MINUTES})`,
  ),
]
