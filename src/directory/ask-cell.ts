/** What the directory asks of a cell's main database: four columns, each by its index. */
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
  db.many<{ sha256: string }>(sql`select encode(sha256, 'hex') as sha256 from clearing_files`)
