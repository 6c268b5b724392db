/** What is said of a word that there is not: the nearest one, and where to read on. */
import { UsageError } from '../ground/errors.ts'
import { didYouMean } from '../ground/nearest.ts'
import { commands } from './catalogue.ts'
import { type Command, json } from './command.ts'
import { flagOf, shownOptions, usageOf } from './usage.ts'

const firstWords = [...new Set(commands.map(({ name }) => name.split(' ')[0]!)), 'help', 'version']

/** What a command line begins with: a command, a noun, or words about the command line itself. */
export function checkFirstWord(first: string, rest: readonly string[]): void {
  if (firstWords.includes(first)) return
  const learn = '\n`jetpay help` lists what there is.'
  // Whoever begins with an option of the commands has only the order wrong.
  if (first === json.flags) {
    const whole = [...(rest.length > 0 ? rest : ['company', 'list']), first].join(' ')
    throw new UsageError(`\`${first}\` comes after the command: \`jetpay ${whole}\`.${learn}`)
  }
  if (first.startsWith('-'))
    throw new UsageError(`Unknown option \`${first}\`.${didYouMean(first, ['--help', '--version'])}${learn}`)
  throw new UsageError(`Unknown command \`${first}\`.${didYouMean(first, firstWords)}${learn}`)
}

/** A word after a noun: `lsit` of `company lsit`; undefined where there is none. */
export function ofNoun(path: string, verb: string | undefined, verbs: readonly string[]): UsageError {
  const there = `${verbs.join(', ')}.\n\`jetpay ${path} --help\` explains them.`
  return new UsageError(
    verb === undefined || verb.startsWith('-')
      ? `Say what of \`jetpay ${path}\`: ${there}`
      : `There is no \`jetpay ${path} ${verb}\`.${didYouMean(verb, verbs)} There are: ${there}`,
  )
}

/** The command that these words begin with. */
export const commandOf = (words: readonly string[]): Command | undefined =>
  commands.filter(({ name }) => `${words.join(' ')} `.startsWith(`${name} `)).at(-1)

/** What the parser found wrong with a command's words, as a sentence of ours. */
export function misused(words: readonly string[], code: string, message: string): UsageError {
  const command = commandOf(words)
  return new UsageError(`${said(command, code, message)}\n${toLearn(command)}`)
}

function said(command: Command | undefined, code: string, message: string): string {
  const [, quoted = ''] = /'([^']*)'/.exec(message) ?? []
  if (code === 'commander.unknownOption') return unknownOption(command, quoted.replace(/=.*$/s, ''))
  if (code === 'commander.excessArguments') return 'There are more words than it takes.'
  const line = message.split('\n')[0]!.replace(/^error: /, '')
  const sentence = `${line.charAt(0).toUpperCase()}${line.slice(1)}`
  return `${sentence.replace(/'([^']*)'/g, '`$1`')}${/[.?]$/.test(sentence) ? '' : '.'}`
}

function unknownOption(command: Command | undefined, word: string): string {
  const [argument] = command?.arguments ?? []
  // `-1d`: it was meant as a value, and no option begins with a digit.
  if (argument && /^-[\d.]/.test(word))
    return `\`${word}\` is none that \`${argument.name}\` can be: ${argument.says}.`
  const known = [...(command ? shownOptions(command) : []), json].map(({ flags }) => flagOf(flags))
  if (known.includes(word)) return `\`${word}\` takes no value.`
  return `Unknown option \`${word}\`.${didYouMean(word, [...known, '--help'])}`
}

/** Where to read on. */
const toLearn = (command: Command | undefined) =>
  command
    ? `Usage: jetpay ${usageOf(command)}\n\`jetpay ${command.name} --help\` explains it.`
    : '`jetpay help` lists what there is.'
