import { setTimeout as delay } from 'node:timers/promises'
import type { RailName } from '../../src/simulator/bank-accounts.ts'
import { askUntilFinal } from './ask-until-final.ts'
import type { Random } from './random.ts'
import { type Answer, ask, type World } from './world.ts'

/** A debit or credit by bank as its client knows it. */
export type BankRecord = {
  key: string
  kind: 'debit' | 'credit'
  rail: RailName
  /** The contact's account number, which says what the bank does. */
  number: string
  id: string | null
  /**
   * What its payer's agreement and its cancellation were answered in the end; null where they were not asked
   * for.
   */
  paid: Answer | null
  cancelled: Answer | null
  cancels: boolean
  /** States that it was said to be in. */
  seen: Set<string>
  known: boolean
}

/**
 * Several that settle; then those that come back at once, and late; and those whose bank says that they have
 * moved.
 */
const numbers: Record<RailName, string[]> = {
  eft: ['1234567', '1234567', '1234568', '9900901', '9900905', '9900922', '9910905', '9910901', '9920001'],
  ach: ['1234567', '1234567', '1234568', '9900001', '9900003', '9900023', '9910010', '9910002', '9920001'],
}
/** Where accounts are; those in the United States are reached by NACHA files. */
const places: Record<RailName, object> = {
  eft: { transit_number: '00011', institution_number: '001' },
  ach: { routing_number: '011000015' },
}
const POLL_MS = 300

/** A bank account, of a contact or one's own, on either side of the border. */
export const bankAccount = (rail: RailName, account_number: string) => ({
  account_number,
  holder_name: 'Chaos',
  account_type: 'chequing',
  ...places[rail],
})

/** Debits and pays a contact by bank again and again; some are cancelled while a file takes them. */
export async function moveByBankAgainAndAgain(
  world: World,
  name: string,
  rail: RailName,
  random: Random,
  records: BankRecord[],
): Promise<void> {
  const prefix = `chaos-${world.seed}-${name}`
  const put = (path: string, body: object, key: string) =>
    askUntilFinal(world, random, ['PUT', path, body], key, [])
  const contact = await put('/contact', { email: 'chaos@example.com', name: prefix }, `${prefix}-contact`)
  if (!contact) return
  const contact_id: string = contact.body.identifier
  const accounts = new Map<string, string>()
  for (const number of new Set(numbers[rail])) {
    const fields = { contact_id, ...bankAccount(rail, number) }
    const account = await put('/contact/bank_account', fields, `${prefix}-${number}`)
    if (!account) return
    accounts.set(number, account.body.identifier)
  }
  const own =
    rail === 'eft' ? null : await put('/bank_account', bankAccount(rail, '1234567'), `${prefix}-own`)
  const ownAccount: string = own?.body.identifier ?? world.system.demo.bank_account_id
  for (let made = 0; world.running(); made++) {
    const record: BankRecord = {
      key: `${prefix}-${made}`,
      kind: random.pick(['debit', 'credit']),
      rail,
      number: random.pick(numbers[rail]),
      id: null,
      paid: null,
      cancelled: null,
      cancels: random.chance(0.4),
      seen: new Set(),
      known: false,
    }
    records.push(record)
    const parties = { contact_id, own: ownAccount, account: accounts.get(record.number)! }
    await moveOnce(world, record, parties, random)
    await delay(random.between(100, 600))
  }
}

async function moveOnce(
  world: World,
  record: BankRecord,
  { contact_id, own, account }: { contact_id: string; own: string; account: string },
  random: Random,
): Promise<void> {
  const { key, kind } = record
  const common = { amount: random.between(100, 9_999) / 100, statement: 'Chaos', note: key, contact_id }
  const accounts =
    kind === 'debit' ? { to_bank_account: own } : { from_bank_account: own, to_bank_account: account }
  const write = (request: readonly [string, string, unknown?], part: string) =>
    askUntilFinal(world, random, request, `${key}-${part}`, [])
  const made = await write(['PUT', `/${kind}`, { ...common, ...accounts }], 'make')
  if (made && made.status !== 201)
    world.violations.push(`a ${kind} (${key}) was answered ${made.status} ${made.text}`)
  if (made?.status !== 201) return
  const id: string = made.body.identifier
  record.id = id
  const pay = async () => {
    if (kind === 'debit')
      record.paid = await write(['POST', `/debit/${id}/pay`, { from_bank_account: account }], 'pay')
  }
  const cancel = async () => {
    if (record.cancels) record.cancelled = await write(['DELETE', `/transaction/${id}`], 'cancel')
  }
  // At once with the payer, or about when a file is opened.
  const waitMs = random.chance(0.3) ? 0 : random.between(0, 2_000)
  await Promise.all([pay(), delay(waitMs).then(cancel)])
  record.known = (kind === 'credit' || record.paid !== null) && (!record.cancels || record.cancelled !== null)
  for (let looks = random.between(0, 8); looks > 0 && world.running(); looks--) {
    const status = await ask(world, 'GET', `/transaction/${id}/status`)
    if (status?.status === 200) record.seen.add(status.body.state)
    await delay(POLL_MS)
  }
}
