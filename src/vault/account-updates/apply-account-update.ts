import { type Database, type Db, sql } from '../../db/sql.ts'
import type { CardLogEntry } from '../../ground/card-log-entry.ts'
import { detectBrand } from '../../ground/card-number.ts'
import type { CardName } from '../../ground/vault-protocol.ts'
import { appendAudit } from '../audit/append-audit.ts'
import { type AuditLine, cardIn } from '../audit/audit-line.ts'
import { findFingerprints } from '../card.ts'
import { appendToLog } from '../card-log.ts'
import type { AccountUpdate } from '../card-network.ts'
import { sealNumber } from '../cipher.ts'
import type { VaultKeys } from '../keys.ts'

type Vault = { db: Database; keys: VaultKeys }
type Found = CardName & { mac: string; expiry_month: number; expiry_year: number }
type Updated = Extract<CardLogEntry, { kind: 'updated' }>['data']
type Renumbered = Extract<AccountUpdate, { reason: 'new_number' }>

/** A key in memory is not the active one any more: what it sealed might not be found by its rotation. */
class OldKeys extends Error {}

/**
 * Where an update comes from. `told` is what the audit log says of it; `claim` goes first in the transaction
 * of what is changed: where it is false, another process has applied it.
 */
export type Source = { told: Record<string, unknown>; claim?(db: Db, cards: number): Promise<boolean> }

/**
 * Applies an update to each card of the number, whatever company has saved it, in one transaction with what
 * the logs say of it. A card keeps its id, and its old number is overwritten. A shredded card is not there,
 * and one whose account is closed stays as it is. Nothing is opened: cards are found by the keyed hash of the
 * number. Returns how many cards were changed, null where it was not for us to do.
 */
export async function applyAccountUpdate(
  vault: Vault,
  update: AccountUpdate,
  source: Source,
): Promise<number | null> {
  try {
    return await tryToApply(vault, update, source)
  } catch (error) {
    if (!(error instanceof OldKeys)) throw error
    // Another process of the vault has made a key since.
    await vault.keys.reload()
    return tryToApply(vault, update, source)
  }
}

async function tryToApply(
  { db, keys }: Vault,
  update: AccountUpdate,
  { told, claim }: Source,
): Promise<number | null> {
  if ((await findCards(db, keys, update)).length === 0) return 0
  return db.transaction(async (db) => {
    const cards = await findCards(db, keys, update, true)
    if (claim && !(await claim(db, cards.length))) return null
    const changed: { card: Found; data: Updated }[] = []
    for (const card of cards) changed.push({ card, data: await change(db, keys, card, update) })
    // The logs last: whoever stores a card holds its number's lock before theirs.
    for (const { card, data } of changed) await appendToLog(db, card, { kind: 'updated', data })
    const lines = cards.map(
      (card): AuditLine => ({
        do: 'card.update',
        by: 'network',
        ...cardIn(card),
        reason: update.reason,
        ...told,
      }),
    )
    if (lines.length > 0) await appendAudit(db, ...lines)
    return cards.length
  })
}

/**
 * The cards that an update changes. A date never goes back: what the cardholder has entered since is newer
 * than the network's word.
 */
async function findCards(db: Db, keys: VaultKeys, update: AccountUpdate, hold = false): Promise<Found[]> {
  const rows = await db.many<Found>(sql`
    select company_id, card_id, coalesce(number_mac, fingerprint) as mac, expiry_month, expiry_year from cards
    where last4 = ${update.number.slice(-4)} and shredded_at is null and closed_at is null
    order by company_id, card_id`)
  const macs = new Map<string, string[]>()
  const macsOf = (companyId: string) => {
    const known = macs.get(companyId) ?? keys.numberMacs(companyId, update.number).map(({ mac }) => mac)
    macs.set(companyId, known)
    return known
  }
  const found = rows.filter((row) => macsOf(row.company_id).includes(row.mac) && changes(row, update))
  if (!hold || found.length === 0) return found
  const held = await db.many<Found>(sql`
    select company_id, card_id, coalesce(number_mac, fingerprint) as mac, expiry_month, expiry_year from cards
    where (company_id, card_id) in (
        select * from unnest(${found.map((of) => of.company_id)}::uuid[], ${found.map((of) => of.card_id)}::uuid[]))
      and shredded_at is null and closed_at is null
    order by company_id, card_id for update`)
  return held.filter((row) => macsOf(row.company_id).includes(row.mac) && changes(row, update))
}

const changes = ({ expiry_month, expiry_year }: Found, update: AccountUpdate): boolean =>
  update.reason !== 'new_expiry' ||
  update.expiryYear * 12 + update.expiryMonth > expiry_year * 12 + expiry_month

async function change(db: Db, keys: VaultKeys, card: Found, update: AccountUpdate): Promise<Updated> {
  const { company_id, card_id } = card
  if (update.reason === 'closed') {
    await db.run(sql`
      update cards set closed_at = jetpay_now() where company_id = ${company_id} and card_id = ${card_id}`)
    return { reason: 'closed' }
  }
  if (update.reason === 'new_number') await renumber(db, keys, card, update)
  const shown = await db.one<Omit<Exclude<Updated, { reason: 'closed' }>, 'reason'>>(sql`
    update cards set expiry_month = ${update.expiryMonth}, expiry_year = ${update.expiryYear}
    where company_id = ${company_id} and card_id = ${card_id}
    returning brand, last4, expiry_month, expiry_year, fingerprint`)
  return { reason: update.reason, ...shown }
}

/**
 * Under the keys of now. What the network has called its verification stays: the agreement is the same one.
 */
async function renumber(db: Db, keys: VaultKeys, card: CardName, { newNumber }: Renumbered): Promise<void> {
  const { company_id, card_id } = card
  const sealed = sealNumber(keys, company_id, card_id, newNumber)
  const [known] = await findFingerprints(db, keys, company_id, [newNumber])
  const stored = await db.run(sql`
    with active as (
      select sealing.data_key_id as sealing, finding.data_key_id as finding
      from data_keys sealing, data_keys finding
      where sealing.data_key_id = ${sealed.data_key_id} and sealing.state = 'active'
        and finding.data_key_id = ${known?.keyId} and finding.state = 'active'
      for share
    )
    update cards set version = ${sealed.version}, number_ciphertext = ${sealed.number_ciphertext},
      data_key_id = active.sealing, data_key_wrapped = null, key_encryption_key_id = null, fingerprint = ${known?.fingerprint},
      number_mac = ${known?.mac}, fingerprint_key_id = active.finding, brand = ${detectBrand(newNumber) ?? 'unknown'},
      last4 = ${newNumber.slice(-4)}, renumbered_at = jetpay_now()
    from active where company_id = ${company_id} and card_id = ${card_id}`)
  if (stored === 0) throw new OldKeys()
}
