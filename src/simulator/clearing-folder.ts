import { constants } from 'node:fs'
import { access, mkdir, open, rename } from 'node:fs/promises'
import { join } from 'node:path'
import {
  type ClearingHeader,
  type ClearingRecord,
  clearingFileName,
  writeClearingFile,
} from '../clearing/clearing-file.ts'

/** Where the reader puts a file that it has taken in, or that it cannot read. */
const TAKEN = ['done', 'refused']

/** Text that is written at a time; between two of them the network answers its link. */
const CHUNK_LENGTH = 1 << 18

/**
 * Writes a clearing file, so that its name is there only once the whole of it is on disk. Where the file is
 * in the folder or was taken from there already, nothing is written. Resolves to its path.
 */
export async function writeOnce(
  folder: string,
  header: ClearingHeader,
  records: readonly ClearingRecord[],
  acquirerInName?: string,
): Promise<string> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const name = clearingFileName(header.sequence, acquirerInName)
  const path = join(folder, name)
  const places = [path, ...TAKEN.map((taken) => join(folder, taken, name))]
  if ((await Promise.all(places.map(isThere))).includes(true)) return path
  const unfinished = join(folder, `.${name}.unfinished`)
  const file = await open(unfinished, 'w', 0o600)
  try {
    let text = ''
    for (const line of writeClearingFile(header, records)) {
      text += line
      if (text.length < CHUNK_LENGTH) continue
      await file.writeFile(text, 'latin1')
      text = ''
    }
    await file.writeFile(text, 'latin1')
    await file.sync()
  } finally {
    await file.close()
  }
  await rename(unfinished, path)
  await syncFolder(folder)
  return path
}

const isThere = (path: string): Promise<boolean> =>
  access(path, constants.F_OK).then(
    () => true,
    () => false,
  )

/** The name is on disk too, not only what it names. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}
