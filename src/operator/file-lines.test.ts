/** Files of the network and to the banks, line by line, as an operator asks for them. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { type ClearingStage, clearingStage } from '../../test/clearing-stage.ts'
import { type Platform, startPlatform, until } from '../../test/platform.ts'
import { newId } from '../ground/ids.ts'
import { createOperatorToken } from '../users/operator-token.ts'

let platform: Platform
let network: ClearingStage
let headers: Record<string, string>
before(async () => {
  platform = await startPlatform({ clearingToleranceMs: 0, tokenCacheMs: 0 })
  network = clearingStage(platform)
  const reads = { name: 'test', scopes: ['operator:read' as const] }
  headers = { authorization: `Bearer ${(await createOperatorToken(platform.db, 'demo', reads)).token}` }
})
after(() => platform?.close())

const get = (path: string) => platform.call('GET', `/operator${path}`, undefined, headers)
/** All lines of a list, asked for one page of `limit` after the other. */
async function walk(path: string, limit: number): Promise<any[]> {
  const { data, next_cursor } = (await get(`${path}?limit=${limit}`)).body
  const rows = [...data]
  for (let cursor = next_cursor; cursor !== null; ) {
    const page = (await get(`${path}?limit=${limit}&cursor=${cursor}`)).body
    rows.push(...page.data)
    cursor = page.next_cursor
  }
  return rows
}

test('a source of a payout leads to its lines in the files, which say whose they are and what became of them', async () => {
  const card = await platform.saveCard()
  const debits: string[] = []
  for (const amount of ['3.00', '4.00', '5.00'])
    debits.push((await platform.charge(card, { amount })).body.debit_id)
  const records = await Promise.all(debits.map((id) => network.recordOf(id)))
  await network.clear(...records.slice(0, 2), { ...records[2]!, amount: 100n })
  const payout = await until('a payout', async () => (await platform.good('GET', '/payout')).data[0])

  const explained = await platform.good('GET', `/transaction/${debits[1]}/explain`)
  const source = explained.data
    .flatMap(({ sources }: any) => sources)
    .find((one: any) => one.kind === 'clearing_file')
  const at = `/clearing_files/${source.of}/${source.file}`
  assert.equal((await get(at)).body.records, 3)
  const lines = await walk(`${at}/records`, 2)
  assert.deepEqual(
    lines.map(({ line }) => line),
    [1, 2, 3],
  )
  const byDebit = new Map(lines.map((line) => [line.transaction_id, line]))
  const theirs = byDebit.get(debits[1])
  assert.deepEqual(
    [theirs.line, theirs.amount, theirs.outcome, theirs.company_id],
    [source.line, source.amount, 'settled', platform.demo.company_id],
  )
  assert.equal(byDebit.get(debits[2]).outcome, 'difference')
  const [begun] = (await get(`${at}/records?from_line=${source.line}&limit=1`)).body.data
  assert.equal(begun.rrn, source.reference)

  const travels = await until('it in a file', async () => {
    const { travels } = await platform.good('GET', `/payout/${payout.identifier}/explain`)
    return travels[0]?.bank_file_id ? travels[0] : undefined
  })
  const file = `/bank_files/${travels.bank_file_id}`
  const items = await walk(`${file}/items`, 1)
  const item = items.find(({ payout_id }) => payout_id === payout.identifier)
  assert.deepEqual(
    [item.line, item.reference, item.amount, item.direction, item.company_id, item.transaction_id],
    [travels.line, travels.reference, payout.amount, 'credit', platform.demo.company_id, null],
  )
  const whole = (await get(file)).body
  assert.equal(whole.item_count, items.length)
  assert.equal(
    whole.credits,
    items.reduce((sum, { amount, direction }) => sum + (direction === 'credit' ? amount : 0), 0),
  )
})

test('a file that is not there is a 404 that says so, and a place that is none a 422', async () => {
  for (const path of [
    `/bank_files/${newId()}`,
    `/bank_files/${newId()}/items`,
    '/clearing_files/NOBODY/7/records',
  ])
    assert.equal((await get(path)).status, 404, path)
  for (const path of [
    '/clearing_files/SIM/0',
    '/clearing_files/..%2f/1',
    `/bank_files/${newId()}/items?from_line=0`,
  ])
    assert.ok([404, 422].includes((await get(path)).status), path)
  const { body } = await get('/clearing_files/NOBODY/7')
  assert.match(body.detail, /No clearing file 7 of NOBODY/)
})
