import { signal } from './child-process.ts'
import type { Fault } from './fault.ts'
import type { Member } from './member.ts'
import { fillDisk } from './small-disk.ts'
import { skewClock } from './wrong-clock.ts'

export const faultNames = ['kill', 'pause', 'partition', 'disk-full', 'clock'] as const
export type FaultName = (typeof faultNames)[number]

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
      return fillDisk(member, next(['lives on', 'dies']))
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
