import { spawnSync } from 'node:child_process'
import { dirname } from 'node:path'
import { OperatorError } from '../ground/errors.ts'
import { systemUser } from '../ground/system-user.ts'

export type RunAs = { uid?: number; gid?: number }

/** PostgreSQL refuses to run as root: root lends it the system user `postgres`, which is made if missing. */
export function databaseUser(): RunAs {
  if (process.getuid?.() !== 0) return {}
  const user = systemUser('postgres')
  if (user) return user
  throw new OperatorError(
    'PostgreSQL cannot run as root and the system user "postgres" could not be made; run as an ordinary user, or run `useradd --system postgres`.',
  )
}

/** Both must be within reach of the database's user: a folder above may be closed to it, as /root is. */
export function checkReadable(postgres: string, folder: string, runAs: RunAs): void {
  const who = runAs.uid === undefined ? 'this user' : 'the system user "postgres"'
  for (const needed of [dirname(postgres), folder]) {
    const tried = spawnSync('/bin/sh', ['-c', 'cd "$0" && test -x .', needed], { ...runAs, cwd: '/' })
    if (tried.status !== 0) {
      throw new OperatorError(
        `The database runs as ${who}, which cannot read ${needed}; move the project (or JETPAY_DATA) to a folder that it can enter, such as /opt or /srv, or run as an ordinary user.`,
      )
    }
  }
}
