import { Help, Command as Parser, Option as ParserOption } from 'commander'
import { commands, nouns } from './catalogue.ts'
import { type Command, type Given, json } from './command.ts'
import { moreOf } from './help-page.ts'
import { readGiven } from './read-given.ts'
import { ofNoun } from './unknown-word.ts'
import { argumentsOf, saysWith } from './usage.ts'

/** The parser of all commands; `answer` does what was asked of one. */
export function parserOf(words: string[], answer: (command: Command, given: Given) => Promise<void>): Parser {
  const root = quiet(new Parser('jetpay')).description('A payment platform that a company runs itself.')
  root.helpCommand(false)
  for (const command of commands) {
    const path = command.name.split(' ')
    let parent = root
    for (const word of path.slice(0, -1))
      parent =
        parent.commands.find((one) => one.name() === word) ??
        addNoun(parent, word, path.slice(0, path.indexOf(word) + 1).join(' '))
    addCommand(parent, path.at(-1)!, command, (positional, options) =>
      answer(command, readGiven(command, words, positional, options)),
    )
  }
  return root
}

const quiet = (parser: Parser) =>
  parser
    .exitOverride()
    .configureOutput({ writeErr: () => undefined })
    // What is meant is said by `unknown-word.ts`, whatever the case of its letters.
    .showSuggestionAfterError(false)
    .helpOption('-h, --help', 'print this')
    .configureHelp({ subcommandTerm: (one) => one.name() })

/** `path` is all of its words: `operator token`. */
function addNoun(parent: Parser, word: string, path: string): Parser {
  const noun = quiet(parent.command(word))
    .helpCommand(false)
    .usage('<what> [options]; <what> --help has examples')
    .summary(nouns[path]!)
    .description(`${nouns[path]!}.`)
    // The longest list of them fits a screen of 24 lines so.
    .configureHelp({
      subcommandTerm: (one) => one.name(),
      visibleOptions: () => [],
      formatHelp: (of, help) =>
        Help.prototype.formatHelp.call(help, of, help).replace(/\n\n(?=Commands:)/, '\n'),
    })
  noun.action((_options, called: Parser) => {
    const verbs = noun.commands.map((one) => one.name())
    throw ofNoun(path, called.args[0], verbs)
  })
  return noun.allowExcessArguments().allowUnknownOption()
}

function addCommand(
  parent: Parser,
  word: string,
  command: Command,
  run: (positional: string[], options: Record<string, string | boolean>) => Promise<void>,
): void {
  const parser = quiet(parent.command(word)).summary(command.summary).description(descriptionOf(command))
  // A command takes the words that it names; one too many would be a mistake that nobody is told of.
  parser.allowExcessArguments(false).usage(`${argumentsOf(command)} [options]`.trim())
  for (const { name, says, choices, was } of command.arguments ?? []) {
    // `readGiven` sees to what is missing: an argument may have come as the option that it was.
    parser.argument(name.replace(/^<(.*)>$/, '[$1]'), saysWith(says, choices))
    if (was) parser.addOption(new ParserOption(was).hideHelp())
  }
  for (const { flags, says, needed, choices, old } of command.options ?? []) {
    const option = new ParserOption(flags, saysWith(says, choices, needed))
    // Its being missing is told by `readGiven`: a word that is misspelt is to be told first.
    parser.addOption(option.hideHelp(old === true))
  }
  // Every command takes it: what goes wrong is JSON then too, also where there is no answer to print.
  if (!command.options?.some(({ flags }) => flags === json.flags))
    parser.addOption(new ParserOption(json.flags, json.says).hideHelp(command.prints === true))
  parser.addHelpText('after', moreOf(command))
  parser.action((...given: unknown[]) =>
    run(
      given.filter((one) => typeof one === 'string'),
      parser.opts(),
    ),
  )
}

const descriptionOf = ({ summary, details }: Command) =>
  details ? `${summary}.\n\n${details}` : `${summary}.`
