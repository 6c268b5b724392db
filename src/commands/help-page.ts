import { styleText } from 'node:util'
import { groups } from './catalogue.ts'
import type { Command } from './command.ts'

/** Half of a terminal of 80 columns, less what keeps the halves apart. */
const HALF = 41
const NAME = 15

/** `jetpay help`: every command's first word with what it is for, on a screen of 24 lines of 80. */
export function helpPage(version: string): string {
  const lines = Object.entries(groups).flatMap(([title, nouns]) => [
    `${styleText('bold', title)}${roles(Object.keys(nouns).filter((noun) => nouns[noun] === ''))}`,
    ...inTwo(
      Object.entries(nouns).flatMap(([noun, says]) => (says === '' ? [] : [`  ${noun.padEnd(NAME)}${says}`])),
    ),
  ])
  return [`jetpay ${version}. Usage: jetpay <command> [--json|--help]. docs/command-line.md`, ...lines].join(
    '\n',
  )
}

/** Beside the title: of each role there is no more to say than that it runs by itself. */
const roles = (nouns: string[]): string =>
  nouns.length === 0 ? '' : `:${nouns.map((noun) => `  ${noun}`).join('')} apart`

/** Read down the left half, then the right one. */
function inTwo(entries: string[]): string[] {
  const half = Math.ceil(entries.length / 2)
  return entries.slice(0, half).map((left, at) => `${left.padEnd(HALF)}${entries[half + at] ?? ''}`.trimEnd())
}

/** What stands under a command's options. */
export const moreOf = ({ examples }: Command): string =>
  ['\nExamples:', ...examples.flatMap((example) => inLines(`  jetpay ${example}`))].join('\n')

/** Of a terminal of 80 columns, less the sign that a line goes on. */
const LINE = 78

/**
 * A shell line, broken before options where it is longer than a screen is wide: it can be copied as it
 * stands.
 */
function inLines(line: string): string[] {
  const [first = '', ...options] = line.split(/ (?=--)/)
  const lines = [first]
  for (const option of options)
    if (`${lines.at(-1)} ${option}`.length <= LINE) lines.push(`${lines.pop()} ${option}`)
    else lines.push(`    ${option}`)
  return lines.map((one, at) => (at < lines.length - 1 ? `${one} \\` : one))
}
