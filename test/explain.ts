/** What PostgreSQL does for a statement, by its own account: what it reads, and by which index. */
import pg from 'pg'
import { type Database, type Db, raw, type Statement, sql } from '../src/db/sql.ts'

type Node = { 'Node Type': string; 'Index Name'?: string; 'Relation Name'?: string; Plans?: Node[] } & Record<
  string,
  unknown
>

const literal = (value: unknown): string =>
  value === null || value === undefined
    ? 'null'
    : Array.isArray(value)
      ? `'{${value.join(',')}}'`
      : pg.escapeLiteral(value instanceof Date ? value.toISOString() : String(value))

/**
 * Runs what `ask` reads by one statement, with the plan that a connection of ours keeps for it. `pages`:
 * those it read, from memory or not; `scans`: of which table by which index.
 */
export async function explain(
  db: Database,
  ask: (db: Db) => Promise<unknown>,
): Promise<{ pages: number; scans: string[] }> {
  let asked: Statement | undefined
  const many = async (statement: Statement) => {
    asked = statement
    return []
  }
  await ask({ many, one: many } as unknown as Db)
  const { text, values } = asked!
  return db.transaction(async (tx) => {
    await tx.run(raw(`prepare explained as ${text}`))
    const given = values.length > 0 ? `(${values.map(literal).join(', ')})` : ''
    const [row] = await tx.many<{ 'QUERY PLAN': { Plan: Node }[] }>(
      raw(`explain (analyze, buffers, format json) execute explained${given}`),
    )
    await tx.run(sql`deallocate explained`)
    const { Plan: plan } = row!['QUERY PLAN'][0]!
    return {
      pages: Number(plan['Shared Hit Blocks']) + Number(plan['Shared Read Blocks']),
      scans: scansOf(plan),
    }
  })
}

const scansOf = (node: Node, table = node['Relation Name']): string[] => [
  ...(node['Index Name'] ? [`${table} by ${node['Index Name']}`] : []),
  ...(node['Node Type'] === 'Seq Scan' ? [`${table} whole`] : []),
  ...(node.Plans ?? []).flatMap((one) => scansOf(one, one['Relation Name'] ?? table)),
]
