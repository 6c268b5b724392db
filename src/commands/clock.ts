import { readConfig } from '../ground/config.ts'
import { OperatorError } from '../ground/errors.ts'
import { advanceClock, parseStep, readClock, showClock } from '../sandbox/sandbox-clock.ts'
import { withMainDatabase } from './main-database.ts'

export const clockUsage = 'jetpay clock show | advance <3d, 12h, 30m>'

/** `jetpay clock show` and `jetpay clock advance 3d`, in the demo. Prints JSON. */
export async function clockCommand([action, text = '', ...rest]: string[]): Promise<void> {
  const stepMs = action === 'advance' ? parseStep(text) : undefined
  if (rest.length > 0 || (action !== 'show' && !stepMs))
    throw new OperatorError(`Usage: ${clockUsage}\nA step is 366d at most.`)
  if (readConfig().environment === 'live')
    throw new OperatorError('Only the demo’s clock can be moved; JETPAY_ENVIRONMENT is live.')
  await withMainDatabase(async (db) => {
    const clock = stepMs ? await advanceClock(db, stepMs) : await readClock(db)
    if (clock === false)
      throw new OperatorError('The clock is ten years ahead; start with a new data folder.')
    if (clock === null)
      throw new OperatorError(
        'Nothing moved the clock yet: worker, vault and simulator must run. It moves once they do.',
      )
    console.log(JSON.stringify(showClock(clock), null, 2))
  })
}
