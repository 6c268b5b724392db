/**
 * Who each role runs as. One user for all would let whoever takes over the api read the vault's keys, its
 * memory and its database's password (PCI DSS 7.2.1, 7.2.5). So a supervisor that is root lends the vault one
 * system user and the other roles another.
 */
import { spawnSync } from 'node:child_process'
import { chmodSync, chownSync, existsSync, mkdirSync } from 'node:fs'
import { dirname, relative } from 'node:path'
import { type Config, projectFolder } from '../ground/config.ts'
import { runTool, type SystemUser, systemUser } from '../ground/system-user.ts'

type RoleUsers = { vault: SystemUser; others: SystemUser }

const VAULT_USER = 'jetpay-vault'
const OTHERS_USER = 'jetpay'

/** The users, or in one line why there are none: then all run as the supervisor does, as they did before. */
export function roleUsers(config: Config): RoleUsers | { why: string } {
  if (process.getuid?.() !== 0)
    return {
      why: 'The vault runs as the same user as the rest, so whoever takes over the api can read its keys and memory; start as root to give it a user of its own, or run `jetpay vault` as another user.',
    }
  const users = { vault: systemUser(VAULT_USER), others: systemUser(OTHERS_USER) }
  if (!users.vault || !users.others)
    return {
      why: `All roles run as root: the system users "${VAULT_USER}" and "${OTHERS_USER}" could not be made; run \`useradd --system --user-group\` for each.`,
    }
  const closed = firstClosed(config, { vault: users.vault, others: users.others })
  if (closed)
    return {
      why: `All roles run as root: the system user "${closed.user}" cannot ${closed.may} ${closed.path}; give it the right to, or move it.`,
    }
  return { vault: users.vault, others: users.others }
}

type Need = { user: string; as: SystemUser; may: 'read' | 'write'; path: string }

/**
 * The first of all that a role needs and that its user cannot reach: a folder above may be closed, as /root
 * is.
 */
function firstClosed(config: Config, { vault, others }: RoleUsers): Need | undefined {
  const program = ['src/main.ts', 'migrations', 'node_modules/fastify/package.json', 'package.json']
  const outside = (path: string) => !isInside(config.dataFolder, path)
  const needs: Need[] = []
  for (const [user, as] of [
    [VAULT_USER, vault],
    [OTHERS_USER, others],
  ] as const)
    for (const path of [process.execPath, ...program.map((file) => `${projectFolder}/${file}`)])
      needs.push({ user, as, may: 'read', path })
  if (outside(config.vaultKeyFile))
    needs.push({ user: VAULT_USER, as: vault, may: 'read', path: config.vaultKeyFile })
  for (const path of socketsOf(config))
    if (outside(path)) needs.push({ user: VAULT_USER, as: vault, may: 'write', path: dirname(path) })
  if (outside(config.accountUpdateFolder) && existsSync(config.accountUpdateFolder))
    needs.push({ user: VAULT_USER, as: vault, may: 'write', path: config.accountUpdateFolder })
  for (const path of [config.mainKeyFile, ...sshKeys(config)])
    if (outside(path)) needs.push({ user: OTHERS_USER, as: others, may: 'read', path })
  for (const path of foldersOf(config))
    if (outside(path) && existsSync(path)) needs.push({ user: OTHERS_USER, as: others, may: 'write', path })
  return needs.find(({ as, may, path }) => !can(as, may, path))
}

const can = (as: SystemUser, may: 'read' | 'write', path: string): boolean =>
  spawnSync(
    '/bin/sh',
    ['-c', `test -r "$0"${may === 'write' ? ' && test -w "$0" && test -x "$0"' : ''}`, path],
    {
      uid: as.uid,
      gid: as.gid,
      cwd: '/',
    },
  ).status === 0

const isInside = (folder: string, path: string) => !/^\.\.(\/|$)/.test(relative(folder, path))

const socketsOf = ({ vaultSocket, vaultCallerSockets }: Config): string[] => [
  vaultSocket,
  ...vaultCallerSockets.map(({ path }) => path),
]

const sshKeys = ({ bank }: Config) =>
  [bank.sftpKeyFile, bank.ach.exchange?.sftpKeyFile].filter((path) => path !== undefined)

/** Where the main side and the demo's simulator exchange and keep files. */
const foldersOf = (config: Config): string[] => [
  config.clearingFolder,
  config.cellsFolder,
  config.eventArchiveFolder,
  config.bank.folder,
  ...(config.bank.ach.exchange ? [config.bank.ach.exchange.folder] : []),
  ...(config.environment === 'demo' ? [`${config.dataFolder}/simulator`] : []),
]

/**
 * Account updates have card numbers in the clear: their folder is the vault's, and the others, of whom the
 * demo's network is one, may put files into it and not see what is there.
 */
function giveLetterBox(
  { accountUpdateFolder: path, dataFolder }: Config,
  { vault, others }: RoleUsers,
): void {
  if (!isInside(dataFolder, path)) return
  mkdirSync(path, { recursive: true, mode: 0o700 })
  chownSync(path, vault.uid, others.gid)
  chmodSync(path, 0o730)
}

/**
 * Makes what the roles keep in the data folder and gives it to their users, also what was root's before. The
 * vault's socket is in a folder of the vault's whose group is the others': setgid hands the group on to the
 * socket, so that they can ask and nobody else can.
 */
export function giveDataFolder(config: Config, { vault, others }: RoleUsers): void {
  const inside = (path: string) => isInside(config.dataFolder, path)
  for (const path of foldersOf(config).filter(inside)) {
    mkdirSync(path, { recursive: true, mode: 0o700 })
    // Links are given away themselves, not what they lead to.
    runTool('chown', ['-Rh', `${others.uid}:${others.gid}`, path])
  }
  const give = (path: string, { uid, gid }: SystemUser) => {
    if (!inside(path) || !existsSync(path)) return
    if (inside(dirname(path)) && dirname(path) !== config.dataFolder) chmodSync(dirname(path), 0o711)
    chownSync(path, uid, gid)
  }
  giveLetterBox(config, { vault, others })
  give(config.vaultKeyFile, vault)
  give(config.mainKeyFile, others)
  give(`${config.dataFolder}/demo.json`, others)
  for (const path of sshKeys(config)) give(path, others)
  for (const socketFolder of socketsOf(config).map((path) => dirname(path))) {
    if (!inside(socketFolder) || socketFolder === config.dataFolder) continue
    mkdirSync(socketFolder, { recursive: true, mode: 0o700 })
    chownSync(socketFolder, vault.uid, others.gid)
    chmodSync(socketFolder, 0o2750)
  }
}
