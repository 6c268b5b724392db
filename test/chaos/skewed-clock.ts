/**
 * Loaded into every process of a chaos run before its program (`node --import`): what it reads as the time of
 * day is wrong by as many milliseconds as its role's file says, as on a machine whose clock is set wrongly.
 * Timers and `performance.now()` run on, as they do there.
 */
import { readFileSync } from 'node:fs'
import { skewFile } from './skew-file.ts'

/** How soon a process notices that its clock was set: a few times within the shortest fault. */
const LOOK_MS = 50

const { JETPAY_DATA } = process.env
const asked = new URL(import.meta.url).searchParams.get('clock')
const file = skewFile(JETPAY_DATA!, asked ?? process.argv[2] ?? '')
let skewMs = 0
const look = () => {
  try {
    skewMs = Number(readFileSync(file, 'utf8'))
  } catch {
    // Never set: this role's clock is right.
    skewMs = 0
  }
}
look()
setInterval(look, LOOK_MS).unref()

const RealDate = Date
const now = () => RealDate.now() + skewMs
globalThis.Date = new Proxy(RealDate, {
  construct: (target, args, asked) => Reflect.construct(target, args.length === 0 ? [now()] : args, asked),
  get: (target, key, receiver) => (key === 'now' ? now : Reflect.get(target, key, receiver)),
})
