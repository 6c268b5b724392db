/**
 * Carries a company's cards from one vault of ours to another: each number is opened by the keys of one and
 * sealed by those of the other, in this process, and is written nowhere between. Ids, fingerprints and what
 * the network has said of each stay.
 */
import { type Database, type Db, sql } from '../../db/sql.ts'
import { LOWEST_ID } from '../../ground/ids.ts'
import { appendAudit } from '../audit/append-audit.ts'
import { shredCards } from '../card.ts'
import { openNumber, type SealedNumber, sealNumber } from '../cipher.ts'
import type { VaultKeys } from '../keys.ts'

/** Cards of one look, and of one transaction. */
const LISTED = 5_000
const CARRIED = 100

export type VaultSide = { db: Database; keys: VaultKeys; cell: string }
type Listed = { card_id: string; told: string }
type Row = SealedNumber & {
  card_id: string
  fingerprint: string
  brand: string
  last4: string
  expiry_month: number
  expiry_year: number
  network_transaction_id: string | null
  agreement_reference: string | null
  created_at: Date
  renumbered_at: Date | null
  closed_at: Date | null
}

/** Cards that are not shredded, each with what changes where its number does. */
const list = (db: Db, companyId: string, after: string) =>
  db.many<Listed>(sql`
    select card_id, concat_ws(' ', fingerprint, last4, expiry_month, expiry_year, network_transaction_id, agreement_reference,
      extract(epoch from renumbered_at), extract(epoch from closed_at)) as told
    from cards where company_id = ${companyId} and shredded_at is null and card_id > ${after} order by card_id limit ${LISTED}`)

async function listAll(db: Db, companyId: string): Promise<Map<string, string>> {
  const all = new Map<string, string>()
  for (let after = LOWEST_ID; ; ) {
    const page = await list(db, companyId, after)
    for (const { card_id, told } of page) all.set(card_id, told)
    const last = page.at(-1)
    if (!last) return all
    after = last.card_id
  }
}

/**
 * Makes the cards there those that are here. What is alike is left, so that a second time takes little.
 * Returns how many were carried. Throws where a number does not open: nothing is left behind unsaid.
 */
export async function carryCards(
  from: VaultSide,
  to: VaultSide,
  companyId: string,
  by: string,
  say: (cards: number) => void,
): Promise<number> {
  const [here, there] = [await listAll(from.db, companyId), await listAll(to.db, companyId)]
  const due = [...here].filter(([id, told]) => there.get(id) !== told).map(([id]) => id)
  for (let at = 0; at < due.length; at += CARRIED) {
    await carry(from, to, companyId, by, due.slice(at, at + CARRIED))
    say(Math.min(at + CARRIED, due.length))
  }
  const gone = [...there.keys()].filter((id) => !here.has(id))
  await shredAll(to.db, companyId, by, gone)
  return due.length
}

async function carry(
  from: VaultSide,
  to: VaultSide,
  companyId: string,
  by: string,
  ids: string[],
): Promise<void> {
  const told = { by, company_id: companyId, step: 'move', count: ids.length, cards: ids }
  // Durable before a number is opened.
  await appendAudit(from.db, { do: 'card.export', ...told, to: to.cell })
  const rows = await from.db.many<Row>(sql`
    select card_id, version, number_ciphertext, data_key_id, data_key_wrapped, fingerprint, brand, last4, expiry_month,
      expiry_year, network_transaction_id, agreement_reference, created_at, renumbered_at, closed_at
    from cards where company_id = ${companyId} and card_id = any (${ids}::uuid[]) and shredded_at is null`)
  const enrolled = await from.db.many<{ card_id: string }>(sql`
    select card_id from account_enrolments
    where company_id = ${companyId} and card_id = any (${ids}::uuid[]) and state in ('due', 'enrolled')`)
  await to.db.transaction(async (db) => {
    if ((await store(db, from.keys, to.keys, companyId, rows)) < rows.length) {
      // Another process of the vault has made a key since.
      await to.keys.reload()
      if ((await store(db, from.keys, to.keys, companyId, rows)) < rows.length)
        throw new Error('the keys in memory are not those that are active')
    }
    await enrol(
      db,
      companyId,
      ids,
      enrolled.map(({ card_id }) => card_id),
    )
    await appendAudit(db, { do: 'card.import', ...told, from: from.cell })
  })
}

/**
 * The network is told of those that it was told of by the other, and of no others (a card for one payment).
 */
async function enrol(db: Db, companyId: string, ids: string[], enrolled: string[]): Promise<void> {
  await db.run(sql`
    delete from account_enrolments
    where company_id = ${companyId} and card_id = any (${ids}::uuid[]) and card_id <> all (${enrolled}::uuid[])`)
  await db.run(sql`
    insert into account_enrolments as old (company_id, card_id) select ${companyId}, unnest(${enrolled}::uuid[])
    on conflict (company_id, card_id) do update set state = 'due', due_at = jetpay_now() where old.state <> 'enrolled'`)
}

function store(
  db: Db,
  theirs: VaultKeys,
  ours: VaultKeys,
  companyId: string,
  rows: readonly Row[],
): Promise<number> {
  const sealed = rows.map((row) => {
    const number = openNumber(theirs, companyId, row.card_id, row)
    const [finding] = ours.numberMacs(companyId, number)
    return { ...sealNumber(ours, companyId, row.card_id, number), mac: finding.mac, finding: finding.keyId }
  })
  return db.run(sql`
    insert into cards as old (company_id, card_id, version, number_ciphertext, data_key_id, fingerprint, number_mac, fingerprint_key_id,
      brand, last4, expiry_month, expiry_year, network_transaction_id, agreement_reference, created_at, renumbered_at, closed_at)
    select ${companyId}::uuid, card.card_id, card.version, card.ciphertext, sealing.data_key_id, card.fingerprint, card.mac,
      finding.data_key_id, card.brand, card.last4, card.month, card.year, card.transaction, card.agreement, card.created_at,
      card.renumbered_at, card.closed_at
    from unnest(
      ${rows.map((row) => row.card_id)}::uuid[], ${sealed.map((one) => one.version)}::smallint[],
      ${sealed.map((one) => one.number_ciphertext)}::bytea[], ${sealed.map((one) => one.data_key_id)}::text[],
      ${rows.map((row) => row.fingerprint)}::text[], ${sealed.map((one) => one.mac)}::text[], ${sealed.map((one) => one.finding)}::text[],
      ${rows.map((row) => row.brand)}::text[], ${rows.map((row) => row.last4)}::text[],
      ${rows.map((row) => row.expiry_month)}::smallint[], ${rows.map((row) => row.expiry_year)}::smallint[],
      ${rows.map((row) => row.network_transaction_id)}::text[], ${rows.map((row) => row.agreement_reference)}::text[],
      ${rows.map((row) => row.created_at.toISOString())}::timestamptz[],
      ${rows.map((row) => row.renumbered_at?.toISOString() ?? null)}::timestamptz[],
      ${rows.map((row) => row.closed_at?.toISOString() ?? null)}::timestamptz[]
    ) as card (card_id, version, ciphertext, sealing, fingerprint, mac, finding, brand, last4, month, year, transaction, agreement,
      created_at, renumbered_at, closed_at)
    join data_keys sealing on sealing.data_key_id = card.sealing and sealing.state = 'active'
    join data_keys finding on finding.data_key_id = card.finding and finding.state = 'active'
    for share of sealing, finding
    on conflict (company_id, card_id) do update set version = excluded.version, number_ciphertext = excluded.number_ciphertext,
      data_key_id = excluded.data_key_id, data_key_wrapped = null, fingerprint = excluded.fingerprint,
      number_mac = excluded.number_mac, fingerprint_key_id = excluded.fingerprint_key_id, brand = excluded.brand, last4 = excluded.last4,
      expiry_month = excluded.expiry_month, expiry_year = excluded.expiry_year, network_transaction_id = excluded.network_transaction_id,
      agreement_reference = excluded.agreement_reference, renumbered_at = excluded.renumbered_at, closed_at = excluded.closed_at,
      shredded_at = null`)
}

/** Destroys all numbers of a company: it is in another cell, or has not come. */
export const shredCompany = async (db: Database, companyId: string, by: string): Promise<void> =>
  shredAll(db, companyId, by, [...(await listAll(db, companyId)).keys()])

async function shredAll(db: Database, companyId: string, by: string, ids: readonly string[]): Promise<void> {
  for (let at = 0; at < ids.length; at += CARRIED)
    await shredCards(
      db,
      ids.slice(at, at + CARRIED).map((card_id) => ({ company_id: companyId, card_id })),
      by,
    )
}

/**
 * Closes the company's card pages that nobody has submitted. Returns the last line of the log that the main
 * side must have read before the company can leave; null while a page is being worked on.
 */
export async function closePages(db: Database, companyId: string): Promise<bigint | null> {
  await db.run(sql`update card_pages set state = 'closed' where company_id = ${companyId} and state = 'open'`)
  const submitted = await db.first(sql`
    select from card_pages where company_id = ${companyId} and state = 'submitted' limit 1`)
  if (submitted) return null
  return (await db.one<{ last_log_id: bigint }>(sql`select last_log_id from card_log_head`)).last_log_id
}

/** What is in the way of the company's leaving, at the vault. */
export async function cardsInTheWay(db: Db, companyId: string): Promise<string[]> {
  const open = await db.first(sql`
    select from card_transfers where company_id = ${companyId} and ended_at is null`)
  return open ? ['a transfer of its cards is open (`jetpay cards transfer list`)'] : []
}
