import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { type Due, owe } from '../cells/cell-due.ts'
import { CELLS, seriesOfCell } from '../cells/foreign-name.ts'
import { type Database, type Db, sql } from '../db/sql.ts'
import { FIRST_ACCEPTOR } from '../process/acceptors.ts'
import { type ClearingHeader, type ClearingRecord, readClearingFile } from './clearing-file.ts'

/**
 * What became of a file. `early`: the one before it has not come yet. `changed`: another one has come under
 * its number.
 */
export type Ingested =
  | { verdict: 'read' | 'repeated' | 'changed'; header: ClearingHeader; records: number }
  | { verdict: 'early'; header: ClearingHeader; expected: bigint }

/** Thrown to undo the transaction where the file is not to be kept. */
class NotKept extends Error {}

/**
 * Takes a clearing file of one of these acquirers in, whole or not at all, and each once: its number and hash
 * tell. Its records then wait for `applyClearingRecords`. Throws ClearingFileError for a file that breaks the
 * format; nothing of it is kept.
 */
export async function ingestClearingFile(
  db: Database,
  path: string,
  acquirerIds: readonly string[],
  /** The cell that hands it on; null: it is the network's own. */
  cell: string | null = null,
): Promise<Ingested> {
  const hash = createHash('sha256')
  let kept: Kept | undefined
  let header: ClearingHeader | undefined
  let records = 0
  const undone = await db
    .transaction(async (db) => {
      await readClearingFile(hashed(path, hash), {
        async header(read) {
          requireOurs(read, acquirerIds, cell)
          header = { ...read, networkId: cell === null ? await seriesOf(db, read) : seriesOfCell(cell) }
          kept = await keepHeader(db, header, cell === null ? null : 1n)
          if (kept !== 'new' && 'expected' in kept) throw new NotKept()
        },
        async records(batch) {
          records += batch.length
          if (kept === 'new') await keepRecords(db, header!, batch)
        },
      })
      if (kept !== 'new') throw new NotKept()
      if (cell !== null) await oweFor(db, cell, header!)
      await db.run(sql`
        update clearing_files set sha256 = ${hash.copy().digest()}, records = ${records}
        where network_id = ${header!.networkId} and sequence = ${header!.sequence}`)
    })
    .then(
      () => false,
      (error) => {
        if (error instanceof NotKept) return true
        throw error
      },
    )
  if (!undone) return { verdict: 'read', header: header!, records }
  if (typeof kept === 'object' && 'expected' in kept)
    return { verdict: 'early', header: header!, expected: kept.expected }
  const same = typeof kept === 'object' && 'sha256' in kept && kept.sha256.equals(hash.digest())
  return { verdict: same ? 'repeated' : 'changed', header: header!, records }
}

/** The file of another acquirer: it was put into the wrong folder. */
export class ForeignFileError extends Error {}

function requireOurs(
  { networkId, acquirerId }: ClearingHeader,
  [own, ...further]: readonly string[],
  cell: string | null,
): void {
  if ((networkId === CELLS) !== (cell !== null))
    throw new ForeignFileError(
      cell === null
        ? 'is what another cell hands on: it belongs into JETPAY_CELLS_FOLDER'
        : `is of ${networkId}, and no file that cell ${cell} hands on`,
    )
  // Of a company without charges there nobody here has met that cell's acquirer.
  if (cell !== null || acquirerId === own || further.includes(acquirerId)) return
  throw new ForeignFileError(
    `is for acquirer ${acquirerId}; ours is ${own} (JETPAY_ACQUIRER_ID)${further.length === 0 ? '' : `, or ${further.join(', ')} (JETPAY_FURTHER_ACCEPTORS)`}`,
  )
}

/**
 * What a file is kept under, for each acquirer has numbers of its own: the network, and the acquirer but for
 * the first that we had.
 */
async function seriesOf(db: Db, { networkId, acquirerId }: ClearingHeader): Promise<string> {
  const first = await db.first<{ acquirer_id: string }>(
    sql`select acquirer_id from acceptors where acceptor = ${FIRST_ACCEPTOR}`,
  )
  return first === undefined || first.acquirer_id === acquirerId ? networkId : `${networkId}/${acquirerId}`
}

type Kept = 'new' | { sha256: Buffer } | { expected: bigint }

/** What the other cell's bank has been paid for us with the file. */
const oweFor = async (db: Db, cell: string, { networkId, sequence }: ClearingHeader) =>
  owe(
    db,
    cell,
    await db.many<Due>(sql`
      select currency, sum(amount)::bigint as amount from clearing_records
      where network_id = ${networkId} and sequence = ${sequence} group by currency`),
    { fileSequence: BigInt(sequence) },
  )

/**
 * `new`, and the row is made; or the hash of the file that has come under this number; or the number that is
 * awaited. `first`: the number that a series begins with, where that is known.
 */
async function keepHeader(db: Db, header: ClearingHeader, first: bigint | null): Promise<Kept> {
  const inserted = await db.run(sql`
    insert into clearing_files (network_id, sequence, business_date, cutoff_at, created_at, sha256, records, acquirer_id)
    values (${header.networkId}, ${header.sequence}, ${header.businessDate}, ${header.cutoffAt}, ${header.createdAt}, '', 0,
      ${header.acquirerId})
    on conflict do nothing`)
  if (inserted === 0)
    return db.one<{ sha256: Buffer }>(sql`
      select sha256 from clearing_files where network_id = ${header.networkId} and sequence = ${header.sequence}`)
  // The first file of a network may have any number: we were not there from the beginning.
  const { newest } = await db.one<{ newest: bigint | null }>(sql`
    select max(sequence) as newest from clearing_files
    where network_id = ${header.networkId} and sequence <> ${header.sequence}`)
  const expected = newest === null ? first : newest + 1n
  return expected === null || expected === BigInt(header.sequence) ? 'new' : { expected }
}

const keepRecords = (db: Db, { networkId, sequence }: ClearingHeader, batch: ClearingRecord[]) => {
  const column = <T>(of: (record: ClearingRecord) => T) => batch.map(of)
  return db.run(sql`
    insert into clearing_records (network_id, sequence, line, kind, rrn, stan, transmission, authorization_code, last4,
      currency, amount, captured_at, reason)
    select ${networkId}, ${sequence}::bigint, * from unnest(
      ${column((r) => r.line)}::integer[], ${column((r) => r.kind)}::text[], ${column((r) => r.rrn)}::text[],
      ${column((r) => r.stan)}::text[], ${column((r) => r.transmission)}::text[],
      ${column((r) => r.authorizationCode)}::text[], ${column((r) => r.last4)}::text[],
      ${column((r) => r.currency)}::text[], ${column((r) => r.amount)}::bigint[],
      ${column((r) => r.capturedAt)}::timestamptz[], ${column((r) => r.reason)}::text[])`)
}

async function* hashed(path: string, hash: ReturnType<typeof createHash>): AsyncGenerator<Uint8Array> {
  for await (const chunk of createReadStream(path)) {
    hash.update(chunk as Buffer)
    yield chunk as Buffer
  }
}
