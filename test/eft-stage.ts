/** Debits and credits by bank on a whole platform, its simulated bank included. */
import assert from 'node:assert/strict'
import { inspect } from 'node:util'
import { sql } from '../src/db/sql.ts'
import { newId } from '../src/ground/ids.ts'
import { verify } from '../src/verify/verify.ts'
import { type Platform, until } from './platform.ts'
import { failing } from './tampering.ts'

export type EftStage = ReturnType<typeof eftStage>

const numbers = { account_type: 'chequing', transit_number: '00011', institution_number: '001' }

/** Account numbers of the simulated bank: what becomes of a movement to or from them. */
export const closed = '9900905'
export const returnedLate = '9910905'
/** Settles, whatever it is. */
export const good = '1234567'

export function eftStage(platform: Platform) {
  const { call, demo, db } = platform

  const ownAccount = async (account_number = good, fields: Record<string, unknown> = {}) =>
    (await call('PUT', '/bank_account', { ...numbers, holder_name: 'Maple', account_number, ...fields })).body
      .identifier as string

  const contactAccount = async (
    contact_id: string,
    account_number = good,
    fields: Record<string, unknown> = {},
  ) =>
    (
      await call('PUT', '/contact/bank_account', {
        ...numbers,
        holder_name: 'Ada',
        contact_id,
        account_number,
        ...fields,
      })
    ).body.identifier as string

  const createDebit = async (fields: Record<string, unknown> = {}) => {
    const contact_id = fields.contact_id ?? (await platform.createContact())
    const answer = await call('PUT', '/debit', {
      amount: '10.00',
      statement: 'Order 7',
      to_bank_account: demo.bank_account_id,
      contact_id,
      ...fields,
    })
    assert.equal(answer.status, 201, answer.text)
    return { id: answer.body.identifier as string, contactId: contact_id as string, body: answer.body }
  }

  /** A debit whose payer pays it from this account, and that is initiated. */
  const payByBank = async (from = good, fields: Record<string, unknown> = {}) => {
    const debit = await createDebit(fields)
    const from_bank_account = await contactAccount(debit.contactId, from)
    const paid = await call('POST', `/debit/${debit.id}/pay`, { from_bank_account })
    assert.equal(paid.status, 200, paid.text)
    return { ...debit, fromAccount: from_bank_account }
  }

  const createCredit = async (to: string | null = good, fields: Record<string, unknown> = {}) => {
    const contact_id = await platform.createContact()
    const answer = await call('PUT', '/credit', {
      amount: '10.00',
      statement: 'Prize',
      from_bank_account: demo.bank_account_id,
      contact_id,
      ...(to === null ? {} : { to_bank_account: await contactAccount(contact_id, to) }),
      ...fields,
    })
    assert.equal(answer.status, 201, answer.text)
    return { id: answer.body.identifier as string, contactId: contact_id, body: answer.body }
  }

  const get = async (id: string) => (await call('GET', `/transaction/${id}`)).body
  const inState = (id: string, state: string) =>
    until(`transaction ${id} to be ${state}`, async () => {
      const found = await get(id)
      return found.state === state && found
    })
  const eventsOf = async (id: string) =>
    (await platform.eventsOf(id)).map(({ type }) => type.split('.').at(-1))

  return {
    ownAccount,
    contactAccount,
    createDebit,
    payByBank,
    createCredit,
    get,
    inState,
    eventsOf,
    /** Its history as the list of states, and of moves. */
    movesOf: async (id: string) => (await get(id)).history.map(({ move }: any) => move),
    withKey: (method: string, path: string, body: unknown) =>
      call(method, path, body, { 'idempotency-key': newId() }),
    /** Balances of the demo company in CAD that are not zero. */
    async balances() {
      const { balances } = (await call('GET', '/balance')).body.data[0]
      return Object.fromEntries(Object.entries(balances).filter(([, amount]) => amount !== 0))
    },
    /** The first item of this transaction in this direction, as the rail has it. */
    itemOf: (id: string, direction: 'debit' | 'credit') =>
      db.first<{ state: string; bank_item_id: string; company_id: string; amount: bigint }>(sql`
        select * from bank_items where subject_id = ${id} and direction = ${direction} order by queued_at limit 1`),
    /** Nothing waits any more, and every invariant holds. */
    async holds() {
      await until('everything to have arrived', async () => {
        const { waiting } = await db.one<{ waiting: bigint }>(sql`
          select (select count(*) from outbox) + (select count(*) from bank_items where state in ('queued', 'sent'))
            as waiting`)
        return waiting === 0n
      })
      const report = await verify(db, { sentMaxMs: 60_000, simulatorUrl: platform.simulatorUrl })
      assert.deepEqual(
        failing(report),
        [],
        inspect(
          report.checks.filter(({ ok }) => !ok),
          { depth: 6 },
        ),
      )
    },
  }
}
