/** What needs somebody: the list that each kind names has what was counted, and nothing else. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { anotherCompany } from '../../test/another-company.ts'
import { type Platform, startPlatform } from '../../test/platform.ts'
import { sql } from '../db/sql.ts'
import { newId } from '../ground/ids.ts'

let platform: Platform
let companyId: string
let headers: Record<string, string>
const [contact, other, account] = [newId(), newId(), newId()]
const debits = Array.from({ length: 4 }, () => newId())
before(async () => {
  platform = await startPlatform()
  await platform.stopWorker()
  ;({ companyId, headers } = await anotherCompany(platform))
  const { db } = platform
  await db.run(sql`
    insert into contacts (company_id, contact_id, email, name)
    select ${companyId}, id, 'ada@example.com', 'Ada' from unnest(${[contact, other]}::uuid[]) id`)
  await db.run(sql`
    insert into debits (company_id, debit_id, contact_id, to_bank_account_id, rail, state, amount, currency, statement, created_at, updated_at)
    select ${companyId}, id, ${contact}, ${account}, 'card', 'requested', 100, 'CAD', 'Order', jetpay_now(), jetpay_now()
    from unnest(${debits}::uuid[]) id`)
  // The first has two attempts that are doubtful, the second one that is young, however slow the machine is,
  // the third differs.
  await db.run(sql`
    insert into attempts (company_id, attempt_id, debit_id, kind, state, amount, currency, stan, rrn, transmitted_at, updated_at)
    select ${companyId}, gen_random_uuid(), id, 'charge', 'sent', 100, 'CAD', '000001', '000000000001', jetpay_now() - ago, jetpay_now()
    from (values (${debits[0]}::uuid, interval '1 hour'), (${debits[0]}, interval '2 hours'), (${debits[1]}, interval '-10 minutes')) of (id, ago)`)
  await db.run(sql`
    insert into reconciliation_items (company_id, item_id, kind, rrn, currency, expected, received, debit_id, network_id, sequence)
    values (${companyId}, ${newId()}, 'missing', '000000000002', 'CAD', 100, 0, ${debits[2]}, 'network', 1)`)
  // Of the fourth what differed is resolved.
  await db.run(sql`
    insert into reconciliation_items (company_id, item_id, kind, rrn, currency, expected, received, debit_id, network_id, sequence, state, resolved_at, resolved_by)
    values (${companyId}, ${newId()}, 'missing', '000000000003', 'CAD', 100, 0, ${debits[3]}, 'network', 2, 'corrected', jetpay_now(), 'Ada')`)
  await db.run(sql`
    insert into credit_cards (company_id, credit_card_id, contact_id, state, expiry_year, expiry_month)
    select ${companyId}, gen_random_uuid(), id, 'active', extract(year from jetpay_now()) + later, extract(month from jetpay_now())
    from (values (${contact}::uuid, 0), (${contact}, 0), (${other}, 1)) of (id, later)`)
})
after(() => platform?.close())

test('each kind names the list of what was counted, to the row', async () => {
  const { data } = (await platform.call('GET', '/company/attention', undefined, headers)).body
  assert.deepEqual(
    data.map(({ kind, count, list }: any) => [kind, count, list]),
    [
      ['outcome_unknown', 1, '/transaction?attention=outcome_unknown'],
      ['difference_open', 1, '/transaction?attention=difference_open'],
      ['cards_expiring', 1, '/contact?attention=cards_expiring'],
    ],
  )
  for (const { list, examples } of data) {
    const rows = (await platform.call('GET', list, undefined, headers)).body.data
    assert.deepEqual(
      rows.map(({ identifier }: any) => identifier),
      examples,
      list,
    )
  }
  assert.deepEqual(data[0].examples, [debits[0]])
})

test('of webhooks those in trouble are listed, as the list says that is named', async () => {
  for (const name of ['well', 'ill'])
    await platform.good('POST', '/webhooks/', { callback_url: `https://example.com/${name}` }, headers)
  await platform.db.run(sql`
    update webhooks set state = 'failed', failing_since = jetpay_now()
    where company_id = ${companyId} and callback_url like '%/ill'`)
  const { data } = (await platform.call('GET', '/company/attention', undefined, headers)).body
  const { list, count } = data.find(({ kind }: any) => kind === 'webhook_failing')
  const rows = (await platform.call('GET', list, undefined, headers)).body.data
  assert.deepEqual(
    [count, rows.map(({ callback_url }: any) => callback_url)],
    [1, ['https://example.com/ill']],
  )
})
