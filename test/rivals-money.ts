/** What two workers must do once that moves money, each job by its name. */
import assert from 'node:assert/strict'
import { type Db, sql } from '../src/db/sql.ts'
import { chargeOccurrences } from '../src/schedules/charge-occurrences.ts'
import { eftStage } from './eft-stage.ts'
import { until } from './platform.ts'
import type { RivalsStage } from './rivals-stage.ts'
import { rivalsWork } from './rivals-work.ts'

export const moneyJobs = [
  'settle-clearing',
  'make-payouts',
  'make-scheduled',
  'charge-scheduled',
  'expire-transactions',
  'end-authorizations',
  'reverse-attempts',
  'charge-entered-cards',
] as const

/** A race of each, on this stage. */
export function moneyCases(stage: RivalsStage): Record<string, () => Promise<void>> {
  const { call, count, movesOf, charge, hold, putCleared, scheduled } = rivalsWork(stage)
  /**
   * A worker is slow after its charge, its lease runs out, another settles the date, and then the first one
   * comes to it.
   */
  async function lateCharge(id: string) {
    const { context, db } = stage.platform
    await stage.run('make-scheduled')
    const asleep = Promise.withResolvers<void>()
    let sleeps = false
    const slow = {
      ...context,
      db: {
        ...db,
        async transaction<T>(work: (db: Db) => Promise<T>) {
          sleeps = true
          await asleep.promise
          return db.transaction(work)
        },
      },
    }
    const late = chargeOccurrences(slow)
    await until('the slow one to be about to settle', async () => sleeps)
    await db.run(sql`update schedule_occurrences set try_due_at = jetpay_now() where schedule_id = ${id}`)
    await stage.run('charge-scheduled')
    asleep.resolve()
    await late
    assert.equal(await stage.told('schedules.occurrences.made', id), 1)
    assert.equal(await count(sql`select count(*) from debits where amount = 504`), 1)
  }

  return {
    async 'settle-clearing'() {
      const debits = [await charge('10.00'), await charge('2.50')]
      await putCleared(...debits)
      await stage.race('settle-clearing', sql`lock table clearing_records in exclusive mode`)
      // Taken in; now both apply what is due, and one is held over the debits.
      await stage.run('settle-clearing')
      for (const id of debits) {
        assert.equal(await movesOf(id, 'settle'), 1)
        assert.equal(await stage.told('transactions.debits.completed', id), 1)
        assert.equal(await count(sql`select count(*) from payout_items where transaction_id = ${id}`), 1)
        assert.equal(await count(sql`select count(*) from clearing_records where debit_id = ${id}`), 1)
      }
    },
    async 'make-payouts'() {
      const debit = await charge('7.00')
      await putCleared(debit)
      await stage.run('settle-clearing')
      const before = await count(sql`select count(*) from payouts`)
      await stage.race('make-payouts', sql`select from payout_items where payout_id is null for update`)
      assert.equal(await count(sql`select count(*) from payouts`), before + 1)
      const { payout_id } = await stage.platform.db.one<{ payout_id: string }>(
        sql`select payout_id from payout_items where transaction_id = ${debit}`,
      )
      assert.equal(await count(sql`select count(*) from bank_items where kind = 'payout'`), before + 1)
      assert.equal(await stage.told('payouts.requested', payout_id), 1)
      assert.equal(
        await count(sql`
        select count(*) from payouts p where amount <> (
          select sum(amount) from payout_items i where i.payout_id = p.payout_id)`),
        0,
      )
    },
    async 'make-scheduled'() {
      const eft = eftStage(stage.platform)
      const contact_id = await stage.platform.createContact()
      const theirs = await eft.contactAccount(contact_id)
      const ours = stage.platform.demo.bank_account_id
      const ids = [
        await scheduled({
          kind: 'eft_debit',
          contact_id,
          from_bank_account: theirs,
          to_bank_account: ours,
          amount: '4.01',
        }),
        await scheduled({
          kind: 'eft_credit',
          contact_id,
          from_bank_account: ours,
          to_bank_account: theirs,
          amount: '4.02',
        }),
      ]
      // Banks may be closed today.
      await stage.platform.db.run(
        sql`update schedules set next_due_at = jetpay_now() where kind <> 'card_debit'`,
      )
      await stage.race('make-scheduled', sql`lock table schedule_occurrences in exclusive mode`)
      await stage.run('make-scheduled')
      for (const id of ids) {
        assert.equal(await count(sql`select count(*) from schedule_occurrences where schedule_id = ${id}`), 1)
        assert.equal(await stage.told('schedules.occurrences.made', id), 1)
      }
      assert.equal(await count(sql`select count(*) from debits where amount = 401`), 1)
      assert.equal(await count(sql`select count(*) from credits where amount = 402`), 1)
      assert.equal(await count(sql`select count(*) from bank_items where amount in (401, 402)`), 2)
    },
    async 'charge-scheduled'() {
      const { contactId, cardId } = stage.card
      const to_bank_account = stage.platform.demo.bank_account_id
      const card = { kind: 'card_debit', contact_id: contactId, from_credit_card_id: cardId, to_bank_account }
      const id = await scheduled({ ...card, amount: '5.03' })
      await stage.run('make-scheduled')
      await stage.race(
        'charge-scheduled',
        sql`select from schedule_occurrences where state = 'due' for update`,
      )
      assert.equal(await count(sql`select count(*) from debits where amount = 503`), 1)
      assert.equal(await stage.told('schedules.occurrences.made', id), 1)
      const { entries } = await stage.platform.books('?limit=1000')
      assert.equal(entries.filter(({ amount }: { amount: number }) => amount === 503).length, 1)
      assert.equal(
        await count(sql`select tries as count from schedule_occurrences where schedule_id = ${id}`),
        0,
      )
      await lateCharge(await scheduled({ ...card, amount: '5.04' }))
    },
    async 'expire-transactions'() {
      const eft = eftStage(stage.platform)
      const [debit, credit] = [(await eft.createDebit()).id, (await eft.createCredit(null)).id]
      const { db } = stage.platform
      await db.run(sql`update debits set payable_until = jetpay_now() where debit_id = ${debit}`)
      await db.run(sql`update credits set payable_until = jetpay_now() where credit_id = ${credit}`)
      await stage.race(
        'expire-transactions',
        sql`select from debits, credits where debit_id = ${debit} and credit_id = ${credit} for update`,
      )
      for (const [id, type] of [
        [debit, 'debits'],
        [credit, 'credits'],
      ] as const) {
        assert.equal(await movesOf(id, 'expire'), 1)
        assert.equal(await stage.told(`transactions.${type}.cancelled`, id), 1)
      }
    },
    async 'end-authorizations'() {
      const { db, setFaults } = stage.platform
      const expired = await hold()
      await db.run(sql`
      update authorizations set due_at = jetpay_now(), expires_at = jetpay_now() where debit_id = ${expired}`)
      const ofDebit = sql`select from debits where debit_id = ${expired} for update`
      // The debit's lock comes first, as where a client captures: who had the attempt's already would be
      // deadlocked with it.
      await stage.race('end-authorizations', ofDebit, 1, () =>
        db.run(sql`select from attempts where debit_id = ${expired} for update nowait`),
      )
      assert.equal(await movesOf(expired, 'expire'), 1)
      assert.equal(await stage.told('transactions.debits.cancelled', expired), 1)

      const captured = await hold()
      await setFaults({ stop_answering: 1_000 })
      assert.equal((await call('POST', `/debit/${captured}/capture`)).status, 202)
      await setFaults({ stop_answering: 0 })
      await db.run(sql`update authorizations set due_at = jetpay_now() where debit_id = ${captured}`)
      await stage.race(
        'end-authorizations',
        sql`select from authorizations where debit_id = ${captured} for update`,
      )
      assert.equal(
        await count(sql`select captures_sent as count from authorizations where debit_id = ${captured}`),
        2,
      )
      assert.equal(await stage.told('transactions.debits.paid', captured), 1)

      // What the network does not answer is no reason to look again at once: the next repeat has its time.
      const silent = await hold()
      await setFaults({ stop_answering: 1_000 })
      assert.equal((await call('POST', `/debit/${silent}/capture`)).status, 202)
      await db.run(sql`update authorizations set due_at = jetpay_now() where debit_id = ${silent}`)
      assert.equal(await stage.look('end-authorizations'), false)
      assert.equal(
        await count(sql`select captures_sent as count from authorizations where debit_id = ${silent}`),
        2,
      )
      await setFaults({ stop_answering: 0 })
    },
    async 'reverse-attempts'() {
      const { db, setFaults } = stage.platform
      await setFaults({ stop_answering: 1_000 })
      const debit = await charge('9.00', stage.silentCard)
      await setFaults({ stop_answering: 0 })
      await db.run(sql`
      update attempts set reversal_due_at = jetpay_now(), reversals_sent = 3 where debit_id = ${debit}`)
      await stage.race('reverse-attempts', sql`select from attempts where debit_id = ${debit} for update`)
      assert.equal(
        await count(sql`select reversals_sent as count from attempts where debit_id = ${debit}`),
        4,
      )
      assert.equal(await movesOf(debit, 'fail'), 1)
      assert.equal(await stage.told('transactions.debits.failed', debit), 1)
    },
    async 'charge-entered-cards'() {
      const { id } = await eftStage(stage.platform).createDebit({ amount: '6.06' })
      const { url } = (await call('POST', `/debit/${id}/creditcard/url`)).body
      await stage.platform.submitCard(url, '4242424242424242')
      await stage.run('follow-vault-log')
      await stage.race(
        'charge-entered-cards',
        sql`select from debit_cards where debit_id = ${id} for update`,
        2,
      )
      await until('the charge', async () => (await stage.told('transactions.debits.paid', id)) > 0)
      assert.equal(await count(sql`select count(*) from attempts where debit_id = ${id}`), 1)
      assert.equal(await stage.told('transactions.debits.paid', id), 1)
    },
  }
}
