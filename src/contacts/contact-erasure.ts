import { type Db, sql } from '../db/sql.ts'

/** Why a contact is erased: words that are kept for ever, and so name nobody. */
export const erasureReasons = ['person_asked', 'no_longer_needed', 'collected_wrongly'] as const
export type ErasureReason = (typeof erasureReasons)[number]

export type ErasureRow = {
  contact_id: string
  state: 'asked' | 'erased'
  reason: ErasureReason
  asked_at: Date
  erased_at: Date | null
}

/** What was asked for and became of it; undefined where nobody has asked. */
export const findErasure = (db: Db, companyId: string, contactId: string) =>
  db.first<ErasureRow>(sql`
    select contact_id, state, reason, asked_at, erased_at from contact_erasures
    where company_id = ${companyId} and contact_id = ${contactId}`)
