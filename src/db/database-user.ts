import { execFileSync, spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { OperatorError } from '../errors.ts'

export type RunAs = { uid?: number; gid?: number }

/** PostgreSQL refuses to run as root: root lends it the system user `postgres`, which is made if missing. */
export function databaseUser(): RunAs {
  if (process.getuid?.() !== 0) return {}
  const known = lookUp()
  if (known) return known
  try {
    run('useradd', ['--system', '--user-group', '--no-create-home', 'postgres'])
  } catch {
    // It says nothing that the line below does not.
  }
  const made = lookUp()
  if (made) return made
  throw new OperatorError(
    'PostgreSQL cannot run as root and the system user "postgres" could not be made; run as an ordinary user, or run `useradd --system postgres`.',
  )
}

/** From the file that every Linux has; `id` asks directories too, but is not on every PATH. */
function lookUp(): RunAs | undefined {
  const line = /^postgres:[^:]*:(\d+):(\d+):/m.exec(passwd())
  if (line) return { uid: Number(line[1]), gid: Number(line[2]) }
  try {
    return { uid: Number(run('id', ['-u', 'postgres'])), gid: Number(run('id', ['-g', 'postgres'])) }
  } catch {
    return undefined
  }
}

function passwd(): string {
  try {
    return readFileSync('/etc/passwd', 'utf8')
  } catch {
    return ''
  }
}

/** With the folders where a system has such programs, whatever PATH says. */
const run = (program: string, args: string[]) =>
  execFileSync(program, args, {
    encoding: 'utf8',
    stdio: 'pipe',
    env: { PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin' },
  })

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
