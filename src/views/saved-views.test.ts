import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { tokenFor } from '../../test/another-company.ts'
import { type Platform, startPlatform } from '../../test/platform.ts'
import { askAs, signIn } from '../../test/signed-in.ts'
import { sql } from '../db/sql.ts'

let platform: Platform
before(async () => {
  platform = await startPlatform()
})
after(() => platform?.close())

const save = (fields: object) =>
  platform.call('PUT', '/saved_view', {
    name: 'Failed',
    page: 'transactions',
    query: 'state=failed',
    ...fields,
  })
const list = async (query = '') => (await platform.call('GET', `/saved_view${query}`)).body.data as any[]

test('a view is saved, found by its page and deleted; a program’s is shared', async () => {
  const { status, body } = await save({})
  assert.deepEqual([status, body.shared, body.query], [201, true, 'state=failed'])
  await save({ page: 'contacts', name: 'All' })
  assert.deepEqual(
    (await list('?page=transactions')).map(({ name }) => name),
    ['Failed'],
  )
  assert.deepEqual(
    (await list()).map(({ name }) => name),
    ['All', 'Failed'],
  )
  assert.equal((await platform.call('DELETE', `/saved_view/${body.view_id}`)).status, 200)
  assert.equal((await platform.call('DELETE', `/saved_view/${body.view_id}`)).status, 404)
})

test('whoever may only look keeps views for themselves: they share none, and delete none of others', async () => {
  const viewer = await signIn(platform, 'viewer')
  const asViewer = (method: string, path: string, body?: object) =>
    askAs(platform, viewer, method, path, body)
  const { body: theirs } = await save({ name: 'Of all' })
  const mine = { name: 'Mine', page: 'transactions', query: 'state=paid' }
  assert.equal((await asViewer('PUT', '/saved_view', { ...mine, shared: true })).status, 403)
  const { status, body } = await asViewer('PUT', '/saved_view', mine)
  assert.deepEqual([status, body.shared, body.mine], [201, false, true])
  assert.equal((await asViewer('DELETE', `/saved_view/${theirs.view_id}`)).status, 404)
  assert.equal((await asViewer('DELETE', `/saved_view/${body.view_id}`)).status, 200)
  assert.equal((await platform.call('DELETE', `/saved_view/${theirs.view_id}`)).status, 200)
})

test('something is found by its id, a contact by the whole address, a card by its last digits; what a token may not read is not', async () => {
  const card = await platform.saveCard()
  const { body } = await platform.charge(card, { amount: '3.00', external_reference: 'ORDER-77' })
  const found = async (q: string, headers?: Record<string, string>) =>
    (await platform.call('GET', `/search?q=${encodeURIComponent(q)}`, undefined, headers)).body.data.map(
      ({ kind, identifier }: any) => [kind, identifier],
    )
  assert.deepEqual(await found(body.debit_id), [['transaction', body.debit_id]])
  assert.deepEqual(await found('ORDER-77'), [['transaction', body.debit_id]])
  assert.deepEqual(await found('ADA@example.com'), [['contact', card.contactId]])
  assert.deepEqual(await found('4242'), [['credit_card', card.cardId]])
  assert.deepEqual(await found('nothing'), [])
  // By a part of it: of an identifier's eight characters or more, of a name three.
  const transaction = ['transaction', body.debit_id]
  assert.deepEqual((await found(body.debit_id.slice(0, 30))).slice(0, 1), [transaction])
  assert.ok(
    (await found(body.debit_id.slice(0, 8).toUpperCase())).some(([, id]: any) => id === body.debit_id),
  )
  assert.deepEqual(await found(`${body.debit_id.slice(0, 24)}000000000000`), [])
  assert.ok((await found('adA')).some(([, id]: any) => id === card.contactId))
  assert.deepEqual(await found('ad'), [])
  const paired = (await platform.charge(card, { amount: '4.00', metadata: { order: '1001' } })).body.debit_id
  assert.deepEqual(await found('order=1001'), [['transaction', paired]])
  assert.deepEqual(await found('order=1002'), [])
  // By what else one has of it.
  const labelled = await platform.charge(card, {
    amount: '5.00',
    note: 'Left at the blue door',
    statement: 'Blue lamp',
  })
  const lamp = ['transaction', labelled.body.debit_id]
  const { network } = await platform.good('GET', `/transaction/${labelled.body.debit_id}`)
  assert.match(network.authorization_code, /^[0-9A-Z]{6}$/)
  for (const q of ['e LAMP', 'BLUE door', 'blue', network.authorization_code.toLowerCase()])
    assert.deepEqual(await found(q), [lamp], q)
  // As a bank names it, and the timeline.
  const { items } = await platform.good('GET', `/transaction/${labelled.body.debit_id}/timeline`)
  const { rrn } = items.find(({ details }: any) => details?.rrn).details
  assert.deepEqual(await found(rrn), [lamp])
  assert.deepEqual(
    await found(body.debit_id.slice(0, 13)),
    await found(body.debit_id.slice(0, 13).replace('-', '')),
  )
  assert.ok((await found(body.debit_id.slice(0, 13))).some(([, id]: any) => id === body.debit_id))
  assert.deepEqual(await found('1001'), [['transaction', paired]], 'a value without its key')
  const account = await platform.good('PUT', '/bank_account', {
    institution: 'Bank',
    title: 'Main',
    holder_name: 'Maple',
    account_type: 'chequing',
    transit_number: '00011',
    institution_number: '001',
    account_number: '1239876',
  })
  assert.deepEqual(await found('9876'), [['bank_account', account.identifier]])
  const { headers } = await tokenFor(platform, platform.demo.company_id, ['credits:read'])
  for (const q of [
    body.debit_id,
    body.debit_id.slice(0, 9),
    rrn,
    'order=1001',
    '1001',
    'Ada',
    'blue',
    '9876',
  ])
    assert.deepEqual(await found(q, headers), [], q)
})

test('a person’s own views are nobody else’s, take nobody’s place and go with the person', async () => {
  const viewer = await signIn(platform, 'viewer')
  const [other, owner] = [await signIn(platform, 'viewer'), await signIn(platform, 'owner')]
  const mine = { name: 'Own', page: 'transactions', query: '' }
  const saveAs = async (as: typeof viewer) => (await askAs(platform, as, 'PUT', '/saved_view', mine)).body
  const fill = (userId: string, shared: boolean, views: number) =>
    platform.db.run(sql`
      insert into saved_views (company_id, view_id, user_id, name, page, query, shared)
      select ${platform.demo.company_id}, gen_random_uuid(), ${userId}, 'Filled', 'transactions', '', ${shared}
      from generate_series(1, ${views}::integer)`)
  await fill(viewer.userId, false, 99)
  const { view_id } = await saveAs(viewer)
  const further = await saveAs(viewer)
  assert.deepEqual([further.status, further.code], [409, 'wrong_state'])
  assert.match(further.detail, /^You have 100 saved views of your own/)
  assert.equal((await saveAs(other)).mine, true)
  assert.deepEqual(
    (await list()).map(({ name }) => name),
    ['All'],
  )
  assert.equal((await platform.call('DELETE', `/saved_view/${view_id}`)).status, 404)
  await fill(viewer.userId, true, 199)
  const { status, body } = await save({ name: 'One too many' })
  assert.deepEqual([status, body.code], [409, 'wrong_state'])
  assert.equal((await saveAs(other)).mine, true, 'what is shared takes no place of a person’s own')
  assert.equal((await askAs(platform, owner, 'DELETE', `/team/${viewer.userId}`)).status, 200)
  const left = await platform.db.many<{ shared: boolean; user_id: string }>(sql`
    select distinct shared, user_id from saved_views
    where company_id = ${platform.demo.company_id} and user_id in (${viewer.userId}, ${other.userId}) order by shared`)
  assert.deepEqual(left, [
    { shared: false, user_id: other.userId },
    { shared: true, user_id: viewer.userId },
  ])
})
