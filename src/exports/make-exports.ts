import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import { type Db, sql } from '../db/sql.ts'
import { toLine } from '../ground/csv.ts'
import type { Context } from '../process/context.ts'
import type { Job } from '../process/poll.ts'
import { KEPT_DAYS } from './export.ts'
import { type ExportKind, type ExportKindName, exportKinds } from './export-kinds.ts'

/** What a spreadsheet opens; more than that is asked for in parts. */
const ROWS_MAX = 1_000_000n
/** Longer than a piece takes: then another worker goes on, from the last piece that is whole. */
const LEASE_SECONDS = 60
/** Turns without a piece: some twenty minutes. */
const TRIES_MAX = 20
/** Files that are deleted in one round, with their pieces: a thousand rows each at most. */
const SWEEP_BATCH = 5

type Claimed = {
  company_id: string
  export_id: string
  kind: ExportKindName
  filters: Record<string, unknown>
  columns: string[]
  scopes: string[]
  time_zone: string
  cursor: string | null
  pieces: number
  row_count: bigint
  tries: number
}

const pack = promisify(gzip)

/**
 * Makes the files that companies asked for, a piece at a time of each in turn. A piece and where the next one
 * begins are one transaction, so whoever dies leaves a file that the next worker goes on with.
 */
export const makeExports: Job = {
  name: 'make-exports',
  mayWait: true,
  idleMs: 500,
  due: sql`select from exports where due_at <= jetpay_now()`,
  async run(context) {
    await sweep(context.db)
    const claimed = await claim(context.db)
    if (claimed && claimed.tries > TRIES_MAX) await giveUp(context, claimed)
    else if (claimed) await makePiece(context, claimed)
    return claimed !== undefined
  },
}

/** Moving the due time claims it: of two workers one has it, and if that one dies the next takes it later. */
const claim = (db: Db) =>
  db.first<Claimed>(sql`
    update exports e set due_at = jetpay_now() + make_interval(secs => ${LEASE_SECONDS}), tries = tries + 1
    where (company_id, export_id) in (
      select company_id, export_id from exports where due_at <= jetpay_now()
      order by due_at limit 1 for update skip locked)
    returning company_id, export_id, kind, filters, columns, scopes, time_zone, cursor, pieces, row_count, tries`)

async function makePiece(context: Context, claimed: Claimed): Promise<void> {
  const { company_id, export_id, filters, columns, scopes, time_zone, cursor, pieces, row_count } = claimed
  const kind: ExportKind = exportKinds[claimed.kind]
  const reading = { companyId: company_id, scopes, timeZone: time_zone, cursor }
  const { lines, next } = await kind.read(context.db, filters, columns, reading)
  const head = pieces === 0 ? [[...columns]] : []
  const text = [...head, ...lines].map(toLine).join('')
  const content = text === '' ? null : await pack(text)
  const rows = row_count + BigInt(lines.length)
  const tooMany = next !== null && rows >= ROWS_MAX
  const state = tooMany ? 'failed' : next === null ? 'completed' : 'running'
  const detail = tooMany
    ? `It has more than ${ROWS_MAX} rows; give created_after and created_before, or from and to, that lie closer together.`
    : null
  await context.db.transaction(async (db) => {
    // Who has overstayed its lease finds the piece made by another, and then changes nothing.
    const moved = await db.run(sql`
      update exports set cursor = ${next}, pieces = ${pieces + (content ? 1 : 0)}, row_count = ${rows}, tries = 0, state = ${state}, detail = ${detail},
        bytes = bytes + ${Buffer.byteLength(text)}::integer,
        due_at = case when ${state === 'running'}::boolean then jetpay_now() end,
        finished_at = case when ${state !== 'running'}::boolean then jetpay_now() end
      where company_id = ${company_id} and export_id = ${export_id} and state = 'running' and pieces = ${pieces}
        and cursor is not distinct from ${cursor}`)
    if (moved === 0) return
    if (tooMany)
      await db.run(
        sql`delete from export_pieces where company_id = ${company_id} and export_id = ${export_id}`,
      )
    else if (content)
      await db.run(sql`
        insert into export_pieces (company_id, export_id, number, content)
        values (${company_id}, ${export_id}, ${pieces}, ${content})`)
  })
}

/** Its pieces go with it; who asked for it is told, and the log says why it got no further. */
const giveUp = ({ db }: Context, { company_id, export_id }: Claimed) =>
  db.run(sql`
    with gone as (
      delete from export_pieces where company_id = ${company_id} and export_id = ${export_id}
    )
    update exports set state = 'failed', due_at = null, finished_at = jetpay_now(),
      detail = 'It could not be made. Ask for less at a time, or tell the operator.'
    where company_id = ${company_id} and export_id = ${export_id} and state = 'running'`)

/** Deletes files whose time is over, a few in each round. */
const sweep = (db: Db) =>
  db.run(sql`
    delete from exports where (company_id, export_id) in (
      select company_id, export_id from exports
      where finished_at < jetpay_now() - make_interval(days => ${KEPT_DAYS})
      order by finished_at limit ${SWEEP_BATCH})`)
