import { type Db, sql } from '../db/sql.ts'
import type { Archive } from './archive.ts'
import { type Checkpoint, checkpointColumns } from './checkpoint.ts'
import { treeRoot } from './merkle.ts'

/**
 * Throws where events that go to a file are not those of their checkpoints: what was tampered with must stay
 * where `jetpay verify` finds it. `events` are those of the range, in order.
 */
export async function requireCheckpoints(
  db: Db,
  companyId: string,
  range: Pick<Archive, 'first_event_id' | 'last_event_id'>,
  events: { leaf: Buffer }[],
): Promise<void> {
  const checkpoints = await db.many<Checkpoint>(sql`
    select ${checkpointColumns} from event_checkpoints where company_id = ${companyId}
      and first_event_id between ${range.first_event_id} and ${range.last_event_id} order by first_event_id`)
  for (const { first_event_id, last_event_id, root } of checkpoints) {
    const from = Number(first_event_id - range.first_event_id)
    const leaves = events
      .slice(from, Number(last_event_id - range.first_event_id) + 1)
      .map(({ leaf }) => leaf)
    if (leaves.length !== Number(last_event_id - first_event_id) + 1 || !root.equals(treeRoot(leaves)))
      throw new Error(
        `events ${first_event_id} to ${last_event_id} of company ${companyId} are not those of their checkpoint; they are not archived. Run \`jetpay verify\`.`,
      )
  }
}
