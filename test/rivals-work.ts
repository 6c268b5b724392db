/** Work for rival workers: what is due, made through the API. */
import assert from 'node:assert/strict'
import { sql } from '../src/db/sql.ts'
import { torontoTime } from '../src/rails/banking-calendar.ts'
import type { RivalsStage } from './rivals-stage.ts'

export type RivalsWork = ReturnType<typeof rivalsWork>

export function rivalsWork(stage: RivalsStage) {
  const { call } = stage.platform
  const { count } = stage
  const movesOf = (id: string, move: string) =>
    count(sql`select count(*) from transaction_moves where transaction_id = ${id} and move = ${move}`)

  const charge = async (amount: string, card = stage.card) => {
    const answer = await stage.platform.charge(card, { amount })
    assert.ok(answer.status < 300, answer.text)
    return answer.body.debit_id as string
  }
  const hold = async () => {
    const body = {
      amount: '60.00',
      to_bank_account_id: stage.platform.demo.bank_account_id,
      statement: 'Hotel',
    }
    return (await call('POST', `${stage.card.path}/preauthorize`, body)).body.debit_id as string
  }
  /** Cleared, by a file that nobody has taken in yet. */
  async function putCleared(...debits: string[]) {
    stage.network.next()
    stage.network.put(stage.network.textOf(await Promise.all(debits.map((id) => stage.network.recordOf(id)))))
  }
  const scheduled = async (fields: Record<string, unknown>) => {
    const { body, status, text } = await call('PUT', '/schedule', {
      start: torontoTime(new Date()).day,
      frequency: 'daily',
      count: 2,
      statement: 'Box',
      ...fields,
    })
    assert.equal(status, 201, text)
    return body.identifier as string
  }

  /** A dispute of a charge of 8.00 that was cleared. */
  async function disputed(): Promise<string> {
    const debit = await charge('8.00')
    await putCleared(debit)
    await stage.run('settle-clearing')
    stage.network.next()
    const taken = { kind: 'adjustment', reason: '0301', amount: -800n } as const
    stage.network.put(stage.network.textOf([await stage.network.recordOf(debit, taken)]))
    await stage.run('settle-clearing')
    return (await call('GET', `/dispute?debit_id=${debit}`)).body.data[0].dispute_id
  }

  return { call, count, movesOf, charge, hold, putCleared, scheduled, disputed }
}
