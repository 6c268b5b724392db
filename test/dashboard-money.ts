/** What the dashboard's pages of money show. */
import { type Platform, until } from './platform.ts'

/**
 * A payout, and a dispute of the charge that it paid out: two of the network's days. And a charge that was
 * declined.
 */
export async function makeMoney(platform: Platform) {
  const { call, charge, saveCard, simulatorUrl } = platform
  await charge(await saveCard('4000000000000341'))
  await charge(await saveCard('4000000000000259'), { amount: '120.00' })
  const first = async (path: string) =>
    until(`something at ${path}`, async () => (await call('GET', path)).body.data[0])
  await fetch(`${simulatorUrl}/clearing`, { method: 'POST' })
  const payout = (await first('/payout')).identifier as string
  await fetch(`${simulatorUrl}/clearing`, { method: 'POST' })
  return { payout, dispute: (await first('/dispute')).dispute_id as string }
}
