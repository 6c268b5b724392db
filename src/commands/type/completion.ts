import type { Command } from '../command.ts'
import { flagOf, shownOptions } from '../usage.ts'

/**
 * What may follow each beginning of a command line: the next words, of a whole command its options, and of an
 * option or argument the words that it takes. The scripts hold all of it, so that a Tab starts no Node.
 */
function followers(commands: readonly Command[]): Map<string, string[]> {
  const found = new Map<string, string[]>([['', ['help', '--version', '--help']]])
  const add = (after: string, words: readonly string[]) =>
    found.set(after, [...new Set([...(found.get(after) ?? []), ...words])])
  for (const command of commands) {
    const { name, arguments: named = [], prints } = command
    const options = shownOptions(command)
    const words = name.split(' ')
    for (const [at, word] of words.entries()) add(words.slice(0, at).join(' '), [word])
    for (const { choices = [] } of named) add(name, choices)
    add(name, [...options.map(({ flags }) => flagOf(flags)), ...(prints ? [] : ['--json']), '--help'])
    // What takes a value that is no choice is followed by no option: a shell offers files then.
    for (const { flags, choices = [] } of options)
      if (flags !== flagOf(flags)) add(`${name} ${flagOf(flags)}`, choices)
  }
  return found
}

/** The branches of a `case`: first an option's words, then a command's, the longest first. */
function branches(commands: readonly Command[]): string {
  const found = [...followers(commands)].sort(([a], [b]) => b.length - a.length)
  const whole = new Set(commands.map(({ name }) => name))
  return found
    .map(([after, words]) => {
      const option = after.includes(' --')
      const pattern = option
        ? `'${after.replace(/ (--\S+)$/, "'*' $1'")}`
        : whole.has(after)
          ? `'${after}'|'${after} '*`
          : `'${after}'`
      return `    ${pattern}) found='${words.join(' ')}' ;;`
    })
    .join('\n')
}

/** `jetpay help company` takes what `jetpay company` does; both shells read this alike. */
const AFTER_HELP = `  [[ $before == help ]] && before=''
  before="\${before#help }"`

/** For bash: sourced, or in a folder of bash-completion. */
export const bash = (
  commands: readonly Command[],
) => `# Completion of jetpay for bash, made by \`jetpay completion bash\`.
_jetpay() {
  local found='' before="\${COMP_WORDS[*]:1:COMP_CWORD-1}"
${AFTER_HELP}
  case "$before" in
${branches(commands)}
  esac
  COMPREPLY=($(compgen -W "$found" -- "\${COMP_WORDS[COMP_CWORD]}"))
}
complete -o default -F _jetpay jetpay`

/** For zsh: a file \`_jetpay\` in a folder of $fpath. */
export const zsh = (commands: readonly Command[]) => `#compdef jetpay
# Completion of jetpay for zsh, made by \`jetpay completion zsh\`.
_jetpay() {
  local found='' before="\${(j: :)words[2,CURRENT-1]}"
${AFTER_HELP}
  case "$before" in
${branches(commands)}
  esac
  compadd -- \${=found} || _files
}
_jetpay "$@"`
