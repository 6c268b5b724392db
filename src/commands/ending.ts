import { inspect } from 'node:util'
import { lineFor, OperatorError } from '../ground/errors.ts'
import { exactJson } from './exact-json.ts'

/** What a shell is told (docs/command-line.md). */
const REFUSED = 1
const MISUSED = 2
const OUR_DEFECT = 70

/** How a command ends that was not done: `text` for stderr, `code` for the shell. */
export type Ending = {
  code: number
  text: string
  /** The line for whoever answers for the installation; undefined where it is a defect of ours. */
  line: string | undefined
}

/**
 * With `--json` a program reads what went wrong too: `code` is one of the API's problem codes
 * (`ground/errors.ts`). A defect of ours comes with where it happened.
 */
export function endingOf(error: unknown, json: boolean): Ending {
  const line = lineFor(error)
  const misused = error instanceof OperatorError && error.misused
  const code = line === undefined ? OUR_DEFECT : misused ? MISUSED : REFUSED
  if (!json) return { code, line, text: line === undefined ? inspect(error) : harmless(line) }
  const told = {
    code:
      line === undefined
        ? 'internal_error'
        : error instanceof OperatorError
          ? faultOf(error)
          : 'service_unavailable',
    message: line ?? String((error as Error)?.message ?? error),
    exit_code: code,
    ...(line === undefined && { stack: (error as Error)?.stack }),
  }
  return { code, line, text: exactJson(told) }
}

/** Words that can be done, where what there is does not allow it, are no mistake of the command line. */
const faultOf = ({ fault, misused }: OperatorError) =>
  fault === 'validation_failed' && !misused ? 'wrong_state' : fault

/** A line may repeat what was typed, or what the database has: nothing in it steers a terminal. */
export const harmless = (text: string) =>
  text.replaceAll(/(?!\n)[\p{Cc}\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]+/gu, ' ')

/** `--json` stands among the words, also where they are no command. */
export function asksForJson(words: readonly string[]): boolean {
  const end = words.indexOf('--')
  return words.slice(0, end === -1 ? undefined : end).includes('--json')
}
