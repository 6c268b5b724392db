import type { Argument, Command, Option } from '../command.ts'
import { flagOf, shownOptions } from '../usage.ts'

/** The words that may stand in a place; of a list each stands after the comma of the one before. */
type Words = { words: string[]; several?: true | undefined }

/**
 * What may follow each beginning of a command line: the next words, of a whole command its options, and of an
 * option or argument the words that it takes. The scripts hold all of it, so that a Tab starts no Node.
 */
async function followers(commands: readonly Command[]): Promise<Map<string, Words>> {
  const found = new Map<string, Words>([['', { words: ['help', '--version', '--help'] }]])
  const add = (after: string, words: readonly string[], several?: true) =>
    found.set(after, { words: [...new Set([...(found.get(after)?.words ?? []), ...words])], several })
  for (const command of commands) {
    const { name, arguments: named = [], prints } = command
    const options = shownOptions(command)
    const words = name.split(' ')
    for (const [at, word] of words.entries()) add(words.slice(0, at).join(' '), [word])
    for (const argument of named) add(name, await wordsOf(argument))
    add(name, [...options.map(({ flags }) => flagOf(flags)), ...(prints ? [] : ['--json']), '--help'])
    // What takes a value that is no choice is followed by no option: a shell offers files then.
    for (const option of options)
      if (option.flags !== flagOf(option.flags))
        add(
          `${name} ${flagOf(option.flags)}`,
          await wordsOf(option),
          option.several ?? option.completes?.several,
        )
  }
  return found
}

const wordsOf = async ({ choices, completes }: Argument | Option): Promise<readonly string[]> =>
  choices ?? (await completes?.words()) ?? []

/** The branches of a `case`: first an option's words, then a command's, the longest first. */
async function branches(commands: readonly Command[]): Promise<string> {
  const found = [...(await followers(commands))].sort(([a], [b]) => b.length - a.length)
  const whole = new Set(commands.map(({ name }) => name))
  return found
    .map(([after, { words, several }]) => {
      const option = after.includes(' --')
      const pattern = option
        ? `'${after.replace(/ (--\S+)$/, "'*' $1'")}`
        : whole.has(after)
          ? `'${after}'|'${after} '*`
          : `'${after}'`
      return `    ${pattern}) found='${words.join(' ')}'${several ? ' several=1' : ''} ;;`
    })
    .join('\n')
}

/** `jetpay help company` takes what `jetpay company` does; both shells read this alike. */
const AFTER_HELP = `  [[ $before == help ]] && before=''
  before="\${before#help }"`

/** For bash: sourced, or in a folder of bash-completion. */
export const bash = async (
  commands: readonly Command[],
) => `# Completion of jetpay for bash, made by \`jetpay completion bash\`.
_jetpay() {
  local found='' several='' first='' word="\${COMP_WORDS[COMP_CWORD]}" before="\${COMP_WORDS[*]:1:COMP_CWORD-1}"
${AFTER_HELP}
  case "$before" in
${await branches(commands)}
  esac
  [[ $several && $word == *,* ]] && first="\${word%,*},"
  COMPREPLY=($(compgen -P "$first" -W "$found" -- "\${word#"$first"}"))
}
complete -o default -F _jetpay jetpay`

/** For zsh: a file \`_jetpay\` in a folder of $fpath. */
export const zsh = async (commands: readonly Command[]) => `#compdef jetpay
# Completion of jetpay for zsh, made by \`jetpay completion zsh\`.
_jetpay() {
  local found='' several='' before="\${(j: :)words[2,CURRENT-1]}"
${AFTER_HELP}
  case "$before" in
${await branches(commands)}
  esac
  [[ $several ]] && compset -P '*,'
  compadd -- \${=found} || _files
}
_jetpay "$@"`
