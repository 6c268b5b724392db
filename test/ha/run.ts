/**
 * `npm run test:ha -- --rounds N --seed N --fault kill`: what it does and how it is read: docs/failover.md.
 */
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { parseArgs } from 'node:util'
import type { Way } from './cluster.ts'
import { type FaultName, faultNames } from './faults.ts'
import { failOver } from './ha.ts'
import { percentile } from './outage.ts'
import { faketime, installLine, missingPackages } from './programs.ts'
import { mountSmallDisk } from './small-disk.ts'
import { skewable } from './wrong-clock.ts'

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '3' },
    seed: { type: 'string' },
    fault: { type: 'string' },
    way: { type: 'string' },
    keep: { type: 'boolean', default: false },
  },
})
const seed = values.seed === undefined ? Math.floor(Math.random() * 1_000_000) : Number(values.seed)
const rounds = Number(values.rounds)
const fault = faultNames.find((name) => name === values.fault)
const way = values.way ?? (seed % 2 === 1 ? 'hosts' : 'haproxy')
if (
  !Number.isInteger(seed) ||
  !(Number.isInteger(rounds) && rounds > 0) ||
  (values.fault !== undefined && !fault) ||
  !['hosts', 'haproxy'].includes(way)
) {
  console.error(
    `Usage: npm run test:ha -- [--rounds <number>] [--seed <whole number>] [--fault ${faultNames.join('|')}] [--way hosts|haproxy] [--keep]`,
  )
  process.exit(2)
}
const missing = missingPackages()
if (missing.length > 0) {
  console.error(installLine(missing))
  process.exit(2)
}
/** Those that work everywhere; the others need root and libfaketime, and are asked for by name. */
const faults: readonly FaultName[] = fault ? [fault] : ['kill', 'pause', 'partition']
const clockLibrary = faketime()
if (fault === 'clock' && !clockLibrary) {
  console.error('--fault clock needs libfaketime: apt-get install libfaketime')
  process.exit(2)
}

const folder = mkdtempSync(`${tmpdir()}/jetpay-ha-`)
chmodSync(folder, 0o711)
const stops: (() => Promise<unknown>)[] = []
let stopping: Promise<void> | undefined
const stopAll = () => {
  stopping ??= (async () => {
    // The last first; and what is still being started while all is stopped.
    for (let stop = stops.pop(); stop; stop = stops.pop())
      await stop().catch((error) => console.error(`could not stop: ${error}`))
  })()
  return stopping
}
for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
  process.on(name, async () => {
    console.log(`${name}: stopping all`)
    await stopAll()
    rmSync(folder, { recursive: true, force: true })
    process.exit(1)
  })

/** What a member needs before it starts so that it can have the fault. */
function prepareMember(member: string): Record<string, string> {
  if (fault === 'clock') return skewable(member, clockLibrary!)
  if (fault !== 'disk-full') return {}
  const unmount = mountSmallDisk(member)
  if (!unmount) throw new Error('--fault disk-full mounts a tmpfs for each member, which only root may')
  stops.push(async () => unmount())
  return {}
}

let ok = false
try {
  console.log(`test:ha: seed ${seed}, ${rounds} rounds of ${faults.join(', ')}, in ${folder}`)
  const { violations, outages, operations, endings } = await failOver(
    { rounds, seed, faults, way: way as Way },
    folder,
    console.log,
    (stop) => stops.push(stop),
    prepareMember,
  )
  for (const line of endings) console.log(`a role ended: ${line}`)
  for (const violation of violations) console.log(`VIOLATED  ${violation}`)
  const first = outages.map(({ firstMs }) => firstMs)
  const seconds = (percent: number) => (percentile(first, percent) / 1000).toFixed(1)
  ok = violations.length === 0
  console.log(
    `test:ha: seed ${seed} ${ok ? 'ok' : 'FAILED'}: ${operations} requests, errors for ${seconds(50)} s (p50), ${seconds(99)} s (p99), ${violations.length} violations`,
  )
} catch (error) {
  // What was stopped on the way fails, of course.
  if (!stopping) console.error(error)
} finally {
  const isInterrupted = stopping !== undefined
  await stopAll()
  if (ok && !values.keep) rmSync(folder, { recursive: true, force: true })
  else if (!isInterrupted) console.log(`everything is kept in ${folder}`)
}
process.exit(ok ? 0 : 1)
