import { UsageError } from '../ground/errors.ts'
import { didYouMean } from '../ground/nearest.ts'
import type { Argument, Command, Given } from './command.ts'
import { flagOf, usageOf } from './usage.ts'

/** Longer than any option has use for; what is kept of one has its own limit. */
const VALUE_MAX = 4_000

type Options = Record<string, string | boolean>

/**
 * What the parser found, as a command has it. Throws a UsageError for a word that is missing or no choice.
 */
export function readGiven(command: Command, args: string[], positional: string[], options: Options): Given {
  const value = (option: string) => options[option.replaceAll(/-(.)/g, (_, letter) => letter.toUpperCase())]
  const text = (option: string) => {
    const found = value(option)
    return typeof found === 'string' ? found : undefined
  }
  const named = command.arguments ?? []
  const words = wordsOf(command, positional, ({ was }) => (was ? text(nameOf(was)) : undefined))
  for (const [at, argument] of named.entries()) checkChoice(argument.name, words[at], argument.choices)
  for (const { flags, needed, choices, several } of command.options ?? []) {
    const given = text(nameOf(flags))
    if (needed && value(nameOf(flags)) === undefined)
      throw new UsageError(`\`${flags}\` is missing.${usageLine(command)}`)
    for (const word of several ? (given?.split(',') ?? []) : [given])
      checkChoice(flagOf(flags), word, choices)
  }
  const has = (option: string) => {
    const at = named.findIndex(({ was }) => was !== undefined && nameOf(was) === option)
    return at === -1 ? text(option) : words[at]
  }
  return {
    word: words[0] ?? '',
    words,
    args,
    json: value('json') === true,
    has,
    need: (option) => has(option) ?? '',
    flag: (option) => value(option) === true,
  }
}

/** `company` of `--company <id>`. */
const nameOf = (flags: string) => flagOf(flags).slice(2)

/** The words in the order of the arguments, with those that came as the options that they once were. */
function wordsOf(command: Command, given: string[], asOption: (argument: Argument) => string | undefined) {
  const named = command.arguments ?? []
  const words = [...given]
  for (const [at, argument] of named.entries()) {
    const old = asOption(argument)
    if (old !== undefined && words.length === named.length)
      throw new UsageError(
        `\`${argument.name}\` is given twice: also as ${flagOf(argument.was!)}.${usageLine(command)}`,
      )
    if (old !== undefined) words.splice(at, 0, old)
    if (argument.name.startsWith('<') && !words[at])
      throw new UsageError(`\`${argument.name}\` is missing.${usageLine(command)}`)
  }
  return words
}

const usageLine = (command: Command) =>
  `\nUsage: jetpay ${usageOf(command)}\n\`jetpay ${command.name} --help\` explains it.`

function checkChoice(of: string, text: string | undefined, choices: readonly string[] | undefined): void {
  if (!choices || text === undefined || choices.includes(text)) return
  throw new UsageError(`${of} is none of ${choices.join(', ')}: \`${text}\`.${didYouMean(text, choices)}`)
}

/** What is typed here is kept, shown and sent like what comes by the API, and held against the same rule. */
export async function checkText(command: Command, given: Given): Promise<void> {
  const texts = (command.options ?? []).flatMap(({ flags }) => {
    const text = given.has(nameOf(flags))
    return text === undefined ? [] : [[flagOf(flags), text] as const]
  })
  for (const [flag, text] of texts)
    if (text === '') throw new UsageError(`${flag} is empty.${usageLine(command)}`)
  if (texts.length === 0) return
  const { textMessage } = await import('../http/schema.ts')
  for (const [flag, text] of texts) {
    const message = textMessage(text, { max: VALUE_MAX })
    if (message) throw new UsageError(`${flag} ${message}.`)
  }
}
