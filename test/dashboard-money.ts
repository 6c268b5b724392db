/** What the dashboard's pages of money show. */
import { sql } from '../src/db/sql.ts'
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
  // An operator opens the files behind both: the one to the bank, and the network's.
  const bankFile = await until('the payout in a file', async () => {
    const { travels } = (await call('GET', `/payout/${payout}/explain`)).body
    return travels[0]?.bank_file_id as string | undefined
  })
  const { network_id, sequence } = await platform.db.one<{ network_id: string; sequence: bigint }>(sql`
    select network_id, sequence from clearing_files where records > 0 order by sequence desc limit 1`)
  const clearingFile = `network=${network_id}&number=${sequence}`
  return { payout, dispute: (await first('/dispute')).dispute_id as string, bankFile, clearingFile }
}
