/** What the directory asks of a cell's main database: four columns, each by its index. */
import { isOfCells, seriesOfCell } from '../cells/foreign-name.ts'
import { type Db, sql } from '../db/sql.ts'

/** Whose a token is, also one that works no more: its own cell says so. */
export const ownerOfToken = (db: Db, tokenHash: Buffer) =>
  db.first<{ company_id: string }>(sql`select company_id from api_tokens where token_hash = ${tokenHash}`)

export const ownerOfLink = (db: Db, identifier: string) =>
  db.first<{ company_id: string }>(sql`select company_id from payment_links where identifier = ${identifier}`)

export const hasCompany = (db: Db, companyId: string) =>
  db.first<{ company_id: string }>(sql`select company_id from companies where company_id = ${companyId}`)

/** A page of its companies, but for the platform's own, in the order of their ids. */
export const companiesAfter = (db: Db, after: string, limit: number) =>
  db.many<{ company_id: string }>(sql`
    select company_id from companies where company_id > ${after} order by company_id limit ${limit}`)

/**
 * For `jetpay verify --cells`: whose those of some tokens are that it has, their hashes as hexadecimal
 * digits.
 */
export const tokensAmong = (db: Db, names: string[]) =>
  db.many<{ name: string; company_id: string }>(sql`
    select encode(token_hash, 'hex') as name, company_id from api_tokens
    where token_hash in (select decode(name, 'hex') from unnest(${names}::text[]) as asked (name))`)

export const linksAmong = (db: Db, names: string[]) =>
  db.many<{ name: string; company_id: string }>(sql`
    select identifier::text as name, company_id from payment_links where identifier = any(${names}::uuid[])`)

/** Whom it was to banks. */
export const originators = (db: Db) =>
  db.many<{ originator_id: string }>(sql`select originator_id from bank_file_numbers`)

export const filesTakenIn = (db: Db) =>
  db.many<{ sha256: string }>(sql`
    select encode(sha256, 'hex') as sha256 from clearing_files where not ${isOfCells(sql`network_id`)}`)

/** What it says that other cells owe it. */
export const duesOf = (db: Db) =>
  db.many<{ cell_id: string; currency: string; amount: bigint }>(sql`
    select cell_id, currency, sum(amount)::bigint as amount from cell_dues group by 1, 2`)

/** Files of another cell that it has taken in, and the newest number; 0: none. */
export async function handedOverBy(db: Db, cell: string) {
  const taken = await db.many<{ sequence: bigint; records: number }>(sql`
    select sequence, records from clearing_files where network_id = ${seriesOfCell(cell)} order by sequence`)
  return { taken, newest: taken.at(-1)?.sequence ?? 0n }
}

/** Files that it has made for another cell. */
export const filesHandedOn = (db: Db, cell: string) =>
  db.many<{ sequence: bigint; records: number }>(sql`
    select sequence, records from cell_files where cell_id = ${cell}`)

/** What it hands on to another cell and is in none of that one's files up to a number. */
export const handedOnAfter = (db: Db, cell: string, sequence: bigint) =>
  db.many<{ currency: string; amount: bigint }>(sql`
    select currency, sum(amount)::bigint as amount from (
      select h.cell_sequence, r.currency, r.amount
      from handed_on_records h join clearing_records r using (network_id, sequence, line) where h.cell_id = ${cell}
      union all
      select cell_sequence, currency, amount from handed_on_bank_moves where cell_id = ${cell}
    ) handed_on where coalesce(cell_sequence > ${sequence}, true) group by 1`)

export type Departed = { company_id: string; cell_id: string }

/**
 * Says to it what it is called and which companies have left it; those that are there all the same are hidden
 * (`hide-departed.ts`). Returns how many it has found anew. Said also where none has left: a cell that was
 * restored waits for the word.
 */
export async function hideDeparted(db: Db, own: string, departed: readonly Departed[]): Promise<number> {
  const { found } = await db.one<{ found: number }>(sql`
    select hide_departed(${own}::text, ${departed.map(({ company_id }) => company_id)}::uuid[],
      ${departed.map(({ cell_id }) => cell_id)}::text[]) as found`)
  return found
}

/** Companies of which it has a hidden copy, with the cell where each is. */
export const misplacedIn = (db: Db) =>
  db.many<{ company_id: string; cell_id: string }>(sql`select company_id, cell_id from misplaced_companies`)

/** Companies that have left it, with the cell that it hands on to. */
export const departures = (db: Db) =>
  db.many<{ company_id: string; cell_id: string }>(sql`select company_id, cell_id from departed_companies`)
