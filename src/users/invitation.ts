import { z } from 'zod'
import { type Db, sql } from '../db/sql.ts'
import { hashSecret, newId, newSecret } from '../ground/ids.ts'
import type { Seal } from '../ground/seal.ts'
import { uuid } from '../http/schema.ts'
import { roles } from '../http/scopes.ts'
import { queueMail } from '../mail/mail.ts'
import { addressKey } from './user.ts'
import { mailWords } from './user-mails.ts'

/** People who are back from a week away still get in. */
const DAYS = 7

/** Open ones of a company: a team joins, and nobody sends mail to a list by us. */
export const INVITATIONS_MAX = 100

export const invitationSchema = z
  .object({
    identifier: uuid,
    email: z.string(),
    role: z.enum(roles),
    created_at: z.iso.datetime(),
    expires_at: z.iso.datetime(),
  })
  .meta({ id: 'Invitation' })

export type Invited = { invitation_id: string; created_at: Date; expires_at: Date }

/**
 * Invites an address, by mail, in this transaction. One that was open for it is replaced: its link is good no
 * more. Undefined where there are too many open.
 */
export async function invite(
  db: Db,
  { seal, publicUrl }: { seal: Seal; publicUrl: string },
  of: {
    companyId: string
    companyName: string
    language: 'en' | 'fr'
    email: string
    role: string
    invitedBy: string | null
  },
): Promise<Invited | undefined> {
  const email = addressKey(of.email)
  const ticket = newSecret()
  await db.run(sql`
    update invitations set withdrawn_at = now()
    where company_id = ${of.companyId} and email = ${email} and accepted_at is null and withdrawn_at is null`)
  const made = await db.first<Invited>(sql`
    insert into invitations (company_id, invitation_id, email, role, ticket_hash, invited_by, expires_at)
    select ${of.companyId}, ${newId()}, ${email}, ${of.role}, ${hashSecret(ticket)}, ${of.invitedBy}::uuid,
      now() + make_interval(days => ${DAYS})
    where (select count(*) from (
      select from invitations where company_id = ${of.companyId} and accepted_at is null and withdrawn_at is null
        and expires_at > now() limit ${INVITATIONS_MAX}) as listed) < ${INVITATIONS_MAX}
    returning invitation_id, created_at, expires_at`)
  if (!made) return undefined
  const link = `${publicUrl}/dashboard/invitation#${ticket}`
  const words = mailWords.invitation[of.language](of.companyName)
  await queueMail(db, { companyId: of.companyId, to: email, ...words, link }, seal)
  return made
}

export type OpenInvitation = {
  company_id: string
  invitation_id: string
  email: string
  role: (typeof roles)[number] | 'operator'
  company_name: string | null
  user_id: string | null
}

/** The invitation behind a link, while it is open, and the account that its address has, if any. */
export const findInvitation = (db: Db, ticket: string) =>
  db.first<OpenInvitation>(sql`
    select i.company_id, invitation_id, i.email, role, companies.name as company_name, users.user_id
    from invitations i left join companies using (company_id) left join users on users.email = i.email
    where ticket_hash = ${hashSecret(ticket)} and accepted_at is null and withdrawn_at is null and expires_at > now()`)
