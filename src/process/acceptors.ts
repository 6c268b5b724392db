/**
 * Who we are, and were, to the card network: each identity has a number, which an attempt is kept with. This
 * file is the one writer of `acceptors`.
 */
import { type Db, type Statement, sql } from '../db/sql.ts'
import { OperatorError } from '../ground/errors.ts'
import type { AcceptorIdentity } from '../ground/settings/card-network.ts'
import type { AcceptorId } from '../ground/vault-protocol.ts'
import type { VaultClient } from '../vault-client/vault-client.ts'

/** The first identity that a process has noted. Its acquirer is also that of what was sent before (0). */
export const FIRST_ACCEPTOR = 1

/** Two processes with two new identities at once take turns. */
const NOTED_TRIES = 5

export type Acceptors = {
  /** The number of who we are, as the settings say. */
  own: number
  /**
   * Who that is. Undefined of what was sent before numbers were kept (0): as whom the vault's settings say.
   * Throws an OperatorError where nobody has noted it.
   */
  named(acceptor: number): Promise<AcceptorId | undefined>
}

/**
 * Notes who we are, if that is new. What sends nothing (a command) only reads. Throws an OperatorError where
 * it is new and a vault says that it does not speak for it: a wrong one would be noted for ever, and where it
 * is the first, all that was sent before would be cleared as its acquirer's.
 */
export async function openAcceptors(
  db: Db,
  { acquirerId, terminalId, merchantId }: AcceptorIdentity,
  vault: Pick<VaultClient, 'speaksFor'>,
) {
  const id: AcceptorId = { acquirer_id: acquirerId, terminal_id: terminalId, merchant_id: merchantId }
  if (!(await found(db, id)) && (await vault.speaksFor(id)) === 'other')
    throw new OperatorError(
      `The vault does not speak for ${writtenAcceptor(id)} at the card network, which JETPAY_ACQUIRER_ID, JETPAY_TERMINAL_ID and JETPAY_MERCHANT_ID say here. Set them as they are at the vault, or name this one in JETPAY_FURTHER_ACCEPTORS of every vault first.`,
    )
  return readingAcceptors(db, await noted(db, id), id)
}

/** As settings name it. */
export const writtenAcceptor = ({ acquirer_id, terminal_id, merchant_id }: AcceptorId): string =>
  `${acquirer_id}:${terminal_id}:${merchant_id}`

/** For what sends nothing. */
export const readAcceptors = (db: Db): Acceptors => readingAcceptors(db, FIRST_ACCEPTOR)

function readingAcceptors(db: Db, own: number, id?: AcceptorId): Acceptors {
  const known = new Map<number, AcceptorId>(id && [[own, id]])
  return {
    own,
    async named(acceptor) {
      if (acceptor < FIRST_ACCEPTOR) return undefined
      const id = known.get(acceptor) ?? (await read(db, acceptor))
      known.set(acceptor, id)
      return id
    },
  }
}

async function read(db: Db, acceptor: number): Promise<AcceptorId> {
  const id = await db.first<AcceptorId>(sql`
    select acquirer_id, terminal_id, merchant_id from acceptors where acceptor = ${acceptor}`)
  if (!id) throw new OperatorError(`There is no acceptor ${acceptor}, as which an attempt was sent.`)
  return id
}

const found = (db: Db, { acquirer_id, terminal_id, merchant_id }: AcceptorId) =>
  db.first<{ acceptor: number }>(sql`
    select acceptor from acceptors
    where acquirer_id = ${acquirer_id} and terminal_id = ${terminal_id} and merchant_id = ${merchant_id}`)

/** `cell`: whose it is where it is another cell's. */
async function noted(db: Db, id: AcceptorId, cell: string | null = null): Promise<number> {
  const { acquirer_id, terminal_id, merchant_id } = id
  for (let tries = 1; tries <= NOTED_TRIES; tries++) {
    const known = await found(db, id)
    if (known) return known.acceptor
    await db.run(sql`
      insert into acceptors (acceptor, acquirer_id, terminal_id, merchant_id, cell_id)
      select coalesce(max(acceptor), 0) + 1, ${acquirer_id}, ${terminal_id}, ${merchant_id}, ${cell} from acceptors
      on conflict do nothing`)
  }
  throw new OperatorError('Who charges are sent as cannot be noted; start it again.')
}

/** All that there are, with their numbers. */
export const listAcceptors = (db: Db) =>
  db.many<AcceptorId & { acceptor: number; cell_id: string | null }>(sql`
    select acceptor, acquirer_id, terminal_id, merchant_id, cell_id from acceptors order by acceptor`)

/**
 * The number here of whom a company that comes was sent as in another cell (`cell`): found, or made as that
 * cell's.
 */
export const acceptorFromCell = (db: Db, id: AcceptorId, cell: string): Promise<number> => noted(db, id, cell)

/** The number under which the acquirer of an attempt's alias is found. */
export const acquirersNumber = (attempt: Statement): Statement =>
  sql`greatest(${attempt}.acceptor, ${FIRST_ACCEPTOR})`

/** The acquirer as whose an attempt of an alias was sent. */
export const acquirerOf = (attempt: Statement): Statement =>
  sql`(select acquirer_id from acceptors where acceptors.acceptor = ${acquirersNumber(attempt)})`

/** The acquirer of the first identity, and so of all that was sent before identities were kept. */
export const firstAcquirer = sql`(select acquirer_id from acceptors where acceptors.acceptor = ${FIRST_ACCEPTOR})`

/**
 * The acquirer whose clearing file it is, or whose reference a reconciliation item has: of those of before,
 * the first that we had.
 */
export const acquirerOfRow = (row: Statement): Statement =>
  sql`coalesce(${row}.acquirer_id, ${firstAcquirer})`

/** Acquirers that we are, or were: not those of companies that came here from another cell. */
export const ownAcquirers = sql`(select acquirer_id from acceptors where cell_id is null)`

/** The acquirer in whose file a record of an alias is: two acquirers may give out the same references. */
export const acquirerOfRecord = (record: Statement): Statement => sql`(
  select ${acquirerOfRow(sql`file`)} from clearing_files file
  where file.network_id = ${record}.network_id and file.sequence = ${record}.sequence)`
