/** What a large company's installation does, beside an empty one. */
import { rmSync } from 'node:fs'
import { loadavg } from 'node:os'
import { setTimeout as delay } from 'node:timers/promises'
import { newDataFolder, type System, startSystem } from '../test/system.ts'
import { AT_ONCE } from './charge-rounds.ts'
import { openPages } from './growth-pages.ts'
import { exportMonth, readAll } from './growth-reads.ts'
import { chargesOf, startLoad } from './load.ts'
import { adminOf, describeRun, query } from './machine.ts'
import { median } from './measure.ts'
import type { BenchOptions } from './options.ts'

const WARM_MS = 3_000
const CARDS = 50
const LIFE_MS = 5 * 60 * 60_000
/** Blocks of what was filled in are made by the worker: as long as that may take. */
const BLOCKS_MS = 60 * 60_000
const SETTINGS = { JETPAY_RATE_LIMIT: '1000000', JETPAY_LOG_LEVEL: 'warn' }

export async function measureFolder(
  dataFolder: string,
  debits: number,
  { seconds, rounds }: Pick<BenchOptions, 'seconds' | 'rounds'>,
): Promise<void> {
  const full = await startSystem(dataFolder, SETTINGS, LIFE_MS)
  try {
    for (const line of await describeRun(full, [])) console.log(line)
    await explainSlow(full)
    await blocksMade(full)
    await printSizes(full, debits)
    await readAll(full, debits)
    await openPages(full)
    await exportMonth(full)
    const emptyFolder = newDataFolder()
    const empty = await startSystem(emptyFolder, SETTINGS, LIFE_MS)
    try {
      await compareCharges(empty, full, seconds, rounds)
    } finally {
      await empty.stop()
      rmSync(emptyFolder, { recursive: true, force: true })
    }
  } finally {
    await full.stop()
  }
}

/** In turns, so that whatever else the machine does falls on both. */
async function compareCharges(empty: System, full: System, seconds: number, rounds: number): Promise<void> {
  const load = startLoad()
  try {
    const targets = [await chargesOf(empty, CARDS), await chargesOf(full, CARDS)]
    for (const target of targets) await load.run({ target, ms: WARM_MS, atOnce: AT_ONCE })
    const shares: number[] = []
    for (let round = 0; round < rounds; round++) {
      const [alone, grown] = [
        await load.run({ target: targets[0]!, ms: seconds * 1000, atOnce: AT_ONCE }),
        await load.run({ target: targets[1]!, ms: seconds * 1000, atOnce: AT_ONCE }),
      ]
      shares.push(grown.perSecond / alone.perSecond)
      console.log(
        `charges: empty ${alone.perSecond.toFixed(0)}/s (p99 ${alone.p99.toFixed(0)} ms), full ${grown.perSecond.toFixed(0)}/s (p99 ${grown.p99.toFixed(0)} ms): ${shares.at(-1)!.toFixed(2)}; load ${loadavg()[0]!.toFixed(1)}`,
      )
    }
    console.log(`charges with all that beside an empty database: ${median(shares).toFixed(2)} (mark: 0.9)`)
  } finally {
    load.close()
  }
}

/** Tables and their indexes, those of which there is much. */
async function printSizes(system: System, debits: number): Promise<void> {
  const sizes = await query<{ name: string; table: string; indexes: string }>(
    adminOf(system),
    `select relname as name, pg_table_size(oid) as table, pg_indexes_size(oid) as indexes from pg_class
     where relkind = 'r' and relnamespace = 'public'::regnamespace order by pg_total_relation_size(oid) desc limit 12`,
  )
  for (const { name, table, indexes } of sizes)
    console.log(
      `  ${name}: ${(Number(table) / debits).toFixed(0)} bytes a debit, its indexes ${(Number(indexes) / debits).toFixed(0)}`,
    )
}

/**
 * The database writes the plan of what takes longer than the mark into its log, for connections made later.
 */
async function explainSlow(system: System): Promise<void> {
  const set = {
    session_preload_libraries: 'auto_explain',
    'auto_explain.log_min_duration': 50,
    'auto_explain.log_analyze': 'on',
    'auto_explain.log_timing': 'off',
    'auto_explain.log_parameter_max_length': 100,
  }
  await query(adminOf(system), `load 'auto_explain'`)
  for (const [name, value] of Object.entries(set))
    await query(adminOf(system), `alter system set ${name} = '${value}'`)
  await query(adminOf(system), 'select pg_reload_conf()')
}

/** Waits until the worker has summarized all that was filled in. */
async function blocksMade(system: System): Promise<void> {
  const from = performance.now()
  for (let left = true; left && performance.now() - from < BLOCKS_MS; await delay(1_000)) {
    const [row] = await query<{ more: boolean }>(
      adminOf(system),
      `select exists (select from debits where company_id = '${system.demo.company_id}' and debit_id > coalesce((
        select last_id from search_blocks where company_id = '${system.demo.company_id}' and list = 'debits'
        order by last_id desc limit 1), '00000000-0000-0000-0000-000000000000')
        and created_at < jetpay_now() - interval '80 seconds' order by debit_id offset 1100) as more`,
    )
    left = row.more
  }
  console.log(`blocks of debits made ${((performance.now() - from) / 1000).toFixed(0)} s later`)
}
