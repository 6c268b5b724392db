import { closeSync, openSync, rmSync, writeFileSync, writeSync } from 'node:fs'
import { setTimeout as delay } from 'node:timers/promises'
import { signal } from './child-process.ts'
import type { Member } from './member.ts'

export const faultNames = ['kill', 'pause', 'partition', 'disk-full', 'clock'] as const
export type FaultName = (typeof faultNames)[number]

/**
 * What is done to the primary, and how it is made well again. `mayStay`: it need not lose its part by it.
 */
export type Fault = {
  what: string
  mayStay?: boolean
  inject(): Promise<void> | void
  heal(): Promise<void> | void
}

const MIB = Buffer.alloc(1 << 20)
const CLOCK_SECONDS = 20

/** Of each name there are several kinds, which take turns. */
export function planFault(name: FaultName, member: Member, turn: number): Fault {
  const next = <T>(kinds: readonly T[]): T => kinds[turn % kinds.length]!
  switch (name) {
    case 'kill':
      return kill(member, next(['postgres', 'both']))
    case 'pause':
      return pause(member, next(['PostgreSQL and Patroni', 'PostgreSQL', 'Patroni']))
    case 'partition':
      return partition(member, next(['everybody', 'etcd']))
    case 'disk-full':
      return fillDisk(member)
    case 'clock':
      return skewClock(member, next([-CLOCK_SECONDS, CLOCK_SECONDS]))
  }
}

function kill(member: Member, what: 'postgres' | 'both'): Fault {
  return {
    what: what === 'both' ? 'kill -9 of PostgreSQL and Patroni' : 'kill -9 of PostgreSQL',
    inject: () => member.kill(what),
    heal: () => (what === 'both' ? member.start() : undefined),
  }
}

function pause(member: Member, what: string): Fault {
  const pids: number[] = []
  return {
    what: `SIGSTOP of ${what}`,
    inject() {
      if (what.includes('PostgreSQL')) pids.push(...member.postgresPids())
      if (what.includes('Patroni')) pids.push(member.pid())
      for (const pid of pids) signal(pid, 'SIGSTOP')
    },
    heal() {
      for (const pid of [...pids, ...member.postgresPids()]) signal(pid, 'SIGCONT')
    },
  }
}

function partition({ relays }: Member, from: 'everybody' | 'etcd'): Fault {
  const cut = from === 'everybody' ? Object.values(relays) : [relays.etcd]
  return {
    what: `cut off from ${from}`,
    inject() {
      for (const relay of cut) relay.cut()
    },
    heal() {
      for (const relay of cut) relay.heal()
    },
  }
}

/** Its disk is a tmpfs of its own (small-disk.ts), so that nothing else on this machine is filled. */
function fillDisk({ folder }: Member): Fault {
  const filler = `${folder}/filler`
  return {
    what: 'disk full',
    // Patroni looks at no disk: as long as the log of PostgreSQL finds room, it lives on and writes nothing.
    mayStay: true,
    inject() {
      const file = openSync(filler, 'w')
      try {
        for (;;) writeSync(file, MIB)
      } catch (error) {
        if ((error as { code?: string }).code !== 'ENOSPC') throw error
      } finally {
        closeSync(file)
      }
    },
    heal: () => rmSync(filler, { force: true }),
  }
}

const clockFile = (folder: string) => `${folder}.clock`
const setClock = (folder: string, seconds: number) =>
  writeFileSync(clockFile(folder), `${seconds < 0 ? '' : '+'}${seconds}\n`)

/** What a member's processes need so that their clock can be set; by libfaketime, which is preloaded. */
export function skewable(folder: string, library: string): Record<string, string> {
  setClock(folder, 0)
  return {
    LD_PRELOAD: library,
    FAKETIME_TIMESTAMP_FILE: clockFile(folder),
    // How often the file is looked at, in seconds.
    FAKETIME_CACHE_DURATION: '1',
    // A wrong clock shows another time of day; what waits, waits as long.
    FAKETIME_DONT_FAKE_MONOTONIC: '1',
    DONT_FAKE_MONOTONIC: '1',
  }
}

/** A wrong clock for some seconds, and then a failover to a right one. */
function skewClock(member: Member, seconds: number): Fault {
  return {
    what: `clock ${Math.abs(seconds)} s ${seconds < 0 ? 'behind' : 'ahead'}, then kill -9 of PostgreSQL`,
    async inject() {
      setClock(member.folder, seconds)
      await delay(5_000)
      member.kill('postgres')
    },
    heal: () => setClock(member.folder, 0),
  }
}
