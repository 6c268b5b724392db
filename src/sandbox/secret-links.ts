import type { Caller } from '../http/authenticate.ts'

/**
 * Whose a mail is whose link has a secret: what is written to somebody about money, or about their account.
 */
export type SecretMail = {
  transaction_id: string | null
  link_sealed: Buffer | null
  /** An invitation for its address is open that makes an owner. */
  makes_owner: boolean
}

/** As `users/invitation.ts` makes it; every other link to the dashboard signs in who is known already. */
const INVITATION = '/dashboard/invitation#'

/**
 * Whether a caller may read the secret in a mail to somebody else. The demo's mailbox is read by all of the
 * company, so its links do what only a few may: a credit's link names the account that is paid, a link to the
 * dashboard lets in as whoever it was sent to. So the first is for whoever makes credits; an invitation for
 * whoever invites; what makes an owner, or opens an account that is there, for owners (`users/team-rule.ts`).
 */
export function mayReadLink({ actor, scopes }: Caller, mail: SecretMail, text: string): boolean {
  if (mail.link_sealed === null || (actor.kind === 'user' && actor.role === 'owner')) return true
  if (mail.transaction_id !== null) return scopes.includes('credits:write')
  return text.includes(INVITATION) && !mail.makes_owner && scopes.includes('team:write')
}
