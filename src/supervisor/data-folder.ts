import { accessSync, chmodSync, constants, mkdirSync, statSync } from 'node:fs'
import { OperatorError } from '../ground/errors.ts'
import { lockPath } from './run-file.ts'
import { lockBySocket } from './socket-lock.ts'

/**
 * The kernel's limit for a unix socket's path is 107 bytes on Linux and 103 on macOS; ours end in
 * `/supervisor.sock`.
 */
const FOLDER_BYTES_MAX = 85

/** Makes the data folder if need be and checks that we may write there. */
export function prepareDataFolder(folder: string): void {
  if (Buffer.byteLength(folder) > FOLDER_BYTES_MAX) {
    throw new OperatorError(
      `The data folder's path is too long for the sockets in it: ${folder}; set JETPAY_DATA to one of at most ${FOLDER_BYTES_MAX} characters.`,
    )
  }
  try {
    mkdirSync(folder, { recursive: true, mode: 0o755 })
    accessSync(folder, constants.W_OK)
    // Others may pass through (the database's user must reach its folder) but see nothing; secrets have mode
    // 600.
    chmodSync(folder, 0o711)
    mkdirSync(`${folder}/logs`, { recursive: true, mode: 0o700 })
    for (const name of CLOSED) closeToOthers(`${folder}/${name}`)
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    throw new OperatorError(
      `The data folder ${folder} cannot be written (${code}); give this user the right to, or set JETPAY_DATA to another folder.`,
    )
  }
}

/**
 * What a start of an older version has made with the modes of its umask. A group may be let in on purpose: a
 * bank's gateway.
 */
const CLOSED = ['logs', 'simulator', 'clearing', 'bank', 'event-archive']

function closeToOthers(path: string): void {
  const { mode, uid } = statSync(path, { throwIfNoEntry: false }) ?? { mode: 0, uid: 0 }
  const me = process.getuid?.()
  // Only its owner can, and it is for the owner to decide.
  if ((mode & 0o007) !== 0 && (me === 0 || me === uid)) chmodSync(path, mode & 0o770)
}

/** Takes the data folder for this process. */
export const lockDataFolder = (folder: string): Promise<{ release(): void }> =>
  lockBySocket(lockPath(folder), '', () => inUse(folder))

const inUse = (folder: string) =>
  new OperatorError(
    `The data folder ${folder} is in use by another \`npm start\`; stop that one, or set JETPAY_DATA and JETPAY_PORT to run a second.`,
  )
