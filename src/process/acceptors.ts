/**
 * Who we are, and were, to the card network: each identity has a number, which an attempt is kept with. This
 * file is the one writer of `acceptors`.
 */
import { type Db, type Statement, sql } from '../db/sql.ts'
import { OperatorError } from '../ground/errors.ts'
import type { AcceptorIdentity } from '../ground/settings/card-network.ts'
import type { AcceptorId } from '../ground/vault-protocol.ts'

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

/** Notes who we are, if that is new. What sends nothing (a command) only reads. */
export async function openAcceptors(db: Db, { acquirerId, terminalId, merchantId }: AcceptorIdentity) {
  const id: AcceptorId = { acquirer_id: acquirerId, terminal_id: terminalId, merchant_id: merchantId }
  return readingAcceptors(db, await noted(db, id), id)
}

/** For what sends nothing. */
export const readAcceptors = (db: Db): Acceptors => readingAcceptors(db, FIRST_ACCEPTOR)

function readingAcceptors(db: Db, own: number, id?: AcceptorId): Acceptors {
  const known = new Map<number, AcceptorId>(id && [[own, id]])
  return {
    own,
    async named(acceptor) {
      if (acceptor < FIRST_ACCEPTOR) return undefined
      const found = known.get(acceptor) ?? (await read(db, acceptor))
      known.set(acceptor, found)
      return found
    },
  }
}

async function read(db: Db, acceptor: number): Promise<AcceptorId> {
  const found = await db.first<AcceptorId>(sql`
    select acquirer_id, terminal_id, merchant_id from acceptors where acceptor = ${acceptor}`)
  if (!found) throw new OperatorError(`There is no acceptor ${acceptor}, as which an attempt was sent.`)
  return found
}

async function noted(db: Db, { acquirer_id, terminal_id, merchant_id }: AcceptorId): Promise<number> {
  for (let tries = 1; tries <= NOTED_TRIES; tries++) {
    const found = await db.first<{ acceptor: number }>(sql`
      select acceptor from acceptors
      where acquirer_id = ${acquirer_id} and terminal_id = ${terminal_id} and merchant_id = ${merchant_id}`)
    if (found) return found.acceptor
    await db.run(sql`
      insert into acceptors (acceptor, acquirer_id, terminal_id, merchant_id)
      select coalesce(max(acceptor), 0) + 1, ${acquirer_id}, ${terminal_id}, ${merchant_id} from acceptors
      on conflict do nothing`)
  }
  throw new OperatorError('Who we are to the card network cannot be noted; start it again.')
}

/** The number under which the acquirer of an attempt's alias is found. */
export const acquirersNumber = (attempt: Statement): Statement =>
  sql`greatest(${attempt}.acceptor, ${FIRST_ACCEPTOR})`

/** The acquirer as whose an attempt of an alias was sent. */
export const acquirerOf = (attempt: Statement): Statement =>
  sql`(select acquirer_id from acceptors where acceptors.acceptor = ${acquirersNumber(attempt)})`

/** The acquirer whose clearing file it is: of those of before, the first that we had. */
export const acquirerOfFile = (file: Statement): Statement =>
  sql`coalesce(${file}.acquirer_id, (select acquirer_id from acceptors where acceptors.acceptor = ${FIRST_ACCEPTOR}))`
