import { constants } from 'node:fs'
import {
  type FileHandle,
  lstat,
  mkdir,
  open,
  readdir,
  rename,
  stat,
  unlink,
  writeFile,
} from 'node:fs/promises'
import { join } from 'node:path'
import { isUpdateFileName } from './update-file.ts'
import { RECORD_BYTES, UpdateFileError } from './update-layout.ts'

/** Records of one file: it is read into memory whole, 10 MB at most, before any of it is used. */
const RECORDS_MAX = 100_000
const BYTES_MAX = (RECORDS_MAX + 2) * RECORD_BYTES

/**
 * Bits of the folder's mode that let anybody but its owner see what is in it: a group may only put into it.
 */
const OTHERS_SEE = 0o047
const DIGIT = /[0-9]/g

/** Where the network, or its gateway, puts files of account updates. */
export type UpdateFolder = ReturnType<typeof openUpdateFolder>

/**
 * The vault's own folder: made for the vault alone where it is not there. Files have card numbers in the
 * clear, so they are overwritten and deleted once they are applied, and of one that is refused only its shape
 * is kept (PCI DSS 3.3.1, 3.5.1). Overwriting does not reach what a disk or file system has moved elsewhere.
 */
export function openUpdateFolder(folder: string) {
  const rejected = join(folder, 'rejected')
  const at = (name: string) => join(folder, name)

  async function withFile<T>(
    name: string,
    flags: number,
    work: (file: FileHandle) => Promise<T>,
  ): Promise<T> {
    // Not by a link, which would have the vault overwrite something else; nor waiting at a pipe.
    const file = await open(at(name), flags | constants.O_NOFOLLOW | constants.O_NONBLOCK)
    try {
      return await work(file)
    } finally {
      await file.close()
    }
  }

  async function readUpTo(name: string, bytesMax: number): Promise<Buffer> {
    const reading = withFile(name, constants.O_RDONLY, async (file) => {
      const bytes = Buffer.alloc(bytesMax)
      for (let length = 0; ; ) {
        const { bytesRead } = await file.read(bytes, length, bytesMax - length, length)
        if (bytesRead === 0) return bytes.subarray(0, length)
        length += bytesRead
      }
    })
    return reading.catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'ELOOP' && error.code !== 'EISDIR') throw error
      throw new UpdateFileError(1, 'file', 'must be a file, and no link')
    })
  }

  return {
    path: folder,
    /** Makes it, for the vault alone, where it is not there. */
    make: () => mkdir(folder, { recursive: true, mode: 0o700 }),
    /** Files that are there, in the order of their numbers; none where the folder is not there. */
    async list(): Promise<string[]> {
      const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
        if (error.code === 'ENOENT') return []
        throw error
      })
      return names.filter(isUpdateFileName).sort()
    },
    /** Whether others than its owner can see what is in it. */
    async isOpen(): Promise<boolean> {
      return ((await stat(folder)).mode & OTHERS_SEE) !== 0
    },
    /** Its first record, as far as it is there. */
    readHeader: (name: string): Promise<Buffer> => readUpTo(name, RECORD_BYTES),
    /** All of it, which the caller wipes. Throws `UpdateFileError` where it is too long. */
    async read(name: string): Promise<Buffer> {
      const { size } = await stat(at(name))
      if (size > BYTES_MAX) throw new UpdateFileError(1, 'file', `must have at most ${RECORDS_MAX} details`)
      return readUpTo(name, size)
    },
    /** When it was written last; undefined where it has gone. */
    writtenAt: async (name: string): Promise<Date | undefined> =>
      (await lstat(at(name)).catch(() => undefined))?.mtime,

    /** Overwrites it, waits until that is on disk, and deletes it. One that is not there is gone. */
    async wipe(name: string): Promise<void> {
      try {
        await withFile(name, constants.O_WRONLY, async (file) => {
          const { size } = await file.stat()
          await file.write(Buffer.alloc(size), 0, size, 0)
          await file.sync()
        })
      } catch (error) {
        const { code } = error as NodeJS.ErrnoException
        if (code === 'ENOENT') return
        // Another user's, a link, or no file at all: its name goes.
        if (code !== 'EACCES' && code !== 'EPERM' && code !== 'ELOOP') throw error
      }
      await unlink(at(name))
    },

    /** Keeps its shape, every digit as `#`, and why it was refused, in `rejected/`; then wipes it. */
    async reject(name: string, reason: string): Promise<void> {
      await mkdir(rejected, { recursive: true, mode: 0o700 })
      const bytes = await readUpTo(name, BYTES_MAX).catch(() => Buffer.alloc(0))
      const shape = bytes.toString('latin1').replace(DIGIT, '#')
      bytes.fill(0)
      for (const [path, text] of [
        [join(rejected, name), shape],
        [join(rejected, `${name}.reason`), `${name} ${reason}\n`],
      ] as const) {
        // By a draft, so that whoever sees it sees all of it.
        await writeFile(`${path}.draft`, text, { mode: 0o600, encoding: 'latin1' })
        await rename(`${path}.draft`, path)
      }
      await this.wipe(name)
    },
  }
}
