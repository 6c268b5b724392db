/**
 * The units of `deploy/systemd`, run here as systemd would: their settings, credentials, users and command.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { chmodSync, chownSync, cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { projectFolder } from '../../src/ground/config.ts'
import { type SystemUser, systemUser } from '../../src/ground/system-user.ts'

const units = `${projectFolder}/deploy/systemd`

/** Lines `name=value` of a unit or of a file of settings, in their order; values without their quotes. */
export const readLines = (file: string): [string, string][] =>
  readFileSync(`${units}/${file}`, 'utf8')
    .split('\n')
    .flatMap((line): [string, string][] => {
      const [, name, value] = /^(\w+)=(.*)$/.exec(line) ?? []
      return name === undefined ? [] : [[name, value!.replace(/^"(.*)"$/, '$1')]]
    })

/**
 * A host: where its folders are here, the secrets of its credentials, and settings that are other than the
 * examples.
 */
export type Host = {
  folder: string
  credentials: Record<string, string>
  settings: Record<string, string>
}

/**
 * Makes the folders that sysusers.d, tmpfiles.d and StateDirectory make; `undefined` for users where this is
 * not root.
 */
export function openHost(host: Host): { users: Record<string, SystemUser | undefined> } {
  const isRoot = process.getuid?.() === 0
  const users = Object.fromEntries(
    ['jetpay', 'jetpay-vault'].map((name) => [name, isRoot ? systemUser(name) : undefined]),
  )
  const make = (path: string, mode: number, owner?: SystemUser, group = owner) => {
    mkdirSync(path, { recursive: true })
    if (owner && group) chownSync(path, owner.uid, group.gid)
    chmodSync(path, mode)
  }
  make(host.folder, 0o711)
  make(`${host.folder}/var/lib/jetpay`, 0o710, users.jetpay)
  make(`${host.folder}/var/lib/jetpay-vault`, 0o700, users['jetpay-vault'])
  make(`${host.folder}/run/jetpay`, 0o2750, users['jetpay-vault'], users.jetpay)
  mkdirSync(`${host.folder}/etc`, { recursive: true })
  cpSync(units, `${host.folder}/etc/jetpay`, { recursive: true })
  return { users }
}

/** What a unit's process has for its environment, with credentials in a folder of its user's own. */
function environmentOf(host: Host, unit: string, user: SystemUser | undefined): Record<string, string> {
  const given = `${host.folder}/credentials-${unit}`
  mkdirSync(given)
  const place = (path: string) => path.replace(/\/(var\/lib|run|etc)\/jetpay/g, `${host.folder}$&`)
  const lines = readLines(unit)
  for (const [name, value] of lines) {
    if (name !== 'LoadCredential') continue
    const credential = value.split(':')[0]!
    writeFileSync(`${given}/${credential}`, `${host.credentials[credential]}\n`, { mode: 0o400 })
    if (user) chownSync(`${given}/${credential}`, user.uid, user.gid)
  }
  if (user) chownSync(given, user.uid, user.gid)
  const files = lines.filter(([name]) => name === 'EnvironmentFile')
  const settings = files.flatMap(([, path]) => readLines(path.split('/').at(-1)!))
  const own = lines
    .filter(([name]) => name === 'Environment')
    .map(([, value]) => value.replace('%d', given).split(/=(.*)/s) as [string, string])
  return Object.fromEntries([
    ...settings.map(([name, value]) => [name, place(value)]),
    ...own.map(([name, value]) => [name, place(value)]),
    ...Object.entries(host.settings),
  ])
}

/** Starts a unit's command as its user. */
export function startUnit(
  host: Host,
  users: Record<string, SystemUser | undefined>,
  unit: string,
): { process: ChildProcess; output(): string; ended: Promise<number | null> } {
  const lines = readLines(unit)
  const only = (name: string) => lines.find(([other]) => other === name)?.[1]
  const user = users[only('User') ?? '']
  const [program, ...words] = only('ExecStart')!
    .replace(/\/(var\/lib|run|etc)\/jetpay/g, `${host.folder}$&`)
    .replaceAll('%d', `${host.folder}/credentials-${unit}`)
    .replaceAll('/opt/jetpay', projectFolder)
    .split(' ')
  const child = spawn(program!, words, {
    cwd: '/',
    env: environmentOf(host, unit, user),
    ...(user ? { uid: user.uid, gid: user.gid } : {}),
  })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk))
  return {
    process: child,
    output: () => output,
    ended: new Promise((resolve) => child.on('exit', resolve)),
  }
}
