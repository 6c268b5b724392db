import type { Command, Option } from './command.ts'

/** `<company id> <feature>`. */
export const argumentsOf = ({ arguments: named = [] }: Command) => named.map(({ name }) => name).join(' ')

/** `company rename <company id> --name <name>`. */
export const usageOf = (command: Command) =>
  [
    command.name,
    ...(command.arguments ?? []).map(({ name }) => name),
    ...shownOptions(command).map(({ flags, needed }) => (needed ? flags : `[${flags}]`)),
  ].join(' ')

/** What is told of: another spelling from before is not. */
export const shownOptions = ({ options = [] }: Command): readonly Option[] =>
  options.filter(({ old }) => !old)

/** What an argument or option is for, with the words that it takes. */
export const saysWith = (says: string, choices?: readonly string[], needed?: true): string =>
  `${says}${choices ? `: ${choices.join(', ')}` : ''}${needed ? ' (needed)' : ''}`

/** The option's own word of its flags. */
export const flagOf = (flags: string) => flags.split(' ')[0]!
