import { type Db, sql } from '../../db/sql.ts'

/** Rows looked through for one answer, each of some lines. */
const ROWS = 20_000

export type ListedLine = { seq: bigint; at: Date } & Record<string, unknown>

export type AuditFilter = {
  act?: string | undefined
  card?: string | undefined
  by?: string | undefined
  limit: number
}

/**
 * The newest lines that match, newest first, of the last rows. Whoever looks for older ones asks the database
 * by time.
 */
export async function listAudit(db: Db, { act, card, by, limit }: AuditFilter): Promise<ListedLine[]> {
  const text = (value: string | undefined) => value ?? null
  const rows = await db.many<{ seq: bigint; at: Date; line: Record<string, unknown>; use: Use | null }>(sql`
    select seq, at, line::jsonb - 'uses' as line, use from (
      select seq, at, lines from audit_rows order by seq desc limit ${ROWS}) as newest,
      json_array_elements(lines::json) with ordinality as one (line, place)
      left join lateral json_array_elements(line->'uses') with ordinality as used (use, nth) on true
    where (${text(act)}::text is null or line->>'do' = ${text(act)} or line->>'do' like ${text(act)} || '.%')
      and (${text(card)}::text is null or use->>0 = ${text(card)}
        or (use is null and line::text like '%' || ${text(card)} || '%'))
      and (${text(by)}::text is null or line->>'by' = ${text(by)})
    order by seq desc, place desc, nth desc limit ${limit}`)
  return rows.map(({ seq, at, line, use }) => ({
    seq,
    at,
    ...line,
    ...(use ? { card_id: use[0], reference: use[1] } : {}),
  }))
}

/** A card, and the reference of the message that its number went into. */
type Use = [string, string]
