/**
 * A transfer: cards of one company that leave for another processor, or come from one. One custodian asks,
 * another approves within a day, then it is done within a day.
 */
import { type Database, type Db, sql } from '../../db/sql.ts'
import { OperatorError } from '../../ground/errors.ts'
import { newId } from '../../ground/ids.ts'
import { appendAudit } from '../audit/append-audit.ts'
import { type Claim, checkCustodian } from './custodian.ts'
import type { RecipientKey } from './recipient-key.ts'

/** From the asking to the approval, and from that to the beginning. */
const LIFE = '24 hours'
/** Whoever takes a company's cards out again and again does something else than to move away. */
const EXPORTS_IN_A_DAY = 3n
/** As long as results can be written, and questions about them asked. */
const CARDS_KEPT = '30 days'
const SWEPT = 200
/** What the approver must show that they were told, of the 64 digits: 80 bits. */
const CHECK_DIGITS_MIN = 20

export type TransferDirection = 'export' | 'import'
export type TransferRow = {
  transfer_id: string
  direction: TransferDirection
  company_id: string
  state: 'preparing' | 'asked' | 'approved' | 'landing' | 'done' | 'refused' | 'cancelled' | 'expired'
  asked_by: string
  asked_at: Date
  note: string
  approved_by: string | null
  approved_at: Date | null
  ends_at: Date
  recipient: Buffer | null
  thumbprint: string | null
  file: string | null
  file_sha256: string | null
  origin: string | null
  cards: bigint
  stored: bigint
  step: bigint
  problem: string | null
  ended_at: Date | null
}

const columns = sql`
  transfer_id, direction, company_id, state, asked_by, asked_at, note, approved_by, approved_at, ends_at, recipient,
  thumbprint, file, file_sha256, origin, cards, stored, step, problem, ended_at`

/** The newest hundred. Those whose time is over are ended first. */
export async function listTransfers(db: Db): Promise<TransferRow[]> {
  await endLate(db)
  return db.many<TransferRow>(sql`select ${columns} from card_transfers order by asked_at desc limit 100`)
}

export async function findTransfer(db: Db, transferId: string): Promise<TransferRow> {
  await endLate(db)
  const found = await db.first<TransferRow>(
    sql`select ${columns} from card_transfers where transfer_id = ${transferId}`,
  )
  if (found) return found
  throw new OperatorError(
    `There is no transfer ${transferId}; \`jetpay cards transfer list\` shows those there are.`,
    'not_found',
  )
}

/** Forgets the cards of old ones, a few at a time; what was done stays, and the audit log has each card. */
export const sweepTransfers = (db: Db) =>
  db.run(sql`
    with old as (
      select transfer_id from card_transfers where ended_at < jetpay_now() - ${CARDS_KEPT}::interval
    ), contacts as (
      delete from transfer_contacts where (transfer_id, their_contact_id) in (
        select transfer_id, their_contact_id from transfer_contacts join old using (transfer_id) limit ${SWEPT})
    )
    delete from transfer_cards where (transfer_id, line) in (
      select transfer_id, line from transfer_cards join old using (transfer_id) limit ${SWEPT})`)

/** An import that has begun goes on whenever it can: what was left in its middle would be no end. */
const endLate = (db: Db) =>
  db.run(sql`
    update card_transfers set state = 'expired', ended_at = jetpay_now()
    where state in ('preparing', 'asked', 'approved') and ends_at <= jetpay_now() and stored = 0`)

export type Asking = Claim & { companyId: string; note: string }

/** Asks that the cards of a company be written to a file for whoever has the recipient's private key. */
export async function askForExport(
  database: Database,
  { companyId, note, ...claim }: Asking,
  recipient: RecipientKey,
): Promise<string> {
  await checkCustodian(database, claim, 'cards export ask')
  return database.transaction(async (db) => {
    const { lately } = await db.one<{ lately: bigint }>(sql`
      select count(*) as lately from card_transfers
      where company_id = ${companyId} and direction = 'export' and file is not null
        and asked_at > jetpay_now() - interval '1 day'`)
    if (lately >= EXPORTS_IN_A_DAY)
      throw new OperatorError(
        `The cards of company ${companyId} were exported ${lately} times within a day: wait.`,
        'rate_limited',
      )
    const { bytes, thumbprint } = recipient
    const asked = { direction: 'export', companyId, note, by: claim.name, bytes, thumbprint } as const
    const transferId = await begin(db, asked)
    await noteAsked(db, transferId, asked)
    return transferId
  })
}

type NewTransfer = {
  direction: TransferDirection
  companyId: string
  note: string
  by: string
  bytes?: Buffer
  thumbprint?: string
  origin?: string
  sha256?: string
}

/** Inserts it. Throws an OperatorError where another of the company is open. */
export async function begin(db: Db, transfer: NewTransfer): Promise<string> {
  const { direction, companyId, note, by, bytes, thumbprint, origin, sha256 } = transfer
  await endLate(db)
  const transferId = newId()
  const made = await db.run(sql`
    insert into card_transfers (transfer_id, direction, company_id, state, asked_by, note, ends_at, recipient,
      thumbprint, origin, file_sha256)
    values (${transferId}, ${direction}, ${companyId}, 'preparing', ${by}, ${note},
      jetpay_now() + ${LIFE}::interval, ${bytes ?? null}, ${thumbprint ?? null}, ${origin ?? null}, ${sha256 ?? null})
    on conflict do nothing`)
  if (made === 0)
    throw new OperatorError(
      `There is an open transfer of company ${companyId}: see \`jetpay cards transfer list\`; it ends by \`jetpay cards transfer cancel\` or by its time.`,
      'wrong_state',
    )
  return transferId
}

/** Its line, last in the transaction of what was asked for: until that ends nobody else appends one. */
export const noteAsked = (db: Db, transferId: string, transfer: NewTransfer) =>
  appendAudit(db, {
    do: 'command',
    by: transfer.by,
    command: `cards ${transfer.direction} ask`,
    transfer_id: transferId,
    company_id: transfer.companyId,
    note: transfer.note,
    recipient: transfer.thumbprint,
    file_sha256: transfer.sha256,
  })

/**
 * Approves it, by another custodian than who asked, who shows what they were told by the other side: of an
 * export the recipient key's thumbprint, of an import the file's SHA-256.
 */
export async function approveTransfer(
  database: Database,
  transferId: string,
  claim: Claim,
  check: string,
): Promise<TransferRow> {
  const seen = await findTransfer(database, transferId)
  await checkCustodian(database, claim, 'cards transfer approve')
  const { state, asked_by, direction, thumbprint, file_sha256 } = seen
  if (state !== 'asked') throw notNow(seen, 'asked for')
  if (asked_by === claim.name) {
    await noteRefused(database, claim, transferId, 'the same person')
    throw new OperatorError(`${claim.name} has asked for it: another custodian approves.`, 'forbidden')
  }
  const digits = check.toLowerCase().replaceAll(/[\s:]/g, '')
  const right = (direction === 'export' ? thumbprint : file_sha256) ?? ''
  if (digits.length < CHECK_DIGITS_MIN || !right.startsWith(digits)) {
    await noteRefused(database, claim, transferId, 'another check')
    throw new OperatorError(
      direction === 'export'
        ? `That is not the beginning, ${CHECK_DIGITS_MIN} digits at least, of the recipient key’s thumbprint. Ask the recipient for it by another way than the key came.`
        : `That is not the beginning, ${CHECK_DIGITS_MIN} digits at least, of the file’s SHA-256. Ask the sender for it by another way than the file came.`,
      'forbidden',
    )
  }
  return database.transaction(async (db) => {
    const approved = await db.first<TransferRow>(sql`
      update card_transfers set state = 'approved', approved_by = ${claim.name}, approved_at = jetpay_now(),
        ends_at = jetpay_now() + ${LIFE}::interval
      where transfer_id = ${transferId} and state = 'asked' returning ${columns}`)
    if (!approved) throw notNow(seen, 'asked for')
    await appendAudit(db, {
      do: 'command',
      by: claim.name,
      command: 'cards transfer approve',
      transfer_id: transferId,
      company_id: approved.company_id,
      asked_by,
      cards: String(approved.cards),
      check: right,
    })
    return approved
  })
}

/** Ends one that has not begun to change anything, by any custodian. */
export async function cancelTransfer(
  database: Database,
  transferId: string,
  claim: Claim,
): Promise<TransferRow> {
  const seen = await findTransfer(database, transferId)
  await checkCustodian(database, claim, 'cards transfer cancel')
  return database.transaction(async (db) => {
    const cancelled = await db.first<TransferRow>(sql`
      update card_transfers set state = 'cancelled', ended_at = jetpay_now()
      where transfer_id = ${transferId} and state in ('preparing', 'asked', 'approved') and stored = 0
      returning ${columns}`)
    if (!cancelled) throw notNow(seen, 'open')
    await appendAudit(db, {
      do: 'command',
      by: claim.name,
      command: 'cards transfer cancel',
      transfer_id: transferId,
    })
    return cancelled
  })
}

/** One that may be done now, by who has asked or who has approved. */
export async function approvedTransfer(
  database: Database,
  transferId: string,
  direction: TransferDirection,
  claim: Claim,
): Promise<TransferRow> {
  const found = await findTransfer(database, transferId)
  const { state, asked_by, approved_by } = found
  await checkCustodian(database, claim, `cards ${direction} run`)
  if (found.direction !== direction)
    throw new OperatorError(`The transfer ${transferId} is an ${found.direction}.`, 'wrong_state')
  if (state !== 'approved' && state !== 'landing' && state !== 'done') throw notNow(found, 'approved')
  if (claim.name !== asked_by && claim.name !== approved_by) {
    await noteRefused(database, claim, transferId, 'neither asked nor approved')
    throw new OperatorError('Only who has asked for it or approved it may do it.', 'forbidden')
  }
  return found
}

const noteRefused = (db: Db, { name }: Claim, transferId: string, reason: string) =>
  appendAudit(db, { do: 'command', by: name, outcome: 'refused', transfer_id: transferId, reason })

export const notNow = ({ transfer_id, state, problem }: TransferRow, wanted: string) =>
  new OperatorError(
    `The transfer ${transfer_id} is not ${wanted}: it is ${state}${problem === null ? '' : `, because ${problem}`}.`,
    'wrong_state',
  )
