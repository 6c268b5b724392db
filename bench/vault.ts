/**
 * What a card page takes to open; how long all cards take to come under another data key, by themselves and
 * while charges go on at half of their peak; and what that costs the charges.
 */
import { readFileSync } from 'node:fs'
import { setTimeout as delay } from 'node:timers/promises'
import { type Database, openDatabase } from '../src/db/sql.ts'
import { readConfig } from '../src/ground/config.ts'
import { openVaultKeys } from '../src/vault/data-keys.ts'
import { openKeks } from '../src/vault/kek/open-keks.ts'
import { askForRotation, findRotation } from '../src/vault/rotate/rotation.ts'
import { fillCards } from '../test/fill-cards.ts'
import type { System } from '../test/system.ts'
import { benchCardPages } from './card-pages.ts'
import { AT_ONCE } from './charge-rounds.ts'
import { cpuByRole } from './cpu.ts'
import type { LoadRun } from './load-generator.ts'
import type { BenchOptions } from './options.ts'
import { type ChargeStage, onChargeStage } from './stage.ts'

const WARM_MS = 3_000
const LOOK_EVERY_MS = 50
/** The mark: a million cards in five minutes, while charging. */
const MARK_PER_SECOND = 1_000_000 / 300
/** Beside charges it takes longer than alone; they go on until it has surely ended. */
const LONGER = 4

export const benchVault = ({ cards, seconds }: BenchOptions): Promise<void> =>
  onChargeStage(async ({ system, load, charges: target }: ChargeStage) => {
    const db = openDatabase(vaultUrlOf(system), 2, () => undefined)
    try {
      await benchCardPages(system)
      const keks = await openKeks(readConfig({ JETPAY_DATA: system.dataFolder }))
      await fillCards(db, await openVaultKeys(db, keks), system.demo.company_id, cards)
      await load.run({ target, ms: WARM_MS, atOnce: AT_ONCE })
      const peak = await load.run({ target, ms: seconds * 1_000, atOnce: AT_ONCE })
      const half = Math.max(1, Math.round(peak.perSecond / 2))
      console.log(
        `  ${cards} cards; charges alone: ${peak.perSecond.toFixed(0)} a second at ${AT_ONCE} at once`,
      )
      const alone = await rotate(db, system)
      console.log(`  a new data key, alone: ${tell(alone)}`)
      const quiet = await load.run({ target, ms: seconds * 1_000, perSecond: half })
      console.log(`  charges at half of that, ${half} a second, without a rotation: ${tellCharges(quiet)}`)
      const charging = load.run({ target, ms: alone.ms * LONGER, perSecond: half })
      const beside = await rotate(db, system)
      console.log(`  a new data key while charging so: ${tell(beside)}`)
      console.log(`  and those charges: ${tellCharges(await charging)}`)
    } finally {
      await db.close()
    }
  })

const vaultUrlOf = ({ dataFolder }: System): string =>
  JSON.parse(readFileSync(`${dataFolder}/run.json`, 'utf8')).VAULT_DATABASE_URL

type Rotated = { ms: number; perSecond: number; cpu: Map<string, number> }

/** From when the vault takes it up to its end. */
async function rotate(db: Database, system: System): Promise<Rotated> {
  const asked = await askForRotation(db, 'data', 'bench')
  const seen = async () => (await findRotation(db, asked))?.state
  while ((await seen()) === 'asked') await delay(LOOK_EVERY_MS)
  const from = performance.now()
  const before = cpuByRole(system)
  while ((await seen()) !== 'done') await delay(LOOK_EVERY_MS)
  const ms = performance.now() - from
  const done = Number((await findRotation(db, asked))?.done ?? 0n)
  const cpu = [...cpuByRole(system)].map(([role, at]) => [role, at - (before.get(role) ?? 0)] as const)
  return { ms, perSecond: (done * 1_000) / ms, cpu: new Map(cpu) }
}

const tell = ({ ms, perSecond, cpu }: Rotated): string =>
  `${(ms / 1_000).toFixed(1)} s, ${perSecond.toFixed(0)} cards a second (mark ${MARK_PER_SECOND.toFixed(0)}; a million in ` +
  `${(1_000_000 / perSecond / 60).toFixed(1)} minutes); CPU ${['vault', 'postgres']
    .map((role) => `${role} ${(cpu.get(role) ?? 0).toFixed(1)} s`)
    .join(', ')}`

const tellCharges = ({ p50, p99, failed, refused, perSecond }: LoadRun): string =>
  `${perSecond.toFixed(0)} a second, p50 ${p50.toFixed(1)} ms, p99 ${p99.toFixed(1)} ms, ${failed} failed` +
  (failed === 0
    ? ''
    : ` (${Object.entries(refused)
        .map(([status, count]) => `${count} with ${status}`)
        .join(', ')})`)
