import { closeAlarms } from '../alarms/alarm.ts'
import { PLATFORM } from '../companies/company.ts'
import { sql } from '../db/sql.ts'
import type { Currency } from '../ground/money.ts'
import type { AcceptorId, ChargeKind } from '../ground/vault-protocol.ts'
import type { Context } from '../process/context.ts'
import type { Job } from '../process/poll.ts'

const BATCH = 20
/** After so long a reversal of a lost charge is repeated. */
const REPEAT_SECONDS = 60

type Lost = {
  item_id: string
  kind: 'charge' | 'hold' | 'refund'
  reference: string
  sequence: string
  amount: bigint
  currency: Currency
  happened_at: Date
  tries: number
  /** As whom it was sent; null where the network did not say. */
  acceptor: AcceptorId | null
}

/** What was asked for; a hold that was captured since is still the authorization that the network knows. */
const askedAs = (lost: Lost & { authorized: boolean }): ChargeKind =>
  lost.authorized ? 'authorization' : lost.kind === 'refund' ? 'refund' : 'charge'

/**
 * Reverses at the network what a restore has lost and a person wants undone (recovery_items), until the
 * network says so. Its card is not known here; the network knows the request by its reference.
 */
export const reverseLost: Job = {
  name: 'reverse-lost',
  idleMs: 1_000,
  due: sql`select from recovery_items where state = 'reversing' and due_at <= jetpay_now()`,
  async run(context) {
    const due = await context.db.many<Lost & { authorized: boolean }>(sql`
      update recovery_items set tries = tries + 1, due_at = jetpay_now() + make_interval(secs => ${REPEAT_SECONDS})
      where item_id in (
        select item_id from recovery_items where state = 'reversing' and due_at <= jetpay_now()
        order by due_at limit ${BATCH} for update skip locked)
      returning item_id, kind, reference, sequence, amount, currency, happened_at, tries,
        coalesce((details ->> 'authorized')::boolean, false) as authorized,
        details -> 'acceptor' as acceptor`)
    for (const lost of due) await reverse(context, lost)
    return due.length === BATCH
  },
}

async function reverse({ db, vault, log }: Context, lost: Lost & { authorized: boolean }): Promise<void> {
  const { item_id, reference, sequence, happened_at, amount, currency, tries, acceptor } = lost
  const { outcome } = await vault.reverse({
    company_id: PLATFORM,
    card_id: item_id,
    kind: askedAs(lost),
    reference: { id: reference, sequence, sent_at: happened_at.toISOString() },
    amount: amount.toString(),
    currency,
    repeat: tries > 1,
    ...(acceptor && { acceptor }),
  })
  if (outcome !== 'acknowledged') {
    log.warn({ item_id, reference, outcome }, 'a charge that a restore has lost is not reversed yet')
    return
  }
  await db.transaction(async (db) => {
    await db.run(
      sql`update recovery_items set state = 'reversed' where item_id = ${item_id} and state = 'reversing'`,
    )
    const open = await db.first(sql`
      select from recoveries where opened_at is null
      union all select from recovery_items where state in ('open', 'reversing') limit 1`)
    const last = await db.first<{ recovery_id: string }>(
      sql`select recovery_id from recovery_items where item_id = ${item_id}`,
    )
    if (!open && last) await closeAlarms(db, 'recovery_open', last.recovery_id, 'the network acknowledged')
  })
  log.info({ item_id, reference }, 'a charge that a restore has lost was reversed')
}
