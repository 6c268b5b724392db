import { setTimeout as delay } from 'node:timers/promises'
import { resolveItem } from '../../src/clearing/resolve-item.ts'
import { type Database, sql } from '../../src/db/sql.ts'
import { OperatorError } from '../../src/ground/errors.ts'
import { WINNING } from '../../src/simulator/disputes.ts'
import { askUntilFinal } from './ask-until-final.ts'
import { cutClearingFile } from './faults.ts'
import type { Random } from './random.ts'
import { type Answer, ask, type Card, type World } from './world.ts'

/** A charge that its card holder disputes, and what the company did about it. Amounts in minor units. */
export type DisputeRecord = {
  key: string
  debitId: string | null
  amount: number
  /** What of it was refunded to the card before it was disputed; null where its client never heard. */
  refunded: number | null
  answer: 'none' | 'not submitted' | 'losing' | 'winning'
  /** What each submission was answered in the end, and evidence that came after one. */
  submits: (Answer | null)[]
  late: Answer | null
}

const LOOK_MS = 500
/**
 * Files are cut as seldom as a run of a quarter of a minute allows: what no file has can still be reversed.
 */
const CUT_MS = 1_500
/** Whose charges are in a file and disputed in the next; any other waits for its card holder. */
const DISPUTED_BY_ITSELF = '4000000000000259'
export const disputedNumbers = ['4242424242424242', DISPUTED_BY_ITSELF]

/**
 * Charges, has it cleared, disputes it as its card holder, and answers as the company does, or not at all.
 */
export async function disputeAgainAndAgain(
  world: World,
  name: string,
  cards: Card[],
  random: Random,
  db: Database,
  records: DisputeRecord[],
): Promise<void> {
  for (let made = 0; world.running(); made++) {
    const amount = random.between(100, 99_999)
    const record: DisputeRecord = {
      key: `chaos-${world.seed}-${name}-${made}`,
      debitId: null,
      submits: [],
      late: null,
      amount,
      refunded: 0,
      answer: random.pick(['none', 'not submitted', 'losing', 'winning', 'winning']),
    }
    records.push(record)
    const { contactId, cardId } = random.pick(cards)
    const to_bank_account_id = world.system.demo.bank_account_id
    const body = { amount: amount / 100, to_bank_account_id, statement: 'Chaos', note: record.key }
    const charge = ['POST', `/contact/${contactId}/creditcards/${cardId}/charge`, body] as const
    const charged = await askUntilFinal(world, random, charge, record.key, [])
    if (charged?.status !== 200) continue
    const debitId: string = charged.body.debit_id
    record.debitId = debitId
    const isCompleted = async () =>
      (await ask(world, 'GET', `/transaction/${debitId}/status`))?.body.state === 'completed'
    if (!(await clearUntil(world, isCompleted))) continue
    if (random.chance(0.6)) await refundSome(world, record, debitId, random)
    const part = random.chance(0.3) ? random.between(1, amount) : amount
    await disputeAtNetwork(world, db, debitId, part)
    const find = async () =>
      (await ask(world, 'GET', `/dispute?debit_id=${debitId}`))?.body.data?.[0]?.dispute_id
    const disputeId = await clearUntil(world, find)
    if (disputeId) await answerIt(world, record, disputeId, random)
  }
}

/**
 * So that what the card holder takes back is more than what is left. Where the card was faster, the refund is
 * refused.
 */
async function refundSome(
  world: World,
  record: DisputeRecord,
  debitId: string,
  random: Random,
): Promise<void> {
  const amount = random.chance(0.3) ? record.amount : random.between(1, record.amount)
  const request = ['POST', `/debit/${debitId}/refund`, { amount: amount / 100 }] as const
  record.refunded = null
  const answer = await askUntilFinal(world, random, request, `${record.key}-refund`, [])
  if (answer) record.refunded = answer.status === 200 ? amount : 0
}

/** The operator bears what the network took, or keeps what it paid, beyond what the company has booked. */
export async function writeOffExcess(db: Database): Promise<void> {
  const items = await db.many<{ item_id: string }>(
    sql`select item_id from reconciliation_items where state = 'open' and expected = 0 and dispute_id is not null`,
  )
  for (const { item_id } of items)
    await resolveItem(db, item_id, 'write_off', 'Chaos', 'refunded and taken back').catch((error) => {
      // A file squared it meanwhile.
      if (!(error instanceof OperatorError)) throw error
    })
}

/** The network cuts files until it is seen; nothing more is awaited once the run makes no load. */
async function clearUntil<T>(world: World, isSeen: () => Promise<T>): Promise<T | undefined> {
  while (world.running()) {
    await cutClearingFile(world)
    await delay(CUT_MS)
    const seen = await isSeen()
    if (seen) return seen
  }
  return undefined
}

/** The card holder's side. Where the network is away they try again, and it takes it once. */
async function disputeAtNetwork(world: World, db: Database, debitId: string, amount: number): Promise<void> {
  while (world.running()) {
    const attempt = await db
      .first<{ rrn: string }>(
        sql`select rrn from attempts where debit_id = ${debitId} and state = 'approved' and kind <> 'refund'`,
      )
      .catch(() => undefined)
    if (attempt) {
      const disputed = await fetch(`${world.system.demo.simulator_url}/disputes`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ rrn: attempt.rrn, amount }),
        signal: AbortSignal.timeout(2_000),
      }).catch(() => null)
      if (disputed) return
    }
    await delay(LOOK_MS)
  }
}

async function answerIt(
  world: World,
  record: DisputeRecord,
  disputeId: string,
  random: Random,
): Promise<void> {
  const { key, answer } = record
  const post = (part: string, suffix: string, body?: object) =>
    askUntilFinal(world, random, ['POST', `/dispute/${disputeId}/${part}`, body], `${key}-${suffix}`, [])
  if (answer === 'none') return
  const delivery = answer === 'winning' ? `Delivered: ${WINNING}` : 'Delivered'
  await post('evidence', 'evidence', { texts: { delivery } })
  if (answer === 'not submitted') return
  // Two people at once: one submits it.
  const submits = Array.from({ length: random.between(1, 2) }, (_, at) => post('submit', `submit-${at}`))
  record.submits = await Promise.all(submits)
  record.late = await post('evidence', 'late', { texts: { delivery: WINNING } })
}
