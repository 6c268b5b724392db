/**
 * What home and its explanations cost a large company: the sums made from nothing, then each read, on a
 * database that nothing else uses.
 */
import { mainUrl } from '../src/db/provision.ts'
import { openDatabase, sql } from '../src/db/sql.ts'
import { explainBalance } from '../src/explain/explain-balance.ts'
import { explainSummary } from '../src/explain/explain-summary.ts'
import type { Endpoint } from '../src/http/endpoint.ts'
import type { Context } from '../src/process/context.ts'
import { getCompanyAttention } from '../src/summaries/get-company-attention.ts'
import { getCompanySummary } from '../src/summaries/get-company-summary.ts'
import { sumMoves } from '../src/summaries/sum-moves.ts'
import { startDatabase } from './database.ts'
import { fillLargeCompany } from './large-company.ts'
import type { BenchOptions } from './options.ts'

const ROUNDS = 40

export async function benchFigures({ debits }: BenchOptions): Promise<void> {
  const { at, stop } = await startDatabase()
  try {
    await fillLargeCompany(at, debits)
    const db = openDatabase(mainUrl(at), 2, () => undefined)
    const context = { db, clock: { now: () => new Date() } } as Context
    const { company_id } = await db.one<{ company_id: string }>(
      sql`select company_id from companies where name = 'Large'`,
    )
    const startedAt = performance.now()
    const job = sumMoves()
    await job.run(context)
    while (await job.run(context));
    console.log(`  sums of ${debits} debits: ${((performance.now() - startedAt) / 1_000).toFixed(1)} s`)
    const read = (endpoint: Endpoint, query: object) =>
      endpoint.handle({ context, db, companyId: company_id, query, path: {} } as never)
    const day = new Date(Date.now() - 3 * 86_400_000).toISOString().slice(0, 10)
    const charges = { currency: 'CAD', move: 'card_debit.charge', limit: 20 }
    const reads: [string, Endpoint, object][] = [
      ['home, 30 days', getCompanySummary, {}],
      ['home, a year', getCompanySummary, { from: yearBefore(day), to: day }],
      ['attention', getCompanyAttention, {}],
      ['a balance by figures', explainBalance, { currency: 'CAD', account: 'company_payable', limit: 20 }],
      ['a balance by days', explainBalance, { ...charges, account: 'company_payable' }],
      ['a day’s entries', explainBalance, { ...charges, account: 'company_payable', day }],
      ['a figure by days', explainSummary, { ...charges, figure: 'volume' }],
      ['a figure’s entries', explainSummary, { ...charges, figure: 'volume', day }],
    ]
    for (const [what, endpoint, query] of reads) {
      const tookMs: number[] = []
      for (let round = 0; round < ROUNDS; round++) {
        const from = performance.now()
        await read(endpoint, query)
        tookMs.push(performance.now() - from)
      }
      tookMs.sort((one, other) => one - other)
      const [half, most] = [tookMs[ROUNDS / 2]!, tookMs[Math.floor(ROUNDS * 0.95)]!]
      console.log(`  ${what}: p50 ${half.toFixed(1)} ms, p95 ${most.toFixed(1)} ms`)
    }
    await db.close()
  } finally {
    await stop()
  }
}

const yearBefore = (day: string) => `${Number(day.slice(0, 4)) - 1}${day.slice(4)}`
