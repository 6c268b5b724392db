import { type Db, sql } from '../db/sql.ts'
import { newId } from '../ground/ids.ts'
import type { Context } from '../process/context.ts'
import type { BankTransport } from '../rails/bank-transport.ts'
import { disputeOf, responseOf, type Unsent } from './dispute-response.ts'
import { readDocument } from './evidence.ts'

type Work = Pick<Context, 'db' | 'seal'>

/**
 * Hands a dispute's response and its documents over once, from whatever point it had come to: as a file to
 * the bank (`rails/hand-over-bank-file.ts`). A process may die between any two steps, and two may be at it:
 * the copies are staged under hidden names, the first whole set is noted, and that one alone is renamed to
 * where the network takes it, the response last: whoever reads it finds its documents. Resolves to the
 * response's name.
 */
export async function handOverResponse(
  work: Work,
  transport: BankTransport,
  dispute: Unsent,
): Promise<string> {
  const { db, seal } = work
  const { name, text, documents } = await responseOf(db, seal, dispute)
  let stagedAs = dispute.staged_as
  if (stagedAs === null) {
    const claim = newId()
    for (const { file, evidence_id } of documents)
      await transport.stage(file, claim, contentOf(work, dispute, evidence_id))
    await transport.stage(name, claim, only(Buffer.from(text)))
    stagedAs = await note(db, dispute, claim)
  }
  const files = [...documents.map(({ file }) => file), name]
  for (const file of files) await transport.release(file, stagedAs)
  await markSent(db, dispute)
  for (const file of files) await transport.discard(file)
  return name
}

/** Removes copies of what has left: a dead worker's, with what a company showed of its payer. */
export async function discardSentCopies(
  { db }: Pick<Context, 'db'>,
  transport: BankTransport,
): Promise<void> {
  const names = await transport.staged()
  if (names.length === 0) return
  // After the names: whatever is staged since is left alone.
  const waiting = await db.many<{ dispute_id: string }>(
    sql`select dispute_id from disputes where submitted_at is not null and sent_at is null`,
  )
  const waits = new Set(waiting.map(({ dispute_id }) => dispute_id))
  for (const name of names) {
    const disputeId = disputeOf(name)
    if (disputeId && !waits.has(disputeId)) await transport.discard(name)
  }
}

/** Unsealed here and for a company's own download, and nowhere else. */
async function* contentOf({ db, seal }: Work, dispute: Unsent, evidenceId: string): AsyncGenerator<Buffer> {
  const document = await readDocument(db, seal, dispute, evidenceId)
  yield document!.content!
}

async function* only(bytes: Buffer): AsyncGenerator<Buffer> {
  yield bytes
}

/** The first whole copy is the one, whoever made it. */
async function note(db: Db, { company_id, dispute_id }: Unsent, claim: string): Promise<string> {
  await db.run(sql`
    update disputes set staged_as = ${claim}
    where company_id = ${company_id} and dispute_id = ${dispute_id} and staged_as is null`)
  const noted = await db.one<{ staged_as: string }>(sql`
    select staged_as from disputes where company_id = ${company_id} and dispute_id = ${dispute_id}`)
  return noted.staged_as
}

const markSent = (db: Db, { company_id, dispute_id }: Unsent) =>
  db.run(sql`
    update disputes set sent_at = jetpay_now()
    where company_id = ${company_id} and dispute_id = ${dispute_id} and sent_at is null`)
