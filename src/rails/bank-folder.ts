import { mkdir, open, readdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { type BankTransport, isStagedCopy, nameOfStaged, stagedName } from './bank-transport.ts'

/** A folder that we share with the bank or the card network, or with a program that carries files to them. */
export function openBankFolder(folder: string): BankTransport {
  const outgoing = join(folder, 'outgoing')

  return {
    async stage(name, claim, chunks) {
      await mkdir(outgoing, { recursive: true, mode: 0o700 })
      await writeDurably(join(outgoing, stagedName(name, claim)), chunks)
    },
    async release(name, claim) {
      const there = await renameIfThere(join(outgoing, stagedName(name, claim)), join(outgoing, name))
      if (there) await syncFolder(outgoing)
      return there
    },
    async discard(name) {
      for (const file of await readdir(outgoing))
        if (isStagedCopy(file, name)) await rm(join(outgoing, file), { force: true })
    },
    async staged() {
      await mkdir(outgoing, { recursive: true, mode: 0o700 })
      return namesOfStaged(await readdir(outgoing))
    },
    async pull() {},
  }
}

/** Each file once. */
export const namesOfStaged = (files: string[]): string[] => [
  ...new Set(files.flatMap((file) => nameOfStaged(file) ?? [])),
]

/** Writes a file that only this user can read: account numbers are in it. On the disk once it resolves. */
export async function writeDurably(path: string, chunks: AsyncIterable<Uint8Array>): Promise<void> {
  const file = await open(path, 'w', 0o600)
  try {
    // A copy that a dead process left may be there with another mode.
    await file.chmod(0o600)
    for await (const chunk of chunks) await file.writeFile(chunk)
    await file.sync()
  } finally {
    await file.close()
  }
}

/** False where there is nothing to rename. */
export async function renameIfThere(from: string, to: string): Promise<boolean> {
  try {
    await rename(from, to)
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false
    throw error
  }
}

/** A rename is on the disk once its folder is. */
export async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}
