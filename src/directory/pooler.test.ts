/**
 * The directory asks its own database and the cells' through a real pgbouncer that gives a server's
 * connection to one transaction after the other. Where none is installed it is skipped, and says so.
 */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { hasPooler, startPooler, through } from '../../test/pooler.ts'
import { startTwoCells } from '../../test/two-cells.ts'
import { initDatabase } from '../db/init-database.ts'
import { databaseUrl, type Installation } from '../db/provision.ts'

const at = JSON.parse(process.env.JETPAY_TEST_INSTALLATION!) as Installation
const skip = !hasPooler && 'there is no pgbouncer here'

test('tokens, links and new companies find their cell by a directory behind a pooler', {
  skip,
}, async (t) => {
  const pooler = await startPooler({
    [`reader_a_${process.pid}`]: 'read',
    [`reader_b_${process.pid}`]: 'read',
  })
  t.after(() => pooler.stop())
  const admin = databaseUrl(at, 'postgres', at.adminPassword, 'postgres')
  const cells = await startTwoCells({
    // As the page says: its user's settings first.
    async asked(url) {
      if (/_directory_/.test(url)) await initDatabase(admin, url, 'directory', true)
      return through(url, pooler)
    },
  })
  t.after(() => cells.close())
  for (const cell of [cells.a, cells.b]) {
    assert.equal((await cell.good('GET', '/company')).identifier, cell.demo.company_id)
    const card = await cell.saveCard()
    const charged = await Promise.all(Array.from({ length: 20 }, () => cell.charge(card)))
    assert.deepEqual(
      charged.map(({ status }) => status),
      charged.map(() => 200),
    )
    const made = await cell.good('POST', '/api_token', { name: 'New', scopes: ['contacts:read'] })
    const answer = await fetch(`${cells.url}/contact`, { headers: { authorization: `Bearer ${made.token}` } })
    assert.equal(answer.status, 200)
  }
})
