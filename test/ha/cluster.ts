import { randomBytes } from 'node:crypto'
import { chownSync, mkdirSync } from 'node:fs'
import { databaseUser } from '../../src/db/database-user.ts'
import { projectFolder } from '../../src/ground/config.ts'
import { freePort } from '../../src/ground/free-port.ts'
import { until } from '../platform.ts'
import { end, launch } from './child-process.ts'
import { type Member, openMember } from './member.ts'
import { programPath } from './programs.ts'

const haproxyFile = `${projectFolder}/deploy/haproxy/jetpay-database.cfg`

/** How roles find the primary: all three hosts in their address, or haproxy in between. */
export type Way = 'hosts' | 'haproxy'

export type Cluster = {
  members: Member[]
  /** An address of a database there, for a user with a password. */
  url(way: Way, user: string, password: string, database: string): string
  adminUrl(way: Way): string
  primary(): Promise<Member | undefined>
  /** One primary, two standbys that follow it. */
  whole(withinMs: number): Promise<void>
}

const START_MS = 120_000

/**
 * Three PostgreSQL under Patroni with one etcd, and a haproxy, from the files of `deploy/` as they stand: all
 * on free ports of loopback, in `folder`. `prepare` is given each member's folder before it starts, and
 * returns what its processes have in their environment.
 */
export async function startCluster(
  folder: string,
  stopWith: (stop: () => Promise<unknown>) => void,
  prepare: (folder: string) => Record<string, string>,
): Promise<Cluster> {
  const user = databaseUser()
  mkdirSync(folder, { recursive: true, mode: 0o711 })
  const etcdFolder = `${folder}/etcd`
  mkdirSync(etcdFolder, { mode: 0o700 })
  if (user.uid !== undefined) chownSync(etcdFolder, user.uid, user.gid!)
  const host = '127.0.0.1'
  const [client, peer, listen] = [await freePort(host), await freePort(host), await freePort(host)]
  const etcd = launch(
    programPath('etcd')!,
    Object.entries({
      'enable-v2': 'true',
      'data-dir': `${etcdFolder}/data`,
      'listen-client-urls': `http://${host}:${client}`,
      'advertise-client-urls': `http://${host}:${client}`,
      'listen-peer-urls': `http://${host}:${peer}`,
      'initial-advertise-peer-urls': `http://${host}:${peer}`,
      'initial-cluster': `default=http://${host}:${peer}`,
    }).map(([name, value]) => `--${name}=${value}`),
    { log: `${folder}/etcd.log`, user },
  )
  stopWith(() => end(etcd))
  await until('etcd to answer', () =>
    fetch(`http://${host}:${client}/health`).then(
      ({ ok }) => ok,
      () => false,
    ),
  )
  const passwords = { SUPERUSER: password(), REPLICATION: password(), REWIND: password() }
  const members: Member[] = []
  for (const number of [1, 2, 3]) {
    const name = `db${number}`
    const member = await openMember(name, `127.0.1.${number}`, {
      folder,
      user,
      etcd: `${host}:${client}`,
      passwords,
      env: prepare(`${folder}/${name}`),
    })
    members.push(member)
    stopWith(() => member.stop())
    member.start()
  }
  const haproxy = launch(programPath('haproxy')!, ['-db', '-f', haproxyFile], {
    log: `${folder}/haproxy.log`,
    user,
    env: {
      LISTEN: `${host}:${listen}`,
      ...Object.fromEntries(
        members.flatMap(({ relays }, at) => [
          [`DB${at + 1}`, relays.postgres.address],
          [`DB${at + 1}_PATRONI`, relays.patroni.address.split(':')[1]!],
        ]),
      ),
    },
  })
  stopWith(() => end(haproxy))

  const hosts = {
    hosts: members.map(({ relays }) => relays.postgres.address).join(','),
    haproxy: `${host}:${listen}`,
  }
  const url: Cluster['url'] = (way, name, secret, database) =>
    `postgres://${name}:${secret}@${hosts[way]}/${database}${way === 'hosts' ? '?target_session_attrs=read-write' : ''}`
  const primary = async () => {
    const roles = await Promise.all(members.map((member) => member.role()))
    return members.find(
      (_, at) => roles[at] === 'primary' && roles.filter((role) => role === 'primary').length === 1,
    )
  }
  const cluster: Cluster = {
    members,
    url,
    adminUrl: (way) => url(way, 'postgres', passwords.SUPERUSER, 'postgres'),
    primary,
    async whole(withinMs) {
      await until(
        'one primary and two standbys that follow it',
        async () => {
          const standbys = await (await primary())?.standbys()
          return standbys?.streaming === members.length - 1 && standbys.waitedFor > 0
        },
        withinMs,
      )
    },
  }
  await cluster.whole(START_MS)
  return cluster
}

export const password = () => randomBytes(18).toString('hex')
