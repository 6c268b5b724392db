/** Users of the system, as root lends them to what it starts. */
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'

export type SystemUser = { uid: number; gid: number }

/** The system user of this name, made if missing; undefined where it cannot be. */
export function systemUser(name: string): SystemUser | undefined {
  const known = lookUp(name)
  if (known) return known
  try {
    runTool('useradd', ['--system', '--user-group', '--no-create-home', name])
  } catch {
    // Whoever asked says that there is none.
  }
  return lookUp(name)
}

/** From the file that every Linux has; `id` asks directories too, but is not on every machine. */
function lookUp(name: string): SystemUser | undefined {
  const line = new RegExp(`^${name}:[^:]*:(\\d+):(\\d+):`, 'm').exec(passwd())
  if (line) return { uid: Number(line[1]), gid: Number(line[2]) }
  try {
    return { uid: Number(runTool('id', ['-u', name])), gid: Number(runTool('id', ['-g', name])) }
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

/** Runs a program of the system from the folders where it has such, whatever PATH says. */
export const runTool = (program: string, args: string[]) =>
  execFileSync(program, args, {
    encoding: 'utf8',
    stdio: 'pipe',
    env: { PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin' },
  })
