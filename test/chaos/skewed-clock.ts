import type { readFileSync } from 'node:fs'
import { skewFile } from './skew-file.ts'

/**
 * Has what its process reads as the time of day be wrong by as many milliseconds as the file of its role, or
 * of `asked`, says, as on a machine whose clock is set wrongly. Timers and `performance.now()` run on, as
 * they do there. It is sent as text, so it knows what it is given alone.
 */
function skewClock(read: typeof readFileSync, fileOf: typeof skewFile, asked: string | null): void {
  // How soon a process notices that its clock was set: a few times within the shortest fault.
  const lookMs = 50
  const file = fileOf(process.env.JETPAY_DATA ?? '', asked ?? process.argv[2] ?? '')
  let skewMs = 0
  const look = () => {
    try {
      skewMs = Number(read(file, 'utf8'))
    } catch (error) {
      // Never set: this role's clock is right.
      if ((error as { code?: string }).code !== 'ENOENT') throw error
      skewMs = 0
    }
  }
  look()
  setInterval(look, lookMs).unref()

  const RealDate = Date
  const now = () => RealDate.now() + skewMs
  globalThis.Date = new Proxy(RealDate, {
    construct: (target, args, asked) => Reflect.construct(target, args.length === 0 ? [now()] : args, asked),
    get: (target, key, receiver) => (key === 'now' ? now : Reflect.get(target, key, receiver)),
  })
}

/**
 * The program that a process loads before its own (`node --import`), as an address that holds it: the vault
 * may read no file of the tests.
 */
export function skewedClock(asked: string | null): string {
  const program = `import { readFileSync } from 'node:fs'
    ;(${skewClock})(readFileSync, ${skewFile}, ${JSON.stringify(asked)})`
  return `data:text/javascript,${encodeURIComponent(program)}`
}
