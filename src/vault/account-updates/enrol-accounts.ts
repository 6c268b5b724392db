/**
 * Tells the network which accounts are kept here and which no more, so that it tells of their changes. One
 * message for each card, at a pace that charges do not feel; what is not answered is told again.
 */
import { type Database, sql } from '../../db/sql.ts'
import { logSparsely } from '../../ground/log.ts'
import type { CardName } from '../../ground/vault-protocol.ts'
import { lettersOf } from '../agreement.ts'
import { openCardReader } from '../card.ts'
import { lookAgain } from '../look-again.ts'
import { stackFrames } from '../stack-frames.ts'
import { newVerificationReference, type VaultContext } from '../vault-context.ts'

const LOOK_EVERY_MS = 1_000
/** Cards of one look: some twenty a second, a million within a day. */
const CARDS_PER_LOOK = 20
/** Cards from before enrolments were kept, which are found as the vault starts. */
const FOUND_PER_STEP = 1_000
/** What was not answered is told again after a minute, what the network refuses after a day. */
const AGAIN = { unknown: 60, refused: 86_400 } as const

type Due = CardName & { state: 'due' | 'ending' }

/** Takes what is to be told, for a minute; another vault does not tell it meanwhile. */
const takeDue = (db: Database) =>
  db.many<Due>(sql`
    update account_enrolments of set due_at = jetpay_now() + make_interval(secs => ${AGAIN.unknown})
    from (
      select company_id, card_id from account_enrolments where state in ('due', 'ending') and due_at <= jetpay_now()
      order by due_at limit ${CARDS_PER_LOOK} for update skip locked
    ) as due
    where of.company_id = due.company_id and of.card_id = due.card_id
    returning of.company_id, of.card_id, of.state`)

/** A card that was shredded meanwhile stays `ending`. */
const settle = (db: Database, { company_id, card_id, state }: Due) =>
  db.run(sql`
    update account_enrolments set state = ${state === 'due' ? 'enrolled' : 'ended'}
    where company_id = ${company_id} and card_id = ${card_id} and state = ${state}`)

const restAfterRefusal = (db: Database, { company_id, card_id, state }: Due) =>
  db.run(sql`
    update account_enrolments set due_at = jetpay_now() + make_interval(secs => ${AGAIN.refused})
    where company_id = ${company_id} and card_id = ${card_id} and state = ${state}`)

/** Returns how many were found, of those that there may be more of. */
export const enrolEarlierCards = (db: Database) =>
  db.run(sql`
    insert into account_enrolments (company_id, card_id)
    select company_id, card_id from cards card
    where shredded_at is null and closed_at is null
      and not exists (select from account_enrolments of where of.company_id = card.company_id and of.card_id = card.card_id)
      and not exists (select from card_pages page
        where page.company_id = card.company_id and page.card_id = card.card_id and pays_amount is not null)
    limit ${FOUND_PER_STEP} on conflict do nothing`)

export function startEnrolling(vault: VaultContext): { stop(): Promise<void> } {
  const { db, network, log } = vault
  const readCard = openCardReader(db, vault.keys, () => undefined)
  const logFailed = logSparsely(log, 'error', 'accounts cannot be enrolled now', (error) => ({
    stack: stackFrames(error),
  }))
  const logRefused = logSparsely(log, 'warn', 'the network takes no enrolment of an account', () => ({}))
  let found = false

  async function tell(due: Due): Promise<void> {
    const reference = await newVerificationReference(vault)
    const account = lettersOf(due.card_id)
    const use = { do: 'card.enrol', by: 'vault', reference: reference.id } as const
    const read = due.state === 'due' ? await readCard(due, use) : null
    // Its number is gone, or does not open now.
    if (read && !read.card) return
    const outcome = await network.enrol(reference, account, read?.card ?? null)
    if (outcome === 'taken') await settle(db, due)
    if (outcome !== 'refused') return
    logRefused(new Error('refused'), { cardId: due.card_id })
    await restAfterRefusal(db, due)
  }

  async function work(isStopped: () => boolean): Promise<void> {
    try {
      while (!isStopped() && !found) found = (await enrolEarlierCards(db)) < FOUND_PER_STEP
      if (isStopped() || !network.reachable()) return
      for (const due of await takeDue(db)) if (!isStopped()) await tell(due)
    } catch (error) {
      logFailed(error as Error, { code: (error as { code?: string }).code })
    }
  }
  return lookAgain(LOOK_EVERY_MS, work)
}
