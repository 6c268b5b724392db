import { existsSync } from 'node:fs'
import { delimiter } from 'node:path'

export const postgresFolder = '/usr/lib/postgresql/15/bin'

/** What a run needs of Debian: where it is looked for, and the package that has it. */
const needed = [
  { program: 'postgres', package: 'postgresql-15', folders: [postgresFolder] },
  { program: 'patroni', package: 'patroni' },
  { program: 'etcd', package: 'etcd-server' },
  { program: 'haproxy', package: 'haproxy' },
] as const

const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin', '/usr/bin', '/usr/local/bin']

/** Where a program is; undefined where it is not installed. */
export const programPath = (program: string, within: readonly string[] = folders): string | undefined =>
  within.map((folder) => `${folder}/${program}`).find((path) => existsSync(path))

/** The packages that are missing on this machine; none where a run can begin. */
export const missingPackages = (): string[] =>
  needed.flatMap((one) =>
    programPath(one.program, 'folders' in one ? one.folders : folders) ? [] : [one.package],
  )

export const installLine = (missing: string[]): string =>
  `npm run test:ha needs what Debian has: apt-get install ${missing.join(' ')} (and stop the services that it starts)`

/** Sets the clock of one process; undefined where Debian's libfaketime is not installed. */
export const faketime = (): string | undefined =>
  programPath(
    'libfaketimeMT.so.1',
    ['x86_64', 'aarch64'].map((machine) => `/usr/lib/${machine}-linux-gnu/faketime`),
  )
