import { createHash } from 'node:crypto'
import { type Db, sql } from '../../db/sql.ts'

/** Rows of one read: some megabytes at most. */
const ROWS = 2_000

type Row = { seq: bigint; micros: bigint; lines: string; hash: Buffer }
/** A row as somebody else has kept it: the main side, each minute. */
export type AuditAnchor = {
  seq: bigint
  hash: Buffer
  /** It was seen within the time that rows are kept. */
  young?: boolean
}

export type AuditVerdict = {
  rows: number
  lines: number
  first_seq: bigint | null
  last_seq: bigint | null
  anchors: number
  /** What does not hold, in words; at most a hundred. */
  broken: string[]
}

const BROKEN_MAX = 100

/** The hash of a row, as the database makes it (`audit_append`). */
const auditHash = (before: Buffer, { seq, micros, lines }: Omit<Row, 'hash'>): Buffer =>
  createHash('sha256').update(before).update(`${seq}\n${micros}\n${lines}`).digest()

/**
 * Reads the whole log and finds a line that was changed, is missing or stands elsewhere, a beginning that no
 * line of the log tells of, and an end that was cut: the head's, or before an anchor that somebody else has.
 * `onLine` hears each line.
 */
export async function verifyAudit(
  db: Db,
  anchors: readonly AuditAnchor[] = [],
  onLine: (line: Record<string, unknown>) => void = () => undefined,
): Promise<AuditVerdict> {
  const verdict: AuditVerdict = {
    rows: 0,
    lines: 0,
    first_seq: null,
    last_seq: null,
    anchors: anchors.length,
    broken: [],
  }
  const say = (what: string) => {
    if (verdict.broken.length < BROKEN_MAX) verdict.broken.push(what)
  }
  const kept = new Map(anchors.map(({ seq, hash }) => [seq, hash]))
  const head = await db.one<{ last_seq: bigint; last_hash: Buffer }>(
    sql`select last_seq, last_hash from audit_head`,
  )
  let before: Pick<Row, 'seq' | 'hash'> = { seq: 0n, hash: Buffer.alloc(32) }
  /** The first row that is left, until the line that tells of those before it is found. */
  let beginning: Row | undefined
  let after = -1n
  for (;;) {
    const rows = await db.many<Row>(sql`
      select seq, (extract(epoch from at) * 1000000)::bigint as micros, lines, hash from audit_rows
      where seq > ${after} and seq <= ${head.last_seq} order by seq limit ${ROWS}`)
    for (const row of rows) {
      verdict.first_seq ??= row.seq
      if (verdict.rows === 0 && row.seq !== 1n) beginning = row
      else if (row.seq !== before.seq + 1n) say(missing(before.seq + 1n, row.seq - 1n))
      else if (!auditHash(before.hash, row).equals(row.hash)) say(`row ${row.seq} was changed`)
      const anchor = kept.get(row.seq)
      if (anchor && !anchor.equals(row.hash)) say(`row ${row.seq} is not the one that the main side has seen`)
      const told = linesOf(row)
      if (told) for (const line of told) onLine(line)
      else say(`row ${row.seq} holds no lines`)
      if (beginning && told?.some((line) => tellsOf(line, beginning as Row))) beginning = undefined
      verdict.rows += 1
      for (const line of told ?? []) verdict.lines += Array.isArray(line.uses) ? line.uses.length : 1
      verdict.last_seq = row.seq
      before = row
    }
    const last = rows.at(-1)
    if (!last || rows.length < ROWS) break
    after = last.seq
  }
  if (beginning) say(`rows before ${beginning.seq} are missing, and no line tells that they were dropped`)
  if (before.seq !== head.last_seq) say(missing(before.seq + 1n, head.last_seq))
  else if (!before.hash.equals(head.last_hash)) say('the end of the chain is not its last row')
  const early = anchors.find(({ seq, young }) => young && seq < (verdict.first_seq ?? 0n))
  if (early) say(`row ${early.seq} is gone, and the main side saw it less than twelve months ago`)
  const cut = anchors.find(({ seq }) => seq > before.seq)
  if (cut) say(`the end was cut: the main side has seen row ${cut.seq}, and the last is ${before.seq}`)
  return verdict
}

const missing = (first: bigint, last: bigint) =>
  first >= last ? `row ${first} is missing` : `rows ${first} to ${last} are missing`

function linesOf({ lines }: Row): Record<string, unknown>[] | undefined {
  try {
    const read = JSON.parse(lines) as unknown
    return Array.isArray(read) ? read : undefined
  } catch {
    return undefined
  }
}

/** Whether a line is that of a drop that ended right before the row, with the hash that the row follows. */
function tellsOf(line: Record<string, unknown>, row: Row): boolean {
  if (line.do !== 'audit.dropped' || String(line.last) !== String(row.seq - 1n)) return false
  return auditHash(Buffer.from(String(line.hash), 'hex'), row).equals(row.hash)
}
