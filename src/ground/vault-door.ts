/**
 * Where the vault is asked: the one place that knows that its door is a unix socket, and how it is opened and
 * reached.
 */
import { chmodSync, mkdirSync, rmSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import type { FastifyInstance } from 'fastify'
import type { Config } from './config.ts'
import { OperatorError } from './errors.ts'
import { answers } from './unix-socket.ts'

/** The settings that it depends on. */
export type VaultDoor = Pick<Config, 'vaultSocket'>

/** For whoever asks: the origin of the vault's URLs, and how a connection to it is made. */
export const wayToVault = ({ vaultSocket }: VaultDoor) => ({
  origin: 'http://vault',
  connect: { socketPath: vaultSocket },
})

/**
 * Who can connect can charge cards. That is this user alone, mode 600; or, where whoever made the folder gave
 * it to a group with the setgid bit, that group too: the api's and the worker's, mode 660 (`npm start` as
 * root makes it so).
 */
export async function listenAtDoor(server: FastifyInstance, { vaultSocket: path }: VaultDoor): Promise<void> {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
  if (await answers(path)) throw new OperatorError(inUse(path))
  // A file that a killed vault left behind.
  rmSync(path, { force: true })
  const umask = process.umask(0o177)
  try {
    await server.listen({ path })
  } finally {
    process.umask(umask)
  }
  const sharedFolder = (statSync(dirname(path)).mode & 0o2000) !== 0
  chmodSync(path, sharedFolder ? 0o660 : 0o600)
}

const inUse = (path: string) =>
  `Another vault answers on ${path}: stop it first, or set JETPAY_VAULT_SOCKET to another path for this one. Nothing was started.`
