/**
 * Where the vault is asked: the one place that knows that its door is a unix socket, and how it is opened and
 * reached.
 */
import { once } from 'node:events'
import { chmodSync, mkdirSync, rmSync, statSync } from 'node:fs'
import { createConnection, type Server, type Socket } from 'node:net'
import { dirname } from 'node:path'
import type { Config } from './config.ts'
import { OperatorError } from './errors.ts'
import { answers } from './unix-socket.ts'

/** The settings that it depends on. */
export type VaultDoor = Pick<Config, 'vaultSocket'>

/** For whoever asks: begins a connection to the vault. */
export const wayToVault = ({ vaultSocket }: VaultDoor): Socket => createConnection({ path: vaultSocket })

/**
 * Who can connect can charge cards. That is this user alone, mode 600; or, where whoever made the folder gave
 * it to a group with the setgid bit, that group too: the api's and the worker's, mode 660 (`npm start` as
 * root makes it so).
 */
export async function listenAtDoor(server: Server, { vaultSocket: path }: VaultDoor): Promise<void> {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
  if (await answers(path)) throw new OperatorError(inUse(path))
  // A file that a killed vault left behind.
  rmSync(path, { force: true })
  const umask = process.umask(0o177)
  try {
    server.listen(path)
    await once(server, 'listening')
  } finally {
    process.umask(umask)
  }
  const sharedFolder = (statSync(dirname(path)).mode & 0o2000) !== 0
  chmodSync(path, sharedFolder ? 0o660 : 0o600)
}

const inUse = (path: string) =>
  `Another vault answers on ${path}: stop it first, or set JETPAY_VAULT_SOCKET to another path for this one. Nothing was started.`
