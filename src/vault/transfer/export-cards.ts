/** Writes the cards of a transfer to its file. */
import { linkSync, readdirSync, rmSync, statSync } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'
import { basename, dirname } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { type Database, sql } from '../../db/sql.ts'
import { OperatorError } from '../../ground/errors.ts'
import { appendAudit } from '../audit/append-audit.ts'
import { openNumber, type SealedNumber } from '../cipher.ts'
import type { VaultKeys } from '../keys.ts'
import { CARDS_PER_LINE, cardFileWriter, hashOf } from './card-file.ts'
import type { FileCard } from './card-line.ts'
import { recipientKeyOfBytes } from './recipient-key.ts'
import { notNow, type TransferRow } from './transfer.ts'

export type Exported = {
  transfer_id: string
  file: string
  cards: number
  gone: number
  unreadable: number
  sha256: string
}
type Row = SealedNumber & {
  line: bigint
  card_id: string
  contact_id: string
  company_id: string | null
  brand: string
  last4: string
  expiry_month: number
  expiry_year: number
  network_transaction_id: string | null
  agreement_reference: string | null
}

/**
 * Writes the whole file beside its place and gives it its name at the end, on the disk: a file with that name
 * is whole. A run that was ended in the middle is begun anew by the next. Between two lines it rests for as
 * long as a line took, so that charges have the database.
 */
export async function exportCards(
  db: Database,
  keys: VaultKeys,
  transfer: TransferRow,
  path: string,
  by: string,
  onProgress: (cards: number) => void = () => undefined,
): Promise<Exported> {
  const { transfer_id, company_id, recipient } = transfer
  if (recipient === null) throw new Error('an export without a recipient')
  if (exists(path)) return takeWhole(db, transfer, path, by)
  const noted = await db.run(sql`
    update card_transfers set file = ${path} where transfer_id = ${transfer_id} and company_id = ${company_id} and state = 'approved'`)
  if (noted === 0) throw notNow(transfer, 'approved')
  dropDrafts(path)
  const draft = `${path}.${process.pid}${DRAFT}`
  const file = await openDraft(draft)
  try {
    const writer = cardFileWriter(recipientKeyOfBytes(recipient))
    const { now, listed } = await db.one<{ now: Date; listed: bigint }>(sql`
      select jetpay_now() as now, count(*) as listed from transfer_cards where transfer_id = ${transfer_id}`)
    const made = new Date(now).toISOString()
    await write(file, await writer.head({ company_id, made_at: made, cards: Number(listed) }))
    const left = { gone: 0, unreadable: 0 }
    for (let after = 0n; ; ) {
      const from = performance.now()
      const rows = await readNext(db, transfer, after, by)
      const last = rows.at(-1)
      if (!last) break
      after = last.line
      const { cards, outcomes } = openRows(keys, rows)
      if (cards.length > 0) await write(file, await writer.part(cards))
      await noteOutcomes(db, transfer_id, rows, outcomes)
      for (const outcome of outcomes) if (outcome !== 'exported') left[outcome] += 1
      onProgress(Number(after))
      await delay(performance.now() - from)
    }
    await write(file, await writer.end())
    await file.sync()
    return await finish(db, transfer, draft, {
      path,
      by,
      sha256: writer.sha256(),
      cards: writer.count(),
      ...left,
    })
  } finally {
    await file.close()
    rmSync(draft, { force: true })
  }
}

const DRAFT = '.part'
const exists = (path: string) => statSync(path, { throwIfNoEntry: false }) !== undefined

/** What runs that are dead have left beside it. */
function dropDrafts(path: string): void {
  const folder = dirname(path)
  for (const name of exists(folder) ? readdirSync(folder) : []) {
    const pid = name.startsWith(`${basename(path)}.`) && /\.(\d+)\.part$/.exec(name)?.[1]
    if (pid && !exists(`/proc/${pid}`)) rmSync(`${folder}/${name}`, { force: true })
  }
}

/**
 * A file of that name: whole where a run has noted its hash and ended before the last step, else not ours.
 */
async function takeWhole(db: Database, transfer: TransferRow, path: string, by: string): Promise<Exported> {
  const file = await open(path, 'r')
  try {
    if (transfer.file !== path || transfer.file_sha256 !== (await hashOf(file)))
      throw new OperatorError(`There is a file ${path} already: name another.`, 'wrong_state')
  } finally {
    await file.close()
  }
  const left = await db.one<{ exported: bigint; gone: bigint; unreadable: bigint }>(sql`
    select count(*) filter (where outcome = 'exported') as exported, count(*) filter (where outcome = 'gone') as gone,
      count(*) filter (where outcome = 'unreadable') as unreadable
    from transfer_cards where transfer_id = ${transfer.transfer_id}`)
  return end(db, transfer, {
    path,
    by,
    sha256: transfer.file_sha256,
    cards: Number(left.exported),
    gone: Number(left.gone),
    unreadable: Number(left.unreadable),
  })
}

async function openDraft(draft: string): Promise<FileHandle> {
  try {
    return await open(draft, 'wx', 0o600)
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    throw new OperatorError(`The file ${draft} cannot be written (${code}).`)
  }
}

async function write(file: FileHandle, text: string): Promise<void> {
  try {
    await file.write(text)
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    throw new OperatorError(`The file cannot be written (${code}); nothing has its name.`)
  }
}

/**
 * The next cards with their sealed numbers. That they are read for a file is a line of the audit log, durable
 * before a number is opened: both are one statement.
 */
const readNext = (db: Database, { transfer_id, company_id }: TransferRow, after: bigint, by: string) =>
  db.many<Row>(sql`
    with next as (
      select line, card_id, contact_id from transfer_cards
      where transfer_id = ${transfer_id} and line > ${after}
        and exists (select from card_transfers where transfer_id = ${transfer_id} and company_id = ${company_id} and state = 'approved')
      order by line limit ${CARDS_PER_LINE}
    ), logged as (
      select audit_append(json_build_array(json_build_object('do', 'card.export', 'by', ${by}::text,
        'transfer_id', ${transfer_id}::text, 'company_id', ${company_id}::text, 'count', count(*), 'cards', json_agg(card_id order by line)))::text)
        as seq
      from next having count(*) > 0
    )
    select next.line, next.card_id, next.contact_id, card.company_id, card.version, card.number_ciphertext, card.data_key_id,
      card.data_key_wrapped, card.brand, card.last4, card.expiry_month, card.expiry_year, card.network_transaction_id,
      card.agreement_reference
    from logged cross join next
    left join cards card on card.company_id = ${company_id} and card.card_id = next.card_id and card.shredded_at is null
    order by next.line`)

type Outcome = 'exported' | 'gone' | 'unreadable'

function openRows(keys: VaultKeys, rows: Row[]): { cards: FileCard[]; outcomes: Outcome[] } {
  const cards: FileCard[] = []
  const outcomes = rows.map((row): Outcome => {
    if (row.company_id === null) return 'gone'
    try {
      cards.push({
        card_id: row.card_id,
        contact_id: row.contact_id,
        number: openNumber(keys, row.company_id, row.card_id, row),
        expiry_month: row.expiry_month,
        expiry_year: row.expiry_year,
        brand: row.brand,
        last4: row.last4,
        network_transaction_id: row.network_transaction_id,
        // Left out where there is none: versions before do not know it.
        ...(row.agreement_reference && { agreement_reference: row.agreement_reference }),
      })
      return 'exported'
    } catch {
      // Another key, or a changed byte.
      return 'unreadable'
    }
  })
  return { cards, outcomes }
}

const noteOutcomes = (db: Database, transferId: string, rows: Row[], outcomes: Outcome[]) =>
  db.run(sql`
    update transfer_cards set outcome = said.outcome
    from unnest(${rows.map(({ line }) => line)}::bigint[], ${outcomes}::text[]) as said (line, outcome)
    where transfer_id = ${transferId} and transfer_cards.line = said.line`)

type Written = { path: string; by: string } & Omit<Exported, 'transfer_id' | 'file'>

/** Gives the file its name, once it is on the disk and its hash is noted. */
async function finish(
  db: Database,
  transfer: TransferRow,
  draft: string,
  written: Written,
): Promise<Exported> {
  await db.run(sql`
    update card_transfers set file_sha256 = ${written.sha256}
    where transfer_id = ${transfer.transfer_id} and company_id = ${transfer.company_id} and state = 'approved'`)
  // link, not rename: a file that somebody else has put there meanwhile stays.
  linkSync(draft, written.path)
  await syncFolder(dirname(written.path))
  return end(db, transfer, written)
}

async function end(db: Database, transfer: TransferRow, written: Written): Promise<Exported> {
  const { path, by, sha256, cards, gone, unreadable } = written
  const { transfer_id, company_id } = transfer
  const done = await db.transaction(async (db) => {
    const done = await db.run(sql`
      update card_transfers set state = 'done', ended_at = jetpay_now(), cards = ${cards}, file_sha256 = ${sha256}
      where transfer_id = ${transfer_id} and company_id = ${company_id} and state = 'approved'`)
    if (done === 0) return false
    await appendAudit(db, {
      do: 'card.export',
      by,
      transfer_id,
      company_id,
      step: 'done',
      count: cards,
      gone,
      unreadable,
      recipient: transfer.thumbprint,
      file_sha256: sha256,
    })
    return true
  })
  if (done) return { transfer_id, file: path, cards, gone, unreadable, sha256 }
  rmSync(path, { force: true })
  throw new OperatorError('The transfer was ended meanwhile: the file is removed again.', 'wrong_state')
}

async function syncFolder(folder: string): Promise<void> {
  const at = await open(folder, 'r')
  try {
    await at.sync()
  } finally {
    await at.close()
  }
}
