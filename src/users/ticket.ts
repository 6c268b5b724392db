import { type Db, sql } from '../db/sql.ts'
import { hashSecret, newSecret } from '../ground/ids.ts'

export type TicketKind = 'reset' | 'passkey_sign_in' | 'passkey_register' | 'totp_enrol'

/** Tickets that are over, taken away with each new one: more than come in meanwhile. */
const SWEPT = 10

/** Hands out what is to come back once within so many minutes. Only its hash is kept. */
export async function newTicket(
  db: Db,
  kind: TicketKind,
  { userId = null, held = null, minutes }: { userId?: string | null; held?: Buffer | null; minutes: number },
): Promise<string> {
  const ticket = newSecret()
  await db.run(sql`
    delete from user_tickets where ticket_hash in (
      select ticket_hash from user_tickets where expires_at < now() order by expires_at limit ${SWEPT}
      for update skip locked)`)
  await db.run(sql`
    insert into user_tickets (ticket_hash, kind, user_id, held, expires_at)
    values (${hashSecret(ticket)}, ${kind}, ${userId}, ${held}, now() + make_interval(mins => ${minutes}))`)
  return ticket
}

export type Ticket = { user_id: string | null; held: Buffer | null }

/** Uses a ticket up. Undefined for one that is used, over, of another kind, or nobody's. */
export const takeTicket = (db: Db, kind: TicketKind, ticket: string) =>
  db.first<Ticket>(sql`
    delete from user_tickets where ticket_hash = ${hashSecret(ticket)} and kind = ${kind} and expires_at > now()
    returning user_id, held`)
