import { accessSync, chmodSync, constants, mkdirSync, rmSync } from 'node:fs'
import { createConnection, createServer } from 'node:net'
import { OperatorError } from '../errors.ts'

/** The kernel's limit for a unix socket's path is 107 bytes on Linux and 103 on macOS; ours end in `/supervisor.sock`. */
const FOLDER_BYTES_MAX = 85

/** Makes the data folder if need be and checks that we may write there. */
export function prepareDataFolder(folder: string): void {
  if (Buffer.byteLength(folder) > FOLDER_BYTES_MAX) {
    throw new OperatorError(
      `The data folder's path is too long for the sockets in it: ${folder}; set JETPAY_DATA to one of at most ${FOLDER_BYTES_MAX} characters.`,
    )
  }
  try {
    for (const path of [folder, `${folder}/logs`]) mkdirSync(path, { recursive: true })
    accessSync(folder, constants.W_OK)
    // Others may pass through (the database's user must reach its folder) but see nothing; secrets have mode 600.
    chmodSync(folder, 0o711)
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    throw new OperatorError(
      `The data folder ${folder} cannot be written (${code}); give this user the right to, or set JETPAY_DATA to another folder.`,
    )
  }
}

/**
 * Takes the data folder for this process. The lock is a listening socket, so it ends with the process however that ends,
 * and no stale file or reused process id can be mistaken for a living holder.
 */
export async function lockDataFolder(folder: string): Promise<{ release(): void }> {
  const path = `${folder}/supervisor.sock`
  if (await answers(path)) {
    throw new OperatorError(
      `The data folder ${folder} is in use by another \`npm start\`; stop that one, or set JETPAY_DATA and JETPAY_PORT to run a second.`,
    )
  }
  rmSync(path, { force: true })
  const server = createServer((socket) => socket.destroy())
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(path, resolve)
  })
  return {
    release() {
      server.close()
    },
  }
}

const answers = (path: string) =>
  new Promise<boolean>((resolve) => {
    const socket = createConnection(path)
    socket.once('connect', () => {
      socket.destroy()
      resolve(true)
    })
    socket.once('error', () => resolve(false))
  })
