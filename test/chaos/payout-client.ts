import { setTimeout as delay } from 'node:timers/promises'
import { askUntilFinal } from './ask-until-final.ts'
import { bankAccount } from './bank-client.ts'
import type { Random } from './random.ts'
import { type Answer, ask, type Card, type World } from './world.ts'

/** A payout that was asked to be sent again, and what that was answered in the end. */
export type RetryRecord = { payoutId: string; answer: Answer | null }
/** A debit whose money is deposited to an account that sends it back. */
export type DepositRecord = { key: string; final: Answer | null; paid: Answer | null; byBank: boolean }
export type PayoutRecords = { deposits: DepositRecord[]; retries: RetryRecord[]; good: string | null }

/** Companies' own accounts that send each deposit back: at once, and after it had counted as arrived. */
const badNumbers = ['9900905', '9910905']
const SHOWN = 100

/**
 * Takes money for accounts that are closed, and sends what comes back again: to the same account, or to one
 * that is good.
 */
export async function depositAgainAndAgain(
  world: World,
  name: string,
  cards: Card[],
  random: Random,
  records: PayoutRecords,
): Promise<void> {
  const prefix = `chaos-${world.seed}-${name}`
  const put = (path: string, body: object, key: string) =>
    askUntilFinal(world, random, ['PUT', path, body], key, [])
  const own = async (number: string, key: string) =>
    (await put('/bank_account', bankAccount('eft', number), `${prefix}-${key}`))?.body.identifier
  const good = await own('1234567', 'good')
  const bad = [await own(badNumbers[0]!, 'bad'), await own(badNumbers[1]!, 'late')]
  const contact = await put('/contact', { email: 'chaos@example.com', name: prefix }, `${prefix}-contact`)
  const contact_id = contact?.body.identifier
  const fields = { contact_id, ...bankAccount('eft', '1234567') }
  const payer = await put('/contact/bank_account', fields, `${prefix}-payer`)
  if (!good || bad.includes(undefined) || !payer) return
  records.good = good
  for (let made = 0; world.running(); made++) {
    const [key, amount] = [`${prefix}-${made}`, random.between(100, 9_999) / 100]
    const record: DepositRecord = { key, final: null, paid: null, byBank: random.chance(0.4) }
    records.deposits.push(record)
    const to = random.pick(bad)
    const common = { amount, statement: 'Chaos', note: key }
    if (record.byBank) {
      record.final = await put('/debit', { ...common, to_bank_account: to, contact_id }, key)
      const pay = { from_bank_account: payer.body.identifier }
      const path = `/debit/${record.final?.body.identifier}/pay`
      if (record.final?.status === 201)
        record.paid = await askUntilFinal(world, random, ['POST', path, pay], `${key}-pay`, [])
    } else {
      const card = random.pick(cards)
      const path = `/contact/${card.contactId}/creditcards/${card.cardId}/charge`
      const charge = ['POST', path, { ...common, to_bank_account_id: to }] as const
      record.final = await askUntilFinal(world, random, charge, key, [])
    }
    await delay(random.between(100, 800))
    await retryReturned(world, random, records)
  }
}

/** Sends what came back again. `to`: only to the good account, as whoever wants it to arrive at last does. */
export async function retryReturned(
  world: World,
  random: Random,
  records: PayoutRecords,
  to: 'anywhere' | 'good' = 'anywhere',
): Promise<void> {
  const listed = await ask(world, 'GET', `/payout?state=returned&limit=${SHOWN}`)
  for (const { identifier } of listed?.status === 200 ? listed.body.data : []) {
    const same = to === 'anywhere' && random.chance(0.3)
    const body = same ? {} : { to_bank_account_id: records.good }
    const retry = async () => {
      const record: RetryRecord = { payoutId: identifier, answer: null }
      records.retries.push(record)
      const key = `chaos-${world.seed}-retry-${records.retries.length}`
      record.answer = await askUntilFinal(
        world,
        random,
        ['POST', `/payout/${identifier}/retry`, body],
        key,
        [],
      )
    }
    // Two at once are one, unless the first has come back before the second is heard.
    await Promise.all(random.chance(0.3) ? [retry(), retry()] : [retry()])
  }
}
