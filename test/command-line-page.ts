import { commands, groups } from '../src/commands/catalogue.ts'
import { saysWith, shownOptions, usageOf } from '../src/commands/usage.ts'
import { writtenFrom } from './written-from.ts'

/** `docs/command-line.md`: every command of `jetpay`, as the catalogue has it. */
export const commandLinePage = () =>
  `${[
    introduction,
    ...Object.entries(groups).flatMap(([title, nouns]) => [
      `## ${title}`,
      ...commands.filter(({ name }) => Object.hasOwn(nouns, name.split(' ')[0]!)).map(sectionOf),
    ]),
  ].join('\n\n')}\n`

function sectionOf(command: (typeof commands)[number]): string {
  const { name, summary, details, arguments: named = [], examples } = command
  const rows = [
    ...named.map(({ name, says, choices }) => [name, saysWith(says, choices)]),
    ...shownOptions(command).map(({ flags, says, needed, choices }) => [
      flags,
      saysWith(says, choices, needed),
    ]),
  ]
  return [
    `### jetpay ${name}`,
    `${summary}.${details ? ` ${details}` : ''}`,
    ['```sh', ...examples.map((example) => `bin/jetpay ${example}`), '```'].join('\n'),
    ...(rows.length > 0
      ? [
          [
            `\`jetpay ${usageOf(command)}\``,
            '',
            '| | |',
            '|---|---|',
            ...rows.map(([flags, says]) => `| \`${flags}\` | ${says} |`),
          ].join('\n'),
        ]
      : []),
  ].join('\n\n')
}

const introduction = `# The command line

${writtenFrom('src/commands/catalogue.ts')}

\`bin/jetpay help\` is the same on a screen, \`bin/jetpay <command> --help\` one command,
\`bin/jetpay --version\` what is installed. \`bin/jetpay\` is a file of the checkout. It runs from any folder by its path, by a link to it
(\`ln -s "$PWD/bin/jetpay" ~/.local/bin/\`) or with \`bin/\` on the \`PATH\`, and brings its own Node. **Never by \`npx jetpay\` from a folder of yours**: npx would ask the
npm registry for a package of that name, which is not ours, and run it. Commands work on \`DATABASE_URL\`, or on the database of the \`npm start\` that runs in
\`JETPAY_DATA\`; they read settings from the environment as every part does ([settings.md](settings.md)).

- **For people and for programs.** Answers are tables. With \`--json\` they are JSON: of a list what the endpoint of the same name answers
  (\`{"data": […], "next_cursor": …}\`, [operator.md](operator.md)), by the same piece of code. \`operator list\`, \`operator token list\` and \`dispute list\` have the same form and no
  endpoint: what they are about is changed here alone, by whoever has the machine. What is not an answer goes to stderr.
- **Amounts** are in major units, in and out, with their two decimals: \`--fixed 0.30\`. One without decimals is refused, so that a script from
  the time when these commands took minor units (before 0.5) takes no hundredfold.
- **Colours** are for terminals: none in a pipe or a file, and none where \`NO_COLOR\` is set. Long work (\`verify\`, \`clock advance\`,
  \`events export\`) says on a terminal's stderr how far it is, and nothing elsewhere.
- **Who did it**: what changes something is kept in the audit log with the user of the machine ([users.md](users.md)).
- A command, option, choice or type of event that there is not is answered with the nearest one, in whatever case it was typed.

- **What a command acts on** is its first word: \`company show <company id>\`, \`token revoke <token id>\`, \`user remove <email address>\`. What it acts within
  (\`--company\`), and what is to become of it, are options. Where an id was an option until 0.4 (\`company show --company <id>\`,
  \`token revoke --token <id>\`, \`user remove --email <address>\`) that is still taken.
- **What is shown** steers no terminal: control characters, and those that turn the direction of text, are blanks. A table that is wider than
  the terminal is shown row by row.
- **Ctrl-C** ends a command at once; \`rehearse\` first puts all back. What it changes is one transaction: done whole or not at all.

| exit code | \`code\` with \`--json\` | |
|---|---|---|
| 0 | | done; of \`verify\`, \`events verify-proof\` and \`rehearse\`: all holds |
| 1 | \`not_found\`, \`wrong_state\`, \`service_unavailable\` … | it is refused, and nothing was changed: it is not there, is in no state for it, or nothing runs here or answers; or: something does not hold |
| 2 | \`validation_failed\` | the command line says nothing that can be done, whatever there is: an unknown word, a missing option, a value that is no amount, id or time, or none of its choices; of \`rehearse\`: it could not be played |
| 70 | \`internal_error\` | a defect of ours, with where it happened: tell us |
| 130 | | Ctrl-C; of what ends by it alone (\`listen\`, \`start\`, a role) 0 |

With \`--json\` what goes wrong is JSON too, one object on one line of stderr: \`{"code": "not_found", "message": "There is no company …", "exit_code": 1}\`. The codes
are those of the API's problems ([problems.md](problems.md)). stdout is empty then.

Completion: \`bin/jetpay completion bash > ~/.local/share/bash-completion/completions/jetpay\`, or
\`bin/jetpay completion zsh > ~/.zfunc/_jetpay\` with \`~/.zfunc\` in \`fpath\` (make the folders where there are none). It completes \`jetpay\`, so have
a link to it on the \`PATH\`, as above.`
