/** A search that reads few blocks finds what one that looks at every row would. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { anotherCompany } from '../../test/another-company.ts'
import { type Platform, startPlatform, until } from '../../test/platform.ts'
import { type Statement, sql } from '../db/sql.ts'
import { newId } from '../ground/ids.ts'
import { summarizeLists } from '../search/summarize-lists.ts'
import { searchedLists } from '../worker/searched-lists.ts'

/** Four blocks and a part of one. */
const DEBITS = 4_500

let platform: Platform
let companyId: string
let headers: Record<string, string>
const [account, otherAccount, contact, payersAccount] = [newId(), newId(), newId(), newId()]
before(async () => {
  platform = await startPlatform()
  // The test runs the job itself, when it means to.
  await platform.stopWorker()
  ;({ companyId, headers } = await anotherCompany(platform))
  await platform.db.run(sql`
    insert into contacts (company_id, contact_id, email, name) values (${companyId}, ${contact}, 'ada@example.com', 'Ada')`)
  await platform.db.run(sql`
    insert into bank_accounts (company_id, bank_account_id, contact_id, holder_name, account_type, transit_number,
      institution_number, account_number_sealed, account_number_last4, currency)
    select ${companyId}, id, holder, 'Ada', 'chequing', '00011', '001', '', '4567', 'CAD'
    from (values (${account}::uuid, null::uuid), (${otherAccount}, null), (${payersAccount}, ${contact})) of (id, holder)`)
  await insertDebits(1, DEBITS, sql`interval '2 days'`)
  await insertCredits()
})
after(() => platform?.close())

/** As UUIDv7 are, its id is in the order of time. */
const idOf = (n: number) => `0199${String(n).padStart(4, '0')}-0000-7000-8000-000000000000`

/** At random, but for some rare ones; four and four of the same moment. */
async function insertDebits(from: number, to: number, ago: Statement): Promise<void> {
  await platform.db.run(sql`
    insert into debits (company_id, debit_id, contact_id, to_bank_account_id, from_bank_account_id, rail, state, amount, currency,
      statement, note, fail_reason, payable_until, external_reference, metadata, created_at, updated_at)
    select ${companyId}, ('0199' || lpad(n::text, 4, '0') || '-0000-7000-8000-000000000000')::uuid, ${contact},
      case when n % 1000 = 17 then ${otherAccount}::uuid else ${account} end,
      case when rail = 'eft' then ${payersAccount}::uuid end, rail, state,
      case when n % 2500 = 3 then 7000000 + n else 100 + (random() * 20000)::bigint end,
      case when n % 700 = 9 then 'USD' else 'CAD' end,
      case when n % 3000 = 11 then 'A rare Élan İ' else 'Order ' || (random() * 100000)::integer end,
      case when n % 60 = 7 then 'To the door of Élodie, floor ' || n end,
      case when state = 'failed' then case when n % 2000 = 10 then 'lost_card' else 'do_not_honour' end end,
      case when state = 'requested' and rail is null then timestamptz 'infinity' end,
      case when n % 50 = 1 then 'R-' || n / 100 end,
      case when n % 40 = 1 then jsonb_build_object('shop', (n % 3)::text, 'order', n::text) else '{}' end, at, at
    from generate_series(${from}::integer, ${to}::integer) n
    cross join lateral (select case when n % 900 = 5 then null when n % 1500 = 7 then 'eft' else 'card' end) rails (rail)
    cross join lateral (select case when rail is null then 'requested' when rail = 'eft' then 'initiated'
      when n = 1200 then 'cancelled' when n % 10 = 0 then 'failed' when n < 2900 then 'completed' else 'paid' end) states (state)
    cross join lateral (select jetpay_now() - ${ago} + make_interval(secs => n / 4)) times (at)`)
  // Hours after they were made, some of them after they had counted.
  await platform.db.run(sql`
    insert into transaction_moves (company_id, transaction_id, sequence, move, from_state, to_state, moved_at)
    select company_id, debit_id, 2, case when amount % 7 = 0 then 'reject' else 'fail' end,
      case when amount % 7 = 0 then 'paid' else 'requested' end, 'failed', created_at + make_interval(mins => (amount % 600)::integer)
    from debits where company_id = ${companyId} and state = 'failed' and debit_id between ${idOf(from)} and ${idOf(to)}`)
  await platform.db.run(sql`
    insert into attempts (company_id, attempt_id, debit_id, kind, state, amount, currency, stan, rrn, transmitted_at, updated_at,
      authorization_code)
    select company_id, debit_id, debit_id, case when amount % 2 = 0 then 'charge' else 'refund' end, 'approved', amount, currency,
      '000001', '000000000001', created_at, created_at, 'C' || lpad((amount % 100000)::text, 5, '0')
    from debits where company_id = ${companyId} and rail = 'card' and state in ('paid', 'completed') and debit_id between ${idOf(from)} and ${idOf(to)}`)
}

const insertCredits = () =>
  platform.db.run(sql`
    insert into credits (company_id, credit_id, contact_id, from_bank_account_id, to_bank_account_id, state, amount, currency,
      statement, created_at, updated_at)
    select ${companyId}, ('0199' || lpad((n * 3)::text, 4, '0') || '-0000-7000-9000-000000000000')::uuid, ${contact}, ${account},
      ${payersAccount}, case when n % 500 = 3 then 'initiated' else 'completed' end, 100 + n, 'CAD', 'Credit ' || n, at, at
    from generate_series(1, 1500) n
    cross join lateral (select jetpay_now() - interval '2 days' + make_interval(secs => n)) times (at)`)

const job = summarizeLists(searchedLists)
/** Runs it until so many blocks of debits are there and nothing is told to have changed. */
const summarize = (made: number) =>
  until(`${made} blocks`, async () => {
    while (await job.run(platform.context));
    return (await blocks()) >= made && (await restated()) === 0
  })

/** Of what nearly every row is: a block is ten pages, so these lead into the next. */
const PAGES_MAX = 12

/** What the api finds, page by page, and what a look at each row does. */
async function compare(what: string, query: Record<string, string>, where: Statement): Promise<number> {
  const found: string[] = []
  let cursor: string | null = null
  for (let page = 0; page < PAGES_MAX; page++) {
    const asked = new URLSearchParams({ limit: '100', ...query, ...(cursor && { cursor }) })
    const { status, body, text } = await platform.call('GET', `/transaction?${asked}`, undefined, headers)
    assert.equal(status, 200, text)
    found.push(...body.data.map(({ identifier }: { identifier: string }) => identifier))
    cursor = body.next_cursor
    if (cursor === null) break
    assert.equal(
      body.data.length,
      100,
      'so few rows are looked at whole: a page that is not the last is full',
    )
  }
  const all = await platform.db.many<{ id: string }>(sql`
    select id from (
      select debit_id as id, state, rail, currency, fail_reason, to_bank_account_id, from_bank_account_id, amount, statement,
        external_reference, metadata, created_at, 'debit' as kind, note from debits where company_id = ${companyId}
      union all
      select credit_id, state, 'eft', currency, fail_reason, to_bank_account_id, from_bank_account_id, amount, statement,
        external_reference, metadata, created_at, 'credit', note from credits where company_id = ${companyId}
    ) every_row where ${where} order by id desc`)
  const ids = all.map(({ id }) => id)
  assert.deepEqual(
    found,
    cursor === null ? ids : ids.slice(0, PAGES_MAX * 100),
    `${what}: ${JSON.stringify(query)}`,
  )
  return found.length
}

const timeOf = async (n: number) =>
  (
    await platform.db.one<{ created_at: Date }>(sql`
      select created_at from debits where company_id = ${companyId} and debit_id = ${idOf(n)}`)
  ).created_at.toISOString()

const failing = (so: Statement) => sql`id in (
  select transaction_id from transaction_moves where company_id = ${companyId} and to_state = 'failed' and ${so})`
const authorized = (code: string) => sql`id in (
  select debit_id from attempts where company_id = ${companyId} and kind = 'charge' and authorization_code = ${code})`

async function compareAll(what: string): Promise<void> {
  const [early, late] = [await timeOf(1_500), await timeOf(1_600)]
  const filters: [Record<string, string>, Statement][] = [
    [{ state: 'requested' }, sql`state = 'requested'`],
    [{ state: 'initiated,cancelled' }, sql`state in ('initiated', 'cancelled')`],
    [{ state: 'preauthorized' }, sql`state = 'preauthorized'`],
    [{ state: 'completed' }, sql`state = 'completed'`],
    [{ currency: 'USD' }, sql`currency = 'USD'`],
    [{ fail_reason: 'lost_card' }, sql`fail_reason = 'lost_card'`],
    [{ fail_reason: 'none_such' }, sql`false`],
    [{ rail: 'eft' }, sql`rail = 'eft'`],
    [{ kind: 'credit' }, sql`kind = 'credit'`],
    [{ bank_account_id: otherAccount }, sql`to_bank_account_id = ${otherAccount}`],
    [
      { bank_account_id: payersAccount },
      sql`${payersAccount}::uuid in (from_bank_account_id, to_bank_account_id)`,
    ],
    [{ amount: '5.67' }, sql`amount = 567`],
    [{ amount_from: '1000.00' }, sql`amount >= 100000`],
    [{ amount_from: '5.67', amount_to: '6.10' }, sql`amount between 567 and 610`],
    [{ amount_to: '1.20' }, sql`amount <= 120`],
    [{ statement: 'ARE éL' }, sql`statement like 'A rare Élan%'`],
    [{ statement: 'ÉLAN i' }, sql`statement like 'A rare Élan%'`],
    [{ statement: 'der 30' }, sql`statement like '%der 30%'`],
    [{ statement: '9' }, sql`statement like '%9%'`],
    [{ statement: '4321' }, sql`statement like '%4321%'`],
    [{ statement: 'nothing like it' }, sql`false`],
    [{ external_reference: 'R-7' }, sql`external_reference = 'R-7'`],
    [{ 'metadata[order]': '1201' }, sql`metadata ->> 'order' = '1201'`],
    [{ metadata_value: '1201' }, sql`metadata ->> 'order' = '1201'`],
    [{ metadata_value: '12' }, sql`false`],
    [{ note: 'ÉLODIE' }, sql`note is not null`],
    [{ note: 'floor 4327' }, sql`note like '%floor 4327%'`],
    [{ note: 'cellar' }, sql`false`],
    [{ authorization_code: 'C00568' }, authorized('C00568')],
    [{ failed_after: early }, failing(sql`moved_at > ${early}`)],
    [{ failed_before: late }, failing(sql`moved_at < ${late}`)],
    [{ failed_after: early, failed_before: late }, failing(sql`moved_at > ${early} and moved_at < ${late}`)],
    [{ failed_from: 'paid' }, failing(sql`from_state = 'paid'`)],
    [{ failed_from: 'requested,initiated' }, failing(sql`from_state = 'requested'`)],
    [{ created_after: early }, sql`created_at > ${early}`],
    [{ created_before: late }, sql`created_at < ${late}`],
    [{ contact_id: contact }, sql`true`],
  ]
  // Each alone, and every third, whichever they are this time, with another one.
  const chosen = Math.floor(Math.random() * 3)
  for (const [at, [query, where]] of filters.entries()) {
    await compare(what, query, where)
    if (at % 3 !== chosen) continue
    const [other, alsoWhere] = filters[(at * 7 + Math.floor(Math.random() * 5)) % filters.length]!
    if (Object.keys(other).some((name) => name in query)) continue
    await compare(what, { ...query, ...other }, sql`${where} and ${alsoWhere}`)
  }
}

const blocks = async () =>
  Number(
    (
      await platform.db.one<{ blocks: bigint }>(sql`
        select count(*) as blocks from search_blocks where company_id = ${companyId} and list = 'debits'`)
    ).blocks,
  )
const restated = async () =>
  (await platform.db.many(sql`select from restated_rows where company_id = ${companyId}`)).length

test('whatever is looked for is found whole and in order, before there are blocks and after', async () => {
  await compareAll('without blocks')
  await summarize(4)
  assert.equal(await blocks(), 4)
  await compareAll('in blocks')
})

test('what changes after its block was made is found as it is, at once and once the block is made again', async () => {
  const change = (n: number, set: Statement) =>
    platform.db.run(sql`update debits set ${set} where company_id = ${companyId} and debit_id = ${idOf(n)}`)
  await change(905, sql`state = 'cancelled'`)
  await change(1507, sql`state = 'failed', fail_reason = 'lost_card'`)
  await change(2221, sql`external_reference = 'R-7'`)
  // The move that nearly every debit makes says nothing, and its block knows of it before.
  const told = await restated()
  assert.ok(told >= 3)
  await change(3_444, sql`state = 'completed'`)
  assert.equal(await restated(), told, 'a debit that is settled writes nothing more')
  await compareAll('changed')
  await summarize(4)
  await compareAll('made again')
})

test('a charge that comes to its end while it is young writes nothing for searches, and one of unknown outcome does', async () => {
  const ends = (n: number, created: Statement) => sql`
    with made as (
      insert into debits (company_id, debit_id, contact_id, to_bank_account_id, rail, state, amount, currency, statement, created_at, updated_at)
      values (${companyId}, ${idOf(n)}, ${contact}, ${account}, 'card', 'requested', 100, 'CAD', 'Late', ${created}, ${created})
      returning debit_id
    ) select from made`
  await platform.db.run(ends(6_998, sql`jetpay_now()`))
  await platform.db.run(ends(6_999, sql`jetpay_now() - interval '1 minute'`))
  const end = (n: number) =>
    platform.db.run(sql`
      update debits set state = 'failed', fail_reason = 'expired_card', updated_at = jetpay_now()
      where company_id = ${companyId} and debit_id = ${idOf(n)}`)
  await end(6_998)
  assert.equal(await restated(), 0)
  await end(6_999)
  assert.equal(await restated(), 1)
  assert.equal(await compare('ended', { fail_reason: 'expired_card' }, sql`fail_reason = 'expired_card'`), 2)
})

test('rows that are younger than a minute are in no block, and are found', async () => {
  await insertDebits(4_501, 6_400, sql`interval '28 minutes'`)
  // Some are older than a minute, the newest are from a moment that is to come.
  await summarize(5)
  await compareAll('some young')
})
