import { type Db, sql } from '../db/sql.ts'
import type { Context } from '../process/context.ts'
import type { Job } from '../process/poll.ts'
import { mailCreditLink, newLinkSecret } from './credit-link.ts'

/**
 * Mails of one round: there is such a round only after the update from a version whose links had no secret.
 */
const BATCH = 50

/**
 * Links of credits that went out before links had a secret open nothing any more: each contact who still has
 * to say where to be paid is mailed a new one, once. Whose link is over, or who is deleted, is mailed
 * nothing, and the link stays closed.
 */
export const renewCreditLinks: Job = {
  name: 'renew-credit-links',
  idleMs: 60_000,
  async run(context) {
    const { length } = await context.db.transaction(async (db) => {
      const due = await db.many<{ company_id: string; identifier: string; open: boolean }>(sql`
        select l.company_id, l.identifier, d.state = 'requested' and d.payable_until > jetpay_now()
          and c.deleted_at is null as open
        from payment_links l
        join credits d on d.company_id = l.company_id and d.credit_id = l.identifier
        join contacts c on c.company_id = d.company_id and c.contact_id = d.contact_id
        where l.kind = 'credit' and l.secret_hash is null
        order by l.identifier limit ${BATCH} for update of l skip locked`)
      for (const link of due) await renew(context, db, link)
      return due
    })
    return length === BATCH
  },
}

async function renew(
  { seal, config: { publicUrl } }: Context,
  db: Db,
  {
    company_id: companyId,
    identifier: creditId,
    open,
  }: { company_id: string; identifier: string; open: boolean },
): Promise<void> {
  const { secret, secretHash } = newLinkSecret()
  await db.run(sql`
    update payment_links set secret_hash = ${secretHash}
    where company_id = ${companyId} and identifier = ${creditId} and secret_hash is null`)
  if (open) await mailCreditLink(db, { seal, publicUrl }, { companyId, creditId, secret }, 'renewed')
}
