/** What stands before the month begins: webhooks of which some fail, and schedules. */
import { seeded } from '../chaos/random.ts'
import { type Client, together } from './client.ts'
import type { People } from './people.ts'

/** Nobody listens there, and what listens there knows no such path. */
export async function makeWebhooks(client: Client): Promise<void> {
  for (const callback_url of ['http://127.0.0.1:9/orders', `${client.simulator_url}/warehouse`]) {
    const answer = await client.call('POST', '/webhooks', { callback_url, max_wait_seconds: 60 })
    // Made before the kill.
    if (answer.status >= 300 && answer.status !== 422 && answer.status !== 409)
      throw new Error(`a webhook was answered ${answer.status} ${answer.text}`)
  }
}

const SCHEDULES = 60

export async function makeSchedules(
  client: Client,
  people: People,
  first: string,
  seed: number,
): Promise<void> {
  const random = seeded(seed + 1)
  const dayAfter = (days: number) =>
    new Date(Date.parse(first) + days * 86_400_000).toISOString().slice(0, 10)
  const plans = Array.from({ length: SCHEDULES }, (_, at) => ({
    at,
    kind: random.pick(['card_debit', 'card_debit', 'card_debit', 'eft_debit', 'eft_credit'] as const),
    who: random.between(0, 2 ** 20),
    amount: `${random.between(5, 150)}.${random.pick(['00', '50', '99'])}`,
    start: dayAfter(random.between(1, 10)),
    frequency: random.pick(['weekly', 'weekly', 'monthly', 'daily'] as const),
  }))
  await together(plans, 8, async ({ at, kind, who, amount, start, frequency }) => {
    const card = people.cards[who % people.cards.length]!
    const account = people.accounts.CAD[who % people.accounts.CAD.length]!
    const between = {
      card_debit: {
        contact_id: card.contact,
        from_credit_card_id: card.card,
        to_bank_account: people.own.CAD,
      },
      eft_debit: {
        contact_id: account.contact,
        from_bank_account: account.account,
        to_bank_account: people.own.CAD,
      },
      eft_credit: {
        contact_id: account.contact,
        from_bank_account: people.own.CAD,
        to_bank_account: account.account,
      },
    }[kind]
    const asked = { kind, ...between, amount, statement: 'Membership', start, frequency }
    await client.good('PUT', '/schedule', asked, `demo-month-${seed}-schedule-${at}-${first}`)
    client.count('schedules')
  })
}
