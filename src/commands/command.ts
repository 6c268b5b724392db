/** What a shell completes it with where its words are too many for `--help`; read when they are asked for. */
type Completed = {
  words: () => Promise<readonly string[]>
  /** It takes several, with commas. */
  several?: true
}

/** One option, as its flags are written: `--company <id>`, `--full`. */
export type Option = {
  flags: string
  says: string
  /** The command cannot do without it. */
  needed?: true
  choices?: readonly string[]
  /** It takes several of its choices, with commas. */
  several?: true
  completes?: Completed
  /** Another spelling, from before: it is taken still, and told no more. */
  old?: true
}

/** A word after the command's own. What the command acts on comes first (docs/command-line.md). */
export type Argument = {
  name: `<${string}>` | `[${string}]`
  says: string
  choices?: readonly string[]
  completes?: Completed
  /** The option that named it before 0.5, as its flags are written: it is taken still, and told no more. */
  was?: string
}

/** What was given to a command, read and held against the rule for text. */
export type Given = {
  /** The first word after the command's own; empty where none was given. */
  word: string
  /** All of them, in the order of the command's arguments. */
  words: readonly string[]
  /** What a person called: the command's words and all that came after. For the audit log. */
  args: readonly string[]
  /** `--json`: the command's answer is printed for programs. */
  json: boolean
  /** An option's value, or that of the argument that was this option once. */
  has(option: string): string | undefined
  /** One of the command's `needed` options, or such an argument. */
  need(option: string): string
  flag(option: string): boolean
}

/**
 * One command. The parser, `--help`, completion and docs/command-line.md are made of these
 * (`catalogue.ts`). A file of commands imports nothing of the platform before `run` is called, so that
 * `jetpay help` reads none of it (test/floors.test.ts).
 */
export type Command = {
  /** Its words: `company list`. */
  name: string
  /** One line, without a full stop. */
  summary: string
  /** More, for its `--help`. */
  details?: string
  arguments?: readonly Argument[]
  options?: readonly Option[]
  /** Whole lines, as they are typed after `jetpay `. */
  examples: readonly [string, ...string[]]
  /** What its table shows of each row, in this order; everything where it is left out. */
  columns?: readonly string[]
  /** It prints by itself; where `--json` changes what it prints, it is among its options. */
  prints?: true
  /**
   * Does it and returns what is to be shown: rows, a page as the API answers it, or one record. Throws an
   * OperatorError (exit code 1) where it cannot be. `every`: all commands, for what tells of them.
   */
  run(given: Given, every: readonly Command[]): Promise<unknown>
}

/** The company that a command acts on. */
export const theCompany: Argument = {
  name: '<company id>',
  says: 'its id, as `jetpay company list` shows it',
  was: '--company <id>',
}
/** The company that a command acts within. */
export const company: Option = {
  flags: '--company <id>',
  says: 'the company’s id; need not be said where there is but one',
}
/** An id is one of all companies': who had to name the company until 0.4 may still. */
export const companyOfIt: Option = { flags: '--company <id>', says: 'whose it is', old: true }
/** A list that has no endpoint, in the form of those that have one. */
export const wholeList = <Row>(data: Row[]) => ({ data, next_cursor: null })
/** Every command has it. */
export const json: Option = { flags: '--json', says: 'print JSON, for programs; what goes wrong too' }
export const paging: readonly Option[] = [
  { flags: '--limit <n>', says: 'how many at once, 1 to 100; 50 unless told otherwise' },
  { flags: '--cursor <id>', says: 'the page after: what `More:` or next_cursor says' },
]
export const decider: readonly Option[] = [
  { flags: '--by <your name>', says: 'who decides; it is kept with it', needed: true },
  { flags: '--note <why>', says: 'why; it is kept with it', needed: true },
]
