import { randomBytes, timingSafeEqual } from 'node:crypto'
import type { VaultKeys } from './keys.ts'

/** 192 bits that nobody guesses, and 64 that say they are ours: 43 characters in base64url. */
const RANDOM_BYTES = 24
const MARK_BYTES = 8
const TICKET = /^[A-Za-z0-9_-]{43}$/

/**
 * The ticket of a card page's URL. It is marked, so that an invented one is told from ours without a look at
 * the database.
 */
export function newTicket({ ticketMarks }: VaultKeys): string {
  const random = randomBytes(RANDOM_BYTES)
  return Buffer.concat([random, ticketMarks(random)[0].subarray(0, MARK_BYTES)]).toString('base64url')
}

export const hasTicketForm = (ticket: unknown): ticket is string =>
  typeof ticket === 'string' && TICKET.test(ticket)

/** Whether we made it, at any time; whether its page is open is another question. */
export function isTicketOfOurs({ ticketMarks }: VaultKeys, ticket: unknown): boolean {
  if (!hasTicketForm(ticket)) return false
  const bytes = Buffer.from(ticket, 'base64url')
  const said = bytes.subarray(RANDOM_BYTES)
  return ticketMarks(bytes.subarray(0, RANDOM_BYTES)).some((mark) =>
    timingSafeEqual(said, mark.subarray(0, MARK_BYTES)),
  )
}
