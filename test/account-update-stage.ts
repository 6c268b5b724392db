/** What the tests of account updates ask of a platform, its vault and its network. */
import assert from 'node:assert/strict'
import { sql } from '../src/db/sql.ts'
import type { AccountUpdate } from '../src/vault/card-network.ts'
import { type Platform, until } from './platform.ts'

export const newNumber = (number: string, to: string): AccountUpdate => ({
  reason: 'new_number',
  number,
  newNumber: to,
  expiryMonth: 5,
  expiryYear: 2041,
})

export function accountUpdates(platformOf: () => Platform) {
  const show = async ({ path }: { path: string }) => platformOf().good('GET', path)
  const eventsOf = (cardId: string) =>
    platformOf().db.many<{ data: Record<string, unknown> }>(sql`
      select data from (
        select data, company_id, type from events union all select data, company_id, type from outbox) as told
      where company_id = ${platformOf().demo.company_id} and type = 'contacts.credit_cards.updated'
        and data ->> 'creditCardId' = ${cardId}`)
  /** Tells the network to tell of these accounts. */
  async function tell(by: 'file' | 'message', data: { number: string; reason?: string }[]) {
    const answer = await fetch(`${platformOf().simulatorUrl}/account_updates`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ data, by }),
    })
    assert.equal(answer.status, 200)
    return (await answer.json()) as { file: string; messages: string[] }
  }
  return {
    show,
    eventsOf,
    tell,
    updated: async (card: { path: string; cardId: string }, times = 1) =>
      until('the update to be told', async () => {
        const told = await eventsOf(card.cardId)
        return told.length === times && { shown: await show(card), told }
      }),
    ofVault: ({ cardId }: { cardId: string }) =>
      platformOf().vaultDb.one<Record<string, unknown> & { number_ciphertext: Buffer }>(
        sql`select * from cards where card_id = ${cardId}`,
      ),
    auditOf: async (text: string) =>
      (
        await platformOf().vaultDb.many<{ lines: string }>(
          sql`select lines from audit_rows where lines like ${`%${text}%`}`,
        )
      ).flatMap(({ lines }) => JSON.parse(lines) as Record<string, unknown>[]),
    fileFor: async (...data: { number: string; reason?: string }[]): Promise<string> =>
      (await tell('file', data)).file,
    /** What the network knows: messages that nobody has answered, accounts that it was told of. */
    ofNetwork: async () =>
      (await (await fetch(`${platformOf().simulatorUrl}/account_updates`)).json()) as {
        unanswered: number
        enrolled: number
      },
  }
}
