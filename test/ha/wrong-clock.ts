import { mkdirSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { setTimeout as delay } from 'node:timers/promises'
import type { Fault } from './fault.ts'
import type { Member } from './member.ts'
import { postgresFolder } from './programs.ts'

const clockFile = (folder: string) => `${folder}.clock`
const setClock = (folder: string, seconds: number) =>
  writeFileSync(clockFile(folder), `${seconds < 0 ? '' : '+'}${seconds}\n`)

/**
 * What a member needs so that the clock of its PostgreSQL can be set: a folder of programs with a `postgres`
 * that preloads libfaketime. Patroni has the right clock: under libfaketime 0.9.10 Python's `time.sleep`
 * fails (EINVAL), which ended it.
 */
export function skewable(folder: string, library: string): Record<string, string> {
  setClock(folder, 0)
  const programs = `${folder}.bin`
  mkdirSync(programs)
  for (const name of readdirSync(postgresFolder))
    symlinkSync(`${postgresFolder}/${name}`, `${programs}/${name}`)
  const settings = {
    LD_PRELOAD: library,
    FAKETIME_TIMESTAMP_FILE: clockFile(folder),
    // How often the file is looked at, in seconds.
    FAKETIME_CACHE_DURATION: '1',
    // A wrong clock shows another time of day; what waits, waits as long.
    FAKETIME_DONT_FAKE_MONOTONIC: '1',
    DONT_FAKE_MONOTONIC: '1',
  }
  const exports = Object.entries(settings).map(([name, value]) => `export ${name}='${value}'\n`)
  rmSync(`${programs}/postgres`)
  writeFileSync(
    `${programs}/postgres`,
    `#!/bin/sh\n${exports.join('')}exec ${postgresFolder}/postgres "$@"\n`,
    {
      mode: 0o755,
    },
  )
  return { PATRONI_POSTGRESQL_BIN_DIR: programs }
}

/** A wrong clock for some seconds, and then a failover to a right one. */
export function skewClock(member: Member, seconds: number): Fault {
  return {
    what: `clock ${Math.abs(seconds)} s ${seconds < 0 ? 'behind' : 'ahead'}, then kill -9 of PostgreSQL`,
    async inject() {
      setClock(member.folder, seconds)
      await delay(5_000)
      const shown =
        Number(await member.ask('select extract(epoch from clock_timestamp())')) - Date.now() / 1_000
      if (!(Math.abs(shown - seconds) < 3))
        throw new Error(`${member.name} is ${shown} s off, not ${seconds}`)
      member.kill('postgres')
    },
    heal: () => setClock(member.folder, 0),
  }
}
