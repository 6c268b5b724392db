import { createHash } from 'node:crypto'
import { type Db, sql } from '../db/sql.ts'
import { LOWEST_ID } from '../ground/ids.ts'

/** Seals of one statement, of a thousand lines at most. */
const SEALS = 20
const BROKEN_MAX = 100

type Read = {
  seal: bigint
  after_id: string
  last_id: string
  lines: number
  hash: Buffer
  found: number
  leaves: Buffer
}

export type MainVerdict = { seals: number; lines: number; unsealed: number; broken: string[] }

/**
 * Holds each seal against its lines, and the seals against those that the vault's audit log tells of
 * (`seen`: hashes by seal).
 */
export async function verifyMainAudit(db: Db, seen: ReadonlyMap<bigint, string>): Promise<MainVerdict> {
  const verdict: MainVerdict = { seals: 0, lines: 0, unsealed: 0, broken: [] }
  const say = (what: string) => {
    if (verdict.broken.length < BROKEN_MAX) verdict.broken.push(what)
  }
  let before: Pick<Read, 'seal' | 'last_id' | 'hash'> = {
    seal: 0n,
    last_id: LOWEST_ID,
    hash: Buffer.alloc(32),
  }
  const missing = new Set(seen.keys())
  for (;;) {
    const rows = await db.many<Read>(sql`
      select s.seal, s.after_id, s.last_id, s.lines, s.hash, of.found, of.leaves
      from audit_seals s, lateral (
        select count(*)::integer as found, coalesce(string_agg(audit_leaf(line), ''::bytea order by audit_id), '') as leaves
        from audit_log line where audit_id > s.after_id and audit_id <= s.last_id) as of
      where s.seal > ${before.seal} order by s.seal limit ${SEALS}`)
    for (const row of rows) {
      const { seal } = row
      if (seal !== before.seal + 1n) say(`seals after ${before.seal} and before ${seal} are missing`)
      else if (row.after_id !== before.last_id) say(`seal ${seal} does not begin where the one before ends`)
      else if (row.found !== row.lines)
        say(
          `seal ${seal} is of ${row.lines} lines, and there are ${row.found} (${row.after_id} to ${row.last_id})`,
        )
      else if (!sealHash(before.hash, row.leaves).equals(row.hash))
        say(`a line of seal ${seal} was changed (${row.after_id} to ${row.last_id})`)
      const told = seen.get(seal)
      if (told !== undefined && told !== row.hash.toString('hex'))
        say(`seal ${seal} is not the one that the vault has seen`)
      missing.delete(seal)
      verdict.seals += 1
      verdict.lines += row.found
      before = row
    }
    if (rows.length < SEALS) break
  }
  if (missing.size > 0)
    say(`the end was cut: the vault has seen seal ${[...missing].at(-1)}, and the last is ${before.seal}`)
  const { unsealed } = await db.one<{ unsealed: number }>(
    sql`select count(*)::integer as unsealed from audit_log where audit_id > ${before.last_id}`,
  )
  return { ...verdict, unsealed }
}

const sealHash = (before: Buffer, leaves: Buffer): Buffer =>
  createHash('sha256').update(before).update(createHash('sha256').update(leaves).digest()).digest()
