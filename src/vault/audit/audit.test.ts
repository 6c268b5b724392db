/** The vault's audit log: what is in it, that nothing goes unlogged, and that nobody changes it unseen. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { type Platform, startPlatform, until } from '../../../test/platform.ts'
import { connectToDoor } from '../../../test/vault-door.ts'
import { type Database, sql } from '../../db/sql.ts'
import { appendAudit } from './append-audit.ts'
import { AUDIT_MONTHS, keepAudit } from './keep-audit.ts'
import { type ListedLine, listAudit } from './list-audit.ts'
import { type AuditAnchor, verifyAudit } from './verify-audit.ts'

let platform: Platform
let db: Database
let card: Awaited<ReturnType<Platform['saveCard']>>
before(async () => {
  platform = await startPlatform()
  db = platform.vaultDb as Database
  card = await platform.saveCard()
})
after(() => platform?.close())

const newest = (act?: string): Promise<ListedLine[]> => listAudit(db, { act, limit: 50 })
const rowOf = (seq: bigint) =>
  db.one<AuditAnchor & { lines: string }>(sql`select seq, hash, lines from audit_rows where seq = ${seq}`)
/** As somebody would who owns the tables: what is done is undone after. */
async function tampered(work: (db: Database) => Promise<unknown>, anchors: AuditAnchor[] = []) {
  const undo = new Error('undo')
  let broken: string[] = []
  await assert.rejects(
    db.transaction(async (db) => {
      await db.run(sql`grant update, delete on audit_rows, audit_head to current_user`)
      await db.run(sql`alter table audit_rows disable trigger user`)
      await db.run(sql`alter table audit_head disable trigger user`)
      await work(db as Database)
      broken = (await verifyAudit(db, anchors)).broken
      throw undo
    }),
    undo,
  )
  return broken
}

test('saving, charging, holding, refunding and shredding a card are lines that name it, by whom and for which message', async () => {
  assert.equal((await platform.charge(card)).status, 200)
  const other = await platform.saveCard('5555555555554444')
  await platform.good('DELETE', other.path)
  const shredded = await until('the card to be shredded', async () => (await newest('card.shred'))[0])
  assert.match(JSON.stringify(shredded.cards), new RegExp(other.cardId))
  const ofCard = await listAudit(db, { card: card.cardId, limit: 50 })
  assert.deepEqual(
    ofCard.map((line) => [line.do, line.by]),
    [
      ['card.charge', 'socket'],
      ['card.save', 'page'],
      ['card.verify', 'page'],
    ],
  )
  assert.deepEqual(Object.keys(ofCard[1]!).sort(), ['at', 'by', 'card_id', 'company_id', 'do', 'key', 'seq'])
  const attempt = await platform.db.one<{ stan: string }>(
    sql`select rrn as stan from attempts order by updated_at desc limit 1`,
  )
  assert.equal(ofCard[0]?.reference, attempt.stan)
  const [start] = await newest('vault.start')
  assert.ok(start?.vault)
  assert.deepEqual(
    ((await newest('key.use')).at(-1) as unknown as { keys: { key: string }[] }).keys.map(({ key }) => key),
    ['cards_1', 'fingerprint_1', 'ticket_1'],
  )
  assert.doesNotMatch(
    JSON.stringify(await db.many<{ lines: string }>(sql`select lines from audit_rows`)),
    /4242424242424242|5555555555554444/,
  )
})

test('charges that come together share a row, and none goes to the network before its line is there', async () => {
  const before = await db.one<{ last_seq: bigint }>(sql`select last_seq from audit_head`)
  const charges = await Promise.all(Array.from({ length: 30 }, () => platform.charge(card)))
  assert.deepEqual(new Set(charges.map(({ status }) => status)), new Set([200]))
  const rows = await db.many<{ lines: string }>(
    sql`select lines from audit_rows where seq > ${before.last_seq} order by seq`,
  )
  const lines = rows.flatMap((row) => JSON.parse(row.lines) as { do: string; uses?: [string, string][] }[])
  const uses = lines.filter((line) => line.do === 'card.charge').flatMap((line) => line.uses ?? [])
  assert.equal(new Set(uses.map(([, reference]) => reference)).size, 30)
  assert.ok(rows.length < 30, `${rows.length} rows`)
})

test('where the log cannot be written no charge is sent, no card is saved, and a person is called; then all goes on', async () => {
  const sent = async () =>
    (await fetch(`${platform.simulatorUrl}/books`).then((answer) => answer.json())).totals
  const booked = JSON.stringify(await sent())
  await db.run(sql`revoke insert on audit_rows from current_user`)
  try {
    const refused = await platform.charge(card)
    assert.equal(refused.status, 503, refused.text)
    assert.equal(JSON.stringify(await sent()), booked)
    await assert.rejects(platform.saveCard('5105105105105100'))
  } finally {
    await db.run(sql`grant insert on audit_rows to current_user`)
  }
  assert.equal((await platform.charge(card)).status, 200)
})

test('nobody changes, removes or empties rows, not even as the vault’s own user', async () => {
  for (const attempt of [
    sql`update audit_rows set lines = '[]'`,
    sql`delete from audit_rows`,
    sql`truncate audit_rows`,
    sql`delete from audit_head`,
  ])
    await assert.rejects(db.run(attempt), /permission denied/)
  await db.run(sql`grant update, delete, truncate on audit_rows to current_user`)
  try {
    for (const attempt of [
      sql`update audit_rows set lines = '[]'`,
      sql`delete from audit_rows`,
      sql`truncate audit_rows`,
    ])
      await assert.rejects(db.run(attempt), /append-only/)
  } finally {
    await db.run(sql`revoke update, delete, truncate on audit_rows from current_user`)
  }
})

test('a line that is changed, missing or moved, an end that is cut and a log made anew are found', async () => {
  const whole = await verifyAudit(db)
  assert.deepEqual(whole.broken, [])
  const last = whole.last_seq as bigint
  const [middle, end] = [await rowOf(last - 2n), await rowOf(last)]
  assert.deepEqual(
    await tampered((db) => db.run(sql`update audit_rows set lines = '[]' where seq = ${middle.seq}`)),
    [`row ${middle.seq} was changed`],
  )
  assert.deepEqual(await tampered((db) => db.run(sql`delete from audit_rows where seq = ${middle.seq}`)), [
    `row ${middle.seq} is missing`,
  ])
  const swapped = await tampered(async (db) => {
    await db.run(sql`update audit_rows a set lines = b.lines, hash = b.hash from audit_rows b
      where (a.seq, b.seq) in ((${last}, ${middle.seq}), (${middle.seq}, ${last}))`)
  })
  assert.ok(swapped.includes(`row ${middle.seq} was changed`))
  assert.deepEqual(await tampered((db) => db.run(sql`delete from audit_rows where seq < 3`)), [
    'rows before 3 are missing, and no line tells that they were dropped',
  ])
  assert.deepEqual(await tampered((db) => db.run(sql`delete from audit_rows where seq = ${last}`)), [
    `row ${last} is missing`,
  ])
  // Whoever moves the head back too is found by what the main side has seen.
  const cut = await tampered(
    async (db) => {
      await db.run(sql`delete from audit_rows where seq > ${middle.seq}`)
      await db.run(sql`update audit_head set last_seq = ${middle.seq}, last_hash = ${middle.hash}`)
    },
    [end],
  )
  assert.deepEqual(cut, [
    `the end was cut: the main side has seen row ${last}, and the last is ${middle.seq}`,
  ])
  const anew = await tampered(
    async (db) => {
      await db.run(sql`delete from audit_rows where seq >= ${middle.seq}`)
      const before = await db.one<AuditAnchor>(
        sql`select seq, hash from audit_rows order by seq desc limit 1`,
      )
      await db.run(sql`update audit_head set last_seq = ${before.seq}, last_hash = ${before.hash}`)
      for (let seq = before.seq; seq < last; seq += 1n) await appendAudit(db, { do: 'command', by: 'thief' })
    },
    [end],
  )
  assert.deepEqual(anew, [`row ${last} is not the one that the main side has seen`])
})

test('who is refused at the door, and a question that is none, are lines; a thousand at once are few', async () => {
  const door = await connectToDoor(platform.config.vaultSocket)
  for (let asked = 0; asked < 200; asked += 1) door.ask(2, '{}')
  await until('the refusal to be logged', async () => (await newest('question.refused'))[0])
  door.socket.destroy()
  const refused = await newest('question.refused')
  assert.ok(refused.length < 10, `${refused.length} lines`)
  assert.equal(refused[0]?.by, 'socket')
})

test('months that are over are dropped whole after twelve, and what is left is still whole', async () => {
  assert.equal(AUDIT_MONTHS, 12)
  const { first_seq } = await verifyAudit(db)
  assert.equal(first_seq, 1n)
  await db.run(sql`select move_clock(${String(400 * 86_400_000)}::bigint)`)
  await appendAudit(db, { do: 'command', by: 'test' })
  await keepAudit(db)
  const left = await verifyAudit(db)
  assert.deepEqual(left.broken, [])
  assert.ok((left.first_seq as bigint) > 1n)
  const [dropped] = await newest('audit.dropped')
  assert.equal(dropped?.last, String((left.first_seq as bigint) - 1n))
})
