/** Takes a file of cards in: first looked through and refused whole, then, once it is approved, stored. */
import { createHash } from 'node:crypto'
import { type FileHandle, open } from 'node:fs/promises'
import { setTimeout as delay } from 'node:timers/promises'
import { type Database, type Db, sql } from '../../db/sql.ts'
import { OperatorError } from '../../ground/errors.ts'
import { appendAudit } from '../audit/append-audit.ts'
import { storeCards } from '../card.ts'
import type { VaultKeys } from '../keys.ts'
import { CARDS_PER_LINE, hashOf, readCardFile } from './card-file.ts'
import { type ReadCard, readFileCard } from './card-line.ts'
import { checkCustodian } from './custodian.ts'
import type { ImportKey } from './import-key.ts'
import { type Asking, begin, noteAsked, type TransferRow } from './transfer.ts'

/** More than any platform of one host keeps; a file of it is some two gigabytes. */
const CARDS_MAX = 5_000_000

type OurKey = Pick<ImportKey, 'private'>

async function withFile<Result>(path: string, work: (file: FileHandle) => Promise<Result>): Promise<Result> {
  let file: FileHandle
  try {
    file = await open(path, 'r')
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    throw new OperatorError(`The file ${path} cannot be read (${code}).`, 'not_found')
  }
  try {
    return await work(file)
  } finally {
    await file.close()
  }
}

/**
 * The id that a card of theirs has here: made of whose it is and what they call it, so that the same card is
 * the same one however often its file comes, and whoever is ended in the middle makes no second.
 */
function importedCardId(companyId: string, origin: string, theirCardId: string): string {
  const bytes = createHash('sha256')
    .update(JSON.stringify(['jetpay card import', companyId, origin, theirCardId]))
    .digest()
    .subarray(0, 16)
  // A UUID of version 8: of an application's own making (RFC 9562 section 5.8).
  bytes[6] = (bytes[6]! & 0x0f) | 0x80
  bytes[8] = (bytes[8]! & 0x3f) | 0x80
  const hex = bytes.toString('hex')
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-')
}

/**
 * Reads the whole file, keeps which cards and contacts it names, and asks that it be imported. Where a line
 * is not as it must be, it throws and nothing was kept. No number is kept before the approval.
 */
export const askForImport = (
  database: Database,
  keyOf: () => OurKey,
  path: string,
  { companyId, note, ...claim }: Asking,
): Promise<string> =>
  withFile(path, async (file) => {
    await checkCustodian(database, claim, 'cards import ask')
    const key = keyOf()
    const sha256 = await hashOf(file)
    // First, and by itself: that the numbers were looked at stays told where the file is refused.
    const by = claim.name
    await appendAudit(database, {
      do: 'card.import',
      by,
      step: 'look',
      company_id: companyId,
      file_sha256: sha256,
    })
    const asked = { direction: 'import', companyId, note, by, sha256 } as const
    return database.transaction(async (db) => {
      let transferId = ''
      let origin = ''
      let line = 0
      for await (const read of readCardFile(file, key.private)) {
        if ('head' in read) {
          origin = read.head.company_id
          transferId = await begin(db, { ...asked, origin })
          continue
        }
        const cards = read.cards.map((value, at) => cardOf(value, read.line, at))
        const kept = await keep(db, transferId, line, cards, (theirs) =>
          importedCardId(companyId, origin, theirs),
        )
        if (!kept) throw bad(read.line, undefined, 'it has a card_id that was there before')
        line += cards.length
        if (line > CARDS_MAX)
          throw new OperatorError(`The file has more than ${CARDS_MAX} cards: have it made in parts.`)
      }
      if (line === 0) throw new OperatorError('The file has no card.')
      await db.run(sql`
        update card_transfers set cards = ${line} where transfer_id = ${transferId} and company_id = ${companyId}`)
      await noteAsked(db, transferId, asked)
      return transferId
    })
  })

const bad = (line: number, at: number | undefined, what: string) =>
  new OperatorError(
    `Line ${line} of the file${at === undefined ? '' : `, card ${at + 1} of it`}: ${what}. Nothing was imported.`,
  )

function cardOf(value: unknown, line: number, at: number): ReadCard {
  const read = readFileCard(value)
  if ('fault' in read) throw bad(line, at, read.fault)
  return read
}

async function keep(
  db: Db,
  transferId: string,
  before: number,
  cards: ReadCard[],
  idOf: (theirCardId: string) => string,
): Promise<boolean> {
  const lines = cards.map((_, at) => before + at + 1)
  const contacts = cards.map(({ theirContactId }) => theirContactId)
  const theirs = cards.map(({ theirCardId }) => theirCardId)
  const kept = await db.run(sql`
    insert into transfer_cards (transfer_id, line, card_id, their_card_id, their_contact_id)
    select ${transferId}, line, card_id, theirs, contact
    from unnest(${lines}::bigint[], ${theirs.map(idOf)}::uuid[], ${theirs}::text[], ${contacts}::text[])
      as card (line, card_id, theirs, contact)
    on conflict do nothing`)
  await db.run(sql`
    insert into transfer_contacts (transfer_id, their_contact_id)
    select distinct ${transferId}::uuid, contact from unnest(${contacts}::text[]) as contact
    on conflict do nothing`)
  return kept === cards.length
}

/**
 * Stores the cards of an approved file, a hundred in one transaction with how far it came: what is
 * ended in the middle goes on there. A card that was imported before stays as it is.
 */
export const importCards = (
  database: Database,
  keys: VaultKeys,
  key: OurKey,
  transfer: TransferRow,
  path: string,
  by: string,
  onProgress: (cards: number) => void = () => undefined,
): Promise<void> =>
  withFile(path, async (file) => {
    if ((await hashOf(file)) !== transfer.file_sha256)
      throw new OperatorError('That is not the file that was asked for and approved: its SHA-256 is another.')
    let line = 0
    for await (const read of readCardFile(file, key.private)) {
      if ('head' in read) continue
      const before = line
      line += read.cards.length
      if (line <= Number(transfer.stored)) continue
      const cards = read.cards.map((value, at) => cardOf(value, read.line, at))
      for (let at = 0; at < cards.length; at += CARDS_PER_LINE) {
        const from = performance.now()
        const some = cards.slice(at, at + CARDS_PER_LINE)
        await storeSome(database, keys, transfer, before + at + 1, some, by)
        // As long again for others: charges use the same database.
        await delay(performance.now() - from)
      }
      onProgress(line)
    }
    await database.run(sql`
      update card_transfers set state = 'landing'
      where transfer_id = ${transfer.transfer_id} and company_id = ${transfer.company_id} and state = 'approved'`)
  })

const storeSome = (
  database: Database,
  keys: VaultKeys,
  { transfer_id, company_id }: TransferRow,
  first: number,
  cards: ReadCard[],
  by: string,
): Promise<void> =>
  database.transaction(async (db) => {
    const last = first + cards.length - 1
    // Its lock keeps a second run of the same file behind this one; what that one has done is not done again.
    const open = await db.first<{ stored: bigint }>(sql`
      select stored from card_transfers
      where transfer_id = ${transfer_id} and company_id = ${company_id} and state = 'approved' for update`)
    if (!open) throw new OperatorError('The transfer was ended meanwhile.', 'wrong_state')
    if (Number(open.stored) >= last) return
    const rows = await db.many<{ line: bigint; card_id: string; there: boolean; shredded: boolean }>(sql`
      select line, kept.card_id, card.card_id is not null as there, card.shredded_at is not null as shredded
      from transfer_cards kept
      left join cards card on card.company_id = ${company_id} and card.card_id = kept.card_id
      where kept.transfer_id = ${transfer_id} and line between ${first} and ${last} order by line`)
    const cardAt = (at: number): ReadCard => {
      const card = cards[at]
      if (!card) throw new Error('a line has other cards than when it was looked through')
      return card
    }
    const fresh = rows.flatMap(({ card_id, there }, at) => {
      if (there) return []
      const { transactionId, agreement, ...card } = cardAt(at)
      return [{ name: { company_id, card_id }, card, transactionId, agreement }]
    })
    if (fresh.length > 0) await storeCards(db, keys, fresh)
    const outcomes = rows.map(({ there, shredded }) => (there ? (shredded ? 'deleted' : 'known') : 'stored'))
    await db.run(sql`
      update transfer_cards set outcome = said.outcome
      from unnest(${rows.map(({ line }) => line)}::bigint[], ${outcomes}::text[]) as said (line, outcome)
      where transfer_id = ${transfer_id} and transfer_cards.line = said.line`)
    await db.run(sql`
      update card_transfers set stored = ${last} where transfer_id = ${transfer_id} and company_id = ${company_id}`)
    await appendAudit(db, {
      do: 'card.import',
      by,
      transfer_id,
      company_id,
      count: rows.length,
      cards: rows.map(({ card_id }) => card_id),
    })
  })

/** What became of each card, in the order of the file. */
export type Landed = {
  line: bigint
  their_card_id: string
  their_contact_id: string
  credit_card_id: string
  contact_id: string | null
  outcome: string
}

export const readLanded = (db: Db, transferId: string, after: bigint) =>
  db.many<Landed>(sql`
    select line, their_card_id, their_contact_id, card_id as credit_card_id, contact.contact_id, outcome
    from transfer_cards card join transfer_contacts contact using (transfer_id, their_contact_id)
    where transfer_id = ${transferId} and line > ${after} and outcome is not null
    order by line limit 1000`)
