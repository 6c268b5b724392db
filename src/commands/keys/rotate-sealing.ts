import { setTimeout as delay } from 'node:timers/promises'
import { storeCheck } from '../../db/key-checks.ts'
import { ensureMainKeys } from '../../db/seal-checks.ts'
import { askForSealingRotation, newestSealingRotation } from '../../db/sealing/sealing-key.ts'
import { type Database, type Db, sql, within } from '../../db/sql.ts'
import { readConfig } from '../../ground/config.ts'
import { counted } from '../../ground/counted.ts'
import { OperatorError } from '../../ground/errors.ts'
import { addToKeyFile, makeKey, readKeys } from '../../ground/key-file.ts'
import { nameAfter, SEALING_KEY } from '../../ground/sealing-name.ts'
import type { Given } from '../command.ts'
import { noteCommand } from '../note-command.ts'
import { onDatabase } from '../on-database.ts'
import { openProgress } from '../progress.ts'

const LOOK_EVERY_MS = 250
/** A worker takes a rotation up within seconds; longer, and there is none. */
const TAKEN_UP_MS = 30_000

/**
 * `jetpay keys rotate sealing`: makes the next key in the main key file, asks the worker to seal everything
 * anew by it, and shows how far it is. Where one is under way, that is it.
 */
export const rotateSealing = (given: Given): Promise<unknown> =>
  onDatabase(async (db) => {
    const underWay = await newestSealingRotation(db)
    if (!underWay || underWay.state === 'done') await ask(db, given)
    return given.flag('detach') ? { rotation: 'sealing', state: 'asked' } : waitForEnd(db)
  })

async function ask(database: Database, given: Given): Promise<void> {
  const config = readConfig()
  await ensureMainKeys(database, config)
  await database.transaction(async (db) => {
    // One at a time: of two that ask at once the second finds the rotation of the first.
    await db.run(sql`lock table sealing_rotations in exclusive mode`)
    const underWay = await newestSealingRotation(db)
    if (underWay && underWay.state !== 'done') return
    const name = await makeNext(db, config.mainKeyFile)
    await askForSealingRotation(db, name)
    await noteCommand(within(db), given)
  })
}

/** The next key: one that was put into the file by an attempt that ended there, or a new one. */
async function makeNext(db: Db, file: string): Promise<string> {
  const known = await db.many<{ name: string }>(sql`select name from sealing_keys`)
  const names = known.map(({ name }) => name)
  const inFile = [...readKeys(file).keys()].filter((name) => SEALING_KEY.test(name))
  const left = inFile.find((name) => !names.includes(name))
  const name = left ?? nameAfter([...names, ...inFile])
  if (!left) addToKeyFile(file, name, makeKey())
  await storeCheck(db, name, readKeys(file).get(name)!)
  return name
}

async function waitForEnd(db: Db): Promise<unknown> {
  const progress = openProgress(
    () => '\nThe worker goes on; `jetpay keys rotate sealing` shows how far it is.',
  )
  const began = performance.now()
  try {
    for (;;) {
      const rotation = await newestSealingRotation(db)
      if (!rotation) throw new OperatorError('The database does not know this rotation any more.')
      const { state, to_key, done, unreadable, stuck } = rotation
      if (state === 'done')
        return {
          rotation: 'sealing',
          state,
          new_key: to_key,
          sealed_anew: Number(done),
          ...(unreadable > 0n ? { unreadable: Number(unreadable) } : {}),
          note: 'Back the main key file up again, apart from the database.',
        }
      if (state === 'asked' && performance.now() - began > TAKEN_UP_MS)
        throw new OperatorError(
          stuck === null
            ? 'It is asked for, and no worker has taken it up: see that the worker runs.'
            : `It waits, and goes on by itself once this is mended: ${stuck}.`,
          'service_unavailable',
        )
      progress.say(`sealing → ${to_key}: ${stuck ?? `${counted(done, 'secret')} sealed anew`}`)
      await delay(LOOK_EVERY_MS)
    }
  } finally {
    progress.end()
  }
}
