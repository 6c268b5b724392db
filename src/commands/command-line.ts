import { readFileSync } from 'node:fs'
import { projectFolder } from '../ground/config.ts'
import { OperatorError, Problem } from '../ground/errors.ts'
import { commands } from './catalogue.ts'
import type { Command, Given } from './command.ts'
import { helpPage } from './help-page.ts'
import { parserOf } from './parser.ts'
import { checkText } from './read-given.ts'
import { checkFirstWord, commandOf, misused } from './unknown-word.ts'
import { watchOutput } from './watch-output.ts'

const version = () =>
  (JSON.parse(readFileSync(`${projectFolder}/package.json`, 'utf8')) as { version: string }).version

/** Runs `jetpay <words>`. Throws a UsageError where the words are no command. */
export async function runCommandLine(words: string[]): Promise<void> {
  watchOutput()
  const [first, ...rest] = words
  if (first === undefined || (first === 'help' && rest.length === 0) || isHelp(first)) {
    console.log(helpPage(version()))
    return
  }
  if (['--version', '-V', '-v', 'version'].includes(first)) {
    console.log(version())
    return
  }
  checkFirstWord(first, rest)
  // `jetpay help company list` is `jetpay company list --help`.
  const asked = helpWanted(words) ?? words
  checkFirstWord(asked[0]!, asked.slice(1))
  try {
    await parserOf(asked, answer).parseAsync(asked, { from: 'user' })
  } catch (error) {
    const { code = '', message } = error as Error & { code?: string }
    if (/^commander\.(help|helpDisplayed|version)$/.test(code)) return
    if (!code.startsWith('commander.')) throw error
    throw misused(asked, code, message)
  }
}

/**
 * What is asked of the parser where help is wanted: by `help company`, `company --help`, or `company help`.
 */
function helpWanted(words: string[]): string[] | undefined {
  if (words[0] === 'help') return helpOf(words.slice(1))
  if (words.some(isHelp)) return helpOf(wordsBefore(words))
  const before = words.slice(0, -1)
  return words.at(-1) === 'help' && isNoun(before) ? helpOf(before) : undefined
}

const isHelp = (word: string) => word === '-h' || word === '--help'

/** The words of a command line up to its first option. */
function wordsBefore(words: string[]): string[] {
  const end = words.findIndex((word) => word.startsWith('-'))
  return words.slice(0, end)
}

/**
 * The help of the command that these words begin with, or of the noun that they are. Of anything else the
 * parser says what was meant, without `--help`, which it answers for any word.
 */
function helpOf(words: string[]): string[] {
  const command = commandOf(words)
  if (command) return [...command.name.split(' '), '--help']
  return isNoun(words) ? [...words, '--help'] : words
}

/** Words that commands begin with and that are none themselves: `company`, `operator token`. */
const isNoun = (words: string[]) => commands.some(({ name }) => name.startsWith(`${words.join(' ')} `))

async function answer(command: Command, given: Given): Promise<void> {
  await checkText(command, given)
  const done = await command.run(given, commands).catch((error: unknown) => {
    // What the API refuses is refused here by the same code, in the same words.
    throw error instanceof Problem ? new OperatorError(error.detail, error.code) : error
  })
  if (command.prints || done === undefined) return
  if (given.json) {
    const { exactJson } = await import('./exact-json.ts')
    console.log(exactJson(done, 2))
  } else {
    const { moreOf, shown } = await import('./show.ts')
    console.log(shown(done, command.columns))
    const more = moreOf(done)
    if (more) console.error(more)
  }
}
