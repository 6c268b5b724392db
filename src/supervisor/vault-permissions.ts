import { realpathSync } from 'node:fs'
import { basename, dirname } from 'node:path'
import { type Config, projectFolder } from '../ground/config.ts'

/** What it is asked of the system: limits and dumps (`ground/core-dumps.ts`), and its own figures. */
const SYSTEM = ['/proc/self/', '/proc/sys/kernel/core_pattern', '/etc/passwd', '/etc/localtime']
/** Certificates that an address of PostgreSQL names. */
const DATABASE_FILES = ['sslrootcert', 'sslcert', 'sslkey']

type Needed = Pick<
  Config,
  | 'vaultKeyFile'
  | 'vaultKek'
  | 'vaultSocket'
  | 'vaultCallerSockets'
  | 'accountUpdateFolder'
  | 'tls'
  | 'networkTls'
  | 'listenTls'
  | 'vaultDatabaseUrl'
>

/**
 * Node's permission model for the vault (PCI DSS 2.2.6, 7.2.5): a package that turns bad reads the program
 * and what the vault has to read, writes where its socket, key file and account updates are, and starts no
 * program, no thread and, but for a token's library, no machine code. It does not bound the network, nor what
 * a file that is read can do.
 */
export function vaultPermissions(needed: Needed): string[] {
  const { vaultKeyFile, vaultKek, vaultSocket, tls, networkTls, listenTls, vaultDatabaseUrl } = needed
  const sockets = [vaultSocket, ...needed.vaultCallerSockets.map(({ path }) => path)]
  const { pkcs11 } = vaultKek
  const socketFolder = sockets.flatMap((path) => withContents(dirname(path)))
  const updates = withContents(needed.accountUpdateFolder)
  const folders = [...withContents(dirname(vaultKeyFile)), ...socketFolder, ...updates]
  const named = [
    tls?.key,
    tls?.certificate,
    tls?.ca,
    networkTls?.ca,
    networkTls?.client?.key,
    networkTls?.client?.certificate,
    listenTls?.key,
    listenTls?.certificate,
    ...databaseFiles(vaultDatabaseUrl),
  ]
  const program = ['src', 'node_modules', 'package.json', 'bin', 'build'].map(
    (part) => `${projectFolder}/${part}`,
  )
  // The key file and its drafts; the main side's may lie beside it.
  const keyFile = withTargets([dirname(vaultKeyFile)]).map((folder) => `${folder}/${basename(vaultKeyFile)}*`)
  const read = [...program, ...socketFolder, ...updates, ...keyFile, ...named].filter(
    (path) => path !== undefined,
  )
  return [
    '--permission',
    ...[...withTargets(read), ...SYSTEM].map((path) => `--allow-fs-read=${path}`),
    ...folders.map((path) => `--allow-fs-write=${path}`),
    ...(pkcs11 ? ['--allow-addons'] : []),
  ]
}

/** A folder that may not be there yet, and all that will be in it. */
const withContents = (folder: string): string[] =>
  withTargets([folder]).flatMap((path) => [path, `${path}/*`])

/** A path, and where it leads to where it is a link: each is asked for. */
const withTargets = (paths: string[]): string[] => [
  ...new Set(
    paths.flatMap((path) => {
      try {
        return [path, realpathSync(path)]
      } catch {
        return [path]
      }
    }),
  ),
]

const databaseFiles = (address: string | undefined): string[] => {
  const query = address === undefined ? undefined : URL.parse(address)?.searchParams
  return DATABASE_FILES.flatMap((name) => query?.get(name) ?? [])
}
