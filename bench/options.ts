import { parseArgs } from 'node:util'

export type BenchOptions = {
  /** Of each part of a round. */
  seconds: number
  rounds: number
  /** Seconds at half load, in which stalls are counted. */
  half: number
  /** Of a soak. */
  minutes: number
  /** That a company is filled with, to see what grows. */
  debits: number
  /** That are put under another data key. */
  cards: number
  /** That wait for a receiver. */
  events: number
  /** The folder of an installation that a fill is left in, and that later runs measure as it is. */
  keep: string | undefined
  use: string | undefined
  profile: boolean
  /** Put what was measured into docs/. */
  write: boolean
}

const SECONDS = 8
const HALF_SECONDS = 60
const MINUTES = 20
const DEBITS = 10_000_000
const CARDS = 100_000
const EVENTS = 500_000

const usage = (benches: string[]) =>
  `Usage: npm run bench -- <${benches.join(' | ')}> … [--seconds N] [--rounds N] [--half N] [--minutes N] [--debits N] [--cards N] [--events N] [--keep folder | --use folder] [--profile] [--write]`

/**
 * What `npm run bench` was asked for. Throws an error of one line where it is none of `benches`, or not as
 * the usage says.
 */
export function readBenchOptions(
  args: string[],
  benches: string[],
): { names: string[]; options: BenchOptions } {
  const { values, positionals: names } = (() => {
    try {
      return parseArgs({
        args,
        options: {
          seconds: { type: 'string' },
          rounds: { type: 'string' },
          half: { type: 'string' },
          minutes: { type: 'string' },
          debits: { type: 'string' },
          cards: { type: 'string' },
          events: { type: 'string' },
          keep: { type: 'string' },
          use: { type: 'string' },
          profile: { type: 'boolean', default: false },
          write: { type: 'boolean', default: false },
        },
        allowPositionals: true,
      })
    } catch (error) {
      throw new Error(`${(error as Error).message.split('. ')[0]}. ${usage(benches)}`)
    }
  })()
  const unknown = names.find((name) => !benches.includes(name))
  if (unknown !== undefined) throw new Error(`There is no bench "${unknown}". ${usage(benches)}`)
  if (names.length === 0) throw new Error(usage(benches))
  /** Bounded: nobody wants a bench that runs all day. */
  const whole = (
    name: 'seconds' | 'rounds' | 'half' | 'minutes' | 'debits' | 'cards' | 'events',
    fallback: number,
    max: number,
  ): number => {
    const value = values[name]
    if (value === undefined) return fallback
    if (/^[1-9]\d{0,7}$/.test(value) && Number(value) <= max) return Number(value)
    throw new Error(`--${name} is a whole number from 1 to ${max}. ${usage(benches)}`)
  }
  if (values.keep !== undefined && values.use !== undefined)
    throw new Error(
      `--keep fills a new folder and --use measures an old one: give one of them. ${usage(benches)}`,
    )
  const seconds = whole('seconds', SECONDS, 600)
  return {
    names,
    options: {
      seconds,
      rounds: whole('rounds', 3, 100),
      // A profile is for a quick look.
      half: whole('half', values.profile ? seconds : HALF_SECONDS, 600),
      minutes: whole('minutes', MINUTES, 240),
      debits: whole('debits', DEBITS, 20_000_000),
      cards: whole('cards', CARDS, 5_000_000),
      events: whole('events', EVENTS, 20_000_000),
      keep: values.keep,
      use: values.use,
      profile: values.profile,
      write: values.write,
    },
  }
}
