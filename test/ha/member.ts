import { execFile } from 'node:child_process'
import { chmodSync, chownSync, mkdirSync } from 'node:fs'
import { promisify } from 'node:util'
import type { RunAs } from '../../src/db/database-user.ts'
import { endPostgresIn, postgresProcessesIn } from '../../src/db/postgres-processes.ts'
import { projectFolder } from '../../src/ground/config.ts'
import { freePort } from '../../src/ground/free-port.ts'
import { end, launch, type Running, signal } from './child-process.ts'
import { programPath } from './programs.ts'
import { type Relay, startRelay } from './relay.ts'

const patroniFile = `${projectFolder}/deploy/patroni/patroni.yml`

export type Role = 'primary' | 'replica' | 'away'

export type Member = {
  name: string
  folder: string
  /** Where others reach its PostgreSQL and its Patroni, and it reaches etcd: all of it can be cut. */
  relays: { postgres: Relay; patroni: Relay; etcd: Relay }
  pid(): number
  postgresPids(): number[]
  /** What its Patroni says of it, asked directly. */
  role(): Promise<Role>
  /** How many standbys it streams to, as its Patroni sees them; of these how many it waits for. */
  standbys(): Promise<{ streaming: number; waitedFor: number }>
  start(): void
  /** Ends its Patroni at once, and its PostgreSQL too. */
  kill(what: 'postgres' | 'both'): void
  /** What its PostgreSQL answers, asked directly as superuser; undefined where it does not. */
  ask(statement: string): Promise<string | undefined>
  stop(): Promise<void>
}

/** What the REST API of a Patroni tells of its PostgreSQL. */
type Told = { state: string; role: string; replication?: { state: string; sync_state: string }[] }

const ASK_MS = 1_000

/** One host of the cluster, on a loopback address of its own. */
export async function openMember(
  name: string,
  host: string,
  at: {
    folder: string
    user: RunAs
    etcd: string
    passwords: Record<'SUPERUSER' | 'REPLICATION' | 'REWIND', string>
    /** What its processes have in their environment besides. */
    env?: Record<string, string>
  },
): Promise<Member> {
  const folder = `${at.folder}/${name}`
  mkdirSync(folder, { recursive: true })
  if (at.user.uid !== undefined) chownSync(folder, at.user.uid, at.user.gid!)
  chmodSync(folder, 0o700)
  const [own, rest, postgresPort, patroniPort, etcdPort] = [
    await freePort(host),
    await freePort(host),
    await freePort(host),
    await freePort(host),
    await freePort(host),
  ]
  const relays = {
    postgres: await startRelay(host, postgresPort, `${host}:${own}`),
    patroni: await startRelay(host, patroniPort, `${host}:${rest}`),
    etcd: await startRelay(host, etcdPort, at.etcd),
  }
  // As member.env of deploy/patroni sets them for a host.
  const env = {
    PATRONI_NAME: name,
    PATRONI_RESTAPI_LISTEN: `${host}:${rest}`,
    PATRONI_RESTAPI_CONNECT_ADDRESS: relays.patroni.address,
    PATRONI_POSTGRESQL_LISTEN: `${host}:${own}`,
    PATRONI_POSTGRESQL_CONNECT_ADDRESS: relays.postgres.address,
    PATRONI_POSTGRESQL_DATA_DIR: `${folder}/data`,
    PATRONI_POSTGRESQL_PGPASS: `${folder}/pgpass`,
    PATRONI_ETCD_HOSTS: `'${relays.etcd.address}'`,
    // By the relay, and not by the address that etcd tells of itself.
    PATRONI_ETCD_USE_PROXIES: 'true',
    ...Object.fromEntries(
      Object.entries(at.passwords).map(([user, password]) => [`PATRONI_${user}_PASSWORD`, password]),
    ),
    HOME: folder,
    ...at.env,
  }
  let running: Running | undefined
  const asked = async () => {
    const answer = await fetch(`http://${host}:${rest}/patroni`, { signal: AbortSignal.timeout(ASK_MS) })
    return (await answer.json()) as Told
  }
  const postgresPids = () => postgresProcessesIn(folder).map(({ pid }) => pid)
  const start = () => {
    running = launch(programPath('patroni')!, [patroniFile], {
      log: `${at.folder}/${name}.log`,
      env,
      user: at.user,
    })
  }
  return {
    name,
    folder,
    relays,
    pid: () => running!.pid,
    postgresPids,
    start,
    role: () =>
      asked().then(
        ({ state, role }) =>
          state !== 'running' ? 'away' : role === 'master' || role === 'primary' ? 'primary' : 'replica',
        () => 'away',
      ),
    standbys: async () => {
      const { replication = [] } = await asked().catch((): Told => ({ state: '', role: '' }))
      const streaming = replication.filter(({ state }) => state === 'streaming')
      return {
        streaming: streaming.length,
        waitedFor: streaming.filter(({ sync_state }) => sync_state !== 'async').length,
      }
    },
    kill(what) {
      if (what === 'both') signal(running!.pid, 'SIGKILL')
      for (const { pid, root } of postgresProcessesIn(folder))
        if (root || what === 'both') signal(pid, 'SIGKILL')
    },
    ask(statement) {
      const to = ['-h', host, '-p', String(own), '-U', 'postgres', '-d', 'postgres', '-X', '-A', '-t']
      const env = { PGPASSWORD: at.passwords.SUPERUSER }
      return promisify(execFile)(programPath('psql')!, [...to, '-c', statement], { env }).then(
        ({ stdout }) => stdout.trim(),
        () => undefined,
      )
    },
    async stop() {
      for (const pid of postgresPids()) signal(pid, 'SIGCONT')
      if (running) await end(running)
      await endPostgresIn(folder)
      for (const relay of Object.values(relays)) await relay.close()
    },
  }
}
