import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { anotherCompany } from '../../test/another-company.ts'
import { type Platform, startPlatform } from '../../test/platform.ts'
import { raiseAlarm } from '../alarms/alarm.ts'
import { claimUntoldAlarms } from '../alarms/untold-alarms.ts'
import { newId } from '../ground/ids.ts'
import { mailOf } from '../mail/mail-alarms.ts'
import { createOperatorToken } from '../users/operator-token.ts'

let platform: Platform
let operator: Record<string, string>
before(async () => {
  platform = await startPlatform({ tokenCacheMs: 0 })
  const { token } = await createOperatorToken(platform.db, 'demo', {
    name: 'test',
    scopes: ['operator:read'],
  })
  operator = { authorization: `Bearer ${token}` }
})
after(() => platform?.close())

const get = (path: string) => platform.call('GET', `/operator${path}`, undefined, operator)
const company = () => platform.demo.company_id

test('an alarm about a payment says of which company it is, its amount and statement; of a payment of another company nothing', async () => {
  const { body } = await platform.charge(await platform.saveCard(), { amount: '31.40', statement: 'Order 7' })
  const id = body.debit_id as string
  const raise = (
    kind: 'answer_contradicts_person' | 'capture_unacknowledged',
    subject: string,
    companyId: string,
  ) => raiseAlarm(platform.db, { kind, subject, companyId, details: { debit_id: id } })
  await raise('answer_contradicts_person', newId(), company())
  await raise('capture_unacknowledged', id, company())
  await raise('answer_contradicts_person', newId(), (await anotherCompany(platform)).companyId)
  const [strange, ...own] = (await get('/alarms?state=open')).body.data.slice(0, 3)
  for (const { company_name, name, about } of own)
    assert.deepEqual(
      [company_name, name, about],
      [
        'Maple Cycles',
        'Payment of $31.40, “Order 7”',
        { kind: 'transaction', identifier: id, statement: 'Order 7', amount: 31.4, currency: 'CAD' },
      ],
    )
  assert.deepEqual([strange.company_name, strange.about], ['Other', null])
})

test('an alarm of a company’s cards names the company, in the list and in its mail', async () => {
  const transfer = { kind: 'card_transfer_done', subject: newId(), details: { cards: 3 } } as const
  await raiseAlarm(platform.db, { ...transfer, companyId: company() })
  const [{ name }] = (await get('/alarms?state=open')).body.data
  assert.equal(name, 'Cards of Maple Cycles in a file')
  const told = (await claimUntoldAlarms(platform.db)).find(({ kind }) => kind === 'card_transfer_done')
  assert.equal(mailOf(told!, 'https://pay.example').subject, 'Jetpay alarm: Cards of Maple Cycles in a file')
  assert.deepEqual(await claimUntoldAlarms(platform.db), [])
})
