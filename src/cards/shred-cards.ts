import { sql } from '../db/sql.ts'
import { type CardName, SHREDDED_MAX } from '../ground/vault-protocol.ts'
import type { Job } from '../process/poll.ts'

/**
 * Has the vault destroy the keys of deleted cards. A crash in between shreds again, which changes nothing.
 */
export const shredCards: Job = {
  name: 'shred-cards',
  idleMs: 500,
  due: sql`select from credit_cards where state = 'deleted' and shredded_at is null`,
  async run({ db, vault }) {
    const cards = await db.many<CardName>(sql`
      select company_id, credit_card_id as card_id from credit_cards
      where state = 'deleted' and shredded_at is null order by updated_at limit ${SHREDDED_MAX}`)
    if (cards.length === 0) return false
    await vault.shred({ cards })
    for (const { company_id, card_id } of cards) {
      await db.run(sql`
        update credit_cards set shredded_at = jetpay_now() where company_id = ${company_id} and credit_card_id = ${card_id}`)
    }
    return cards.length === SHREDDED_MAX
  },
}
