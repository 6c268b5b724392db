import { after, before, test } from 'node:test'
import { type Platform, startPlatform } from '../../../test/platform.ts'
import { sql } from '../../db/sql.ts'
import { newId } from '../../ground/ids.ts'
import { rowText } from './append-audit.ts'
import { cardUseText } from './audit-line.ts'

let platform: Platform
before(async () => {
  platform = await startPlatform()
})
after(() => platform?.close())

test('cost', async () => {
  const db = platform.vaultDb!
  const name = { company_id: newId(), card_id: newId() }
  const use = { do: 'card.charge', by: 'socket', reference: '633200000001' } as const
  for (const size of [1, 8, 32, 64]) {
    const names = Array.from({ length: size }, () => name)
    const plain = () =>
      db.many(sql`select ordinal, card.company_id, card.card_id, card.version, card.number_ciphertext from unnest(
      ${names.map((n) => n.company_id)}::uuid[], ${names.map((n) => n.card_id)}::uuid[]) with ordinality as name (company_id, card_id, ordinal)
      left join cards card on card.company_id = name.company_id and card.card_id = name.card_id order by ordinal`)
    const logged = () =>
      db.many(sql`select ordinal, card.company_id, card.card_id, card.version, card.number_ciphertext from audit_append(${rowText(names.map((n) => cardUseText(n, use)))}) as logged cross join unnest(
      ${names.map((n) => n.company_id)}::uuid[], ${names.map((n) => n.card_id)}::uuid[]) with ordinality as name (company_id, card_id, ordinal)
      left join cards card on card.company_id = name.company_id and card.card_id = name.card_id order by ordinal`)
    for (const [what, run] of [
      ['plain', plain],
      ['logged', logged],
    ] as const) {
      for (let i = 0; i < 100; i++) await run()
      const n = 1000
      const c0 = process.cpuUsage()
      const t0 = performance.now()
      for (let i = 0; i < n; i++) await run()
      const ms = performance.now() - t0
      const cpu = process.cpuUsage(c0)
      console.error(
        `COST ${size} ${what}: ${((ms / n) * 1000).toFixed(0)} us a statement, ${((ms / n / size) * 1000).toFixed(1)} us a charge; own cpu ${((cpu.user + cpu.system) / n / size).toFixed(1)} us a charge`,
      )
    }
    const ex = await db.many<{ 'QUERY PLAN': string }>(
      sql`explain (analyze, buffers off) select audit_append(${rowText(names.map((n) => cardUseText(n, use)))})`,
    )
    console.error(`COST ${size} explain ${ex.map((r) => r['QUERY PLAN']).join(' | ')}`)
  }
  const fsyncOff = await db.one(sql`show fsync`)
  console.error('COST fsync', JSON.stringify(fsyncOff))
})
