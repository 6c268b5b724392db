import { readFileSync } from 'node:fs'
import { projectFolder } from '../ground/config.ts'
import { OperatorError, Problem, UsageError } from '../ground/errors.ts'
import { commands } from './catalogue.ts'
import type { Command, Given } from './command.ts'
import { helpPage } from './help-page.ts'
import { parserOf } from './parser.ts'
import { checkText } from './read-given.ts'
import { usageOf } from './usage.ts'
import { watchOutput } from './watch-output.ts'

const version = () =>
  (JSON.parse(readFileSync(`${projectFolder}/package.json`, 'utf8')) as { version: string }).version

/** Runs `jetpay <words>`. Throws a UsageError where the words are no command. */
export async function runCommandLine(words: string[]): Promise<void> {
  watchOutput()
  // `jetpay help company list` is `jetpay company list --help`.
  const [first, ...rest] = words
  if (first === undefined || (first === 'help' && rest.length === 0) || /^(-h|--help)$/.test(first)) {
    console.log(helpPage(version()))
    return
  }
  if (first === '--version' || first === '-V') {
    console.log(version())
    return
  }
  const asked = first === 'help' ? helpOf(rest) : words
  try {
    await parserOf(asked, answer).parseAsync(asked, { from: 'user' })
  } catch (error) {
    const { code = '', message } = error as Error & { code?: string }
    if (/^commander\.(help|helpDisplayed|version)$/.test(code)) return
    if (!code.startsWith('commander.')) throw error
    throw new UsageError(`${said(message)}\n${toLearn(asked)}`)
  }
}

/**
 * The help of the command that these words begin with, or of the noun that they are. Of anything else the
 * parser says what was meant, without `--help`, which it answers for any word.
 */
function helpOf(words: string[]): string[] {
  const said = `${words.join(' ')} `
  const command = commands.find(({ name }) => said.startsWith(`${name} `))
  if (command) return [...command.name.split(' '), '--help']
  return commands.some(({ name }) => name.startsWith(said)) ? [...words, '--help'] : words
}

/** What the parser found, as a sentence of ours. */
function said(message: string): string {
  const [line = '', hint = ''] = message
    .replace(/^error: /, '')
    .replace(/^required option ('.*') not specified/, '$1 is missing')
    .replace(/^too many arguments.*$/s, 'there are more words than it takes')
    .split('\n')
  const sentence = `${line.charAt(0).toUpperCase()}${line.slice(1)}`
  return `${sentence.replace(/'([^']*)'/g, '`$1`')}${/[.?]$/.test(sentence) ? '' : '.'} ${hint.replace(/^\(|\)$/g, '')}`.trim()
}

/** Where to read on: the help of the command, or noun, that was meant. */
function toLearn(words: string[]): string {
  const named = commands.filter(({ name }) => `${words.join(' ')} `.startsWith(`${name} `)).at(-1)
  if (named) return `Usage: jetpay ${usageOf(named)}\n\`jetpay ${named.name} --help\` explains it.`
  const noun = words[0]!
  return commands.some(({ name }) => name.startsWith(`${noun} `))
    ? `\`jetpay ${noun} --help\` lists what there is.`
    : '`jetpay help` lists what there is.'
}

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
    const { shown } = await import('./show.ts')
    console.log(shown(done, command.columns))
  }
}
