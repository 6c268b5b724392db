import { type Db, raw, sql, violatedConstraint } from '../db/sql.ts'
import type { Job } from '../process/poll.ts'
import { BLOCK_EVENTS, checkpointHash, GENESIS, leafInSql, splitHashes } from './checkpoint.ts'
import { treeRoot } from './merkle.ts'
import { type Behind, CLOSE_AFTER_MS, COMPANIES, due, findBehind } from './open-blocks.ts'

/** Blocks of one company closed by one statement: some milliseconds of the database's time. */
const BLOCKS = 16
/**
 * A block that is full waits this long at most. Off the path of charges and of the sequencer: nobody waits
 * for it.
 */
const EVERY_MS = 5_000

type Block = { first_event_id: bigint; last_event_id: bigint; leaves: Buffer; due: boolean }

/**
 * Closes blocks of each company's log into checkpoints. Two workers that close the same block: the second's
 * statement fails whole.
 */
export const checkpointEvents = (closeAfterMs = CLOSE_AFTER_MS): Job => ({
  name: 'checkpoint-events',
  mayWait: true,
  idleMs: EVERY_MS,
  async run({ db }) {
    const behind = await findBehind(db, closeAfterMs)
    let more = behind.length === COMPANIES
    for (const company of behind) more = (await closeBlocks(db, company, closeAfterMs)) || more
    return more
  },
})

const BLOCK = raw(String(BLOCK_EVENTS))

/** Closes the next blocks of a company; true when there may be more. */
async function closeBlocks(
  db: Db,
  { company_id: companyId, covered, hash }: Behind,
  closeAfterMs: number,
): Promise<boolean> {
  const blocks = await db.many<Block>(sql`
    select min(event_id) as first_event_id, max(event_id) as last_event_id,
      string_agg(${leafInSql}, ''::bytea order by event_id) as leaves,
      count(*) = ${BLOCK} or bool_or(${due(closeAfterMs)}) as due
    from events
    where company_id = ${companyId} and event_id > ${covered} and event_id <= ${covered + BigInt(BLOCKS * BLOCK_EVENTS)}
    group by (event_id - ${covered}::bigint - 1) / ${BLOCK} order by 1`)
  const closed = blocks.filter((block) => block.due)
  if (closed.length === 0) return false
  let previous: Buffer = hash ?? GENESIS
  const checkpoints = closed.map(({ leaves, ...range }) => {
    const checkpoint = { ...range, root: Buffer.from(treeRoot(splitHashes(leaves))) }
    previous = checkpointHash(previous, companyId, checkpoint)
    return { ...checkpoint, hash: previous }
  })
  try {
    await db.run(sql`
      insert into event_checkpoints (company_id, first_event_id, last_event_id, root, hash, closed_at)
      select ${companyId}, closed.*, jetpay_now() from unnest(
        ${checkpoints.map((c) => c.first_event_id)}::bigint[], ${checkpoints.map((c) => c.last_event_id)}::bigint[],
        ${checkpoints.map((c) => c.root)}::bytea[], ${checkpoints.map((c) => c.hash)}::bytea[]) as closed`)
  } catch (error) {
    // Another worker was first.
    if (violatedConstraint(error) !== 'event_checkpoints_pkey') throw error
  }
  return closed.length === BLOCKS
}
