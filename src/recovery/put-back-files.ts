import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { readdir, rename } from 'node:fs/promises'
import { join } from 'node:path'
import { type Db, sql } from '../db/sql.ts'
import type { Config } from '../ground/config.ts'

/**
 * Files of network and bank that were taken in during the lost time lie in `done/`, and the restored database
 * does not know them: they are put back to where files come in, and are taken in again. Which they are, their
 * hashes say. Returns their names.
 */
export async function putBackFiles(db: Db, config: Config): Promise<string[]> {
  const { bank } = config
  const answers = [bank.folder, ...(bank.ach.exchange ? [bank.ach.exchange.folder] : [])]
  const back = await putBack(config.clearingFolder, config.clearingFolder, (sha256) =>
    db.first(sql`select from clearing_files where sha256 = ${sha256}`),
  )
  for (const folder of answers)
    back.push(
      ...(await putBack(folder, join(folder, 'incoming'), (sha256) =>
        db.first(sql`select from bank_answers where sha256 = ${sha256}`),
      )),
    )
  return back
}

async function putBack(
  folder: string,
  to: string,
  isKnown: (sha256: Buffer) => Promise<unknown>,
): Promise<string[]> {
  const done = join(folder, 'done')
  const names = await readdir(done).catch((error) => {
    if (error.code === 'ENOENT') return []
    throw error
  })
  const back: string[] = []
  for (const name of names.sort()) {
    if (await isKnown(await sha256Of(join(done, name)))) continue
    await rename(join(done, name), join(to, name))
    back.push(name)
  }
  return back
}

async function sha256Of(path: string): Promise<Buffer> {
  const hash = createHash('sha256')
  for await (const chunk of createReadStream(path)) hash.update(chunk)
  return hash.digest()
}
