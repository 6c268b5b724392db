import type { Database } from '../db/sql.ts'
import { blankAnswers } from '../http/idempotency-key.ts'

/**
 * Blanks what stored answers say of the contact: a repetition is answered as before, without it. Answers go
 * after two days anyway.
 */
export async function eraseAnswers(db: Database, companyId: string, contactId: string): Promise<void> {
  for (let after: string | null = ''; after !== null; )
    after = await blankAnswers(db, companyId, contactId, after)
}
