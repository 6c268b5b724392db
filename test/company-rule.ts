/**
 * Reads the program's SQL as text and finds each place where a company's table is used without saying whose
 * rows are meant. A join does not say it: of the tables that a block joins by company one must be held to a
 * company from outside the block (a value, or what another part of the statement has found).
 */
import { readFileSync } from 'node:fs'

/** Tables with a column `company_id`, as migrations make them. */
export function companyTables(migrations: string[]): Set<string> {
  const text = migrations.map((file) => readFileSync(file, 'utf8')).join('\n')
  const created = [...text.matchAll(/create table (?:if not exists )?(\w+) \(([\s\S]*?)\n\)/g)]
  const altered = [...text.matchAll(/alter table (\w+)[^;]*add column company_id/g)]
  return new Set([
    ...created.filter(([, , body]) => /^ +company_id uuid/m.test(body!)).map(([, name]) => name!),
    ...altered.map(([, name]) => name!),
  ])
}

/** Each tagged template of a source, values as `$`; templates within values are statements of their own. */
export function statementsIn(source: string): string[] {
  const found: string[] = []
  /** Reads from after a template's opening backtick to its closing one: its text, and where it ends. */
  const template = (from: number): [string, number] => {
    let text = ''
    for (let at = from; ; at++) {
      if (source[at] === '`') return [text, at]
      if (source[at] === '\\') at++
      else if (source.startsWith('${', at)) {
        at = value(at + 2)
        text += '$'
      } else text += source[at] ?? ''
      if (at >= source.length) throw new Error('a template without an end')
    }
  }
  /** Reads code to the brace that closes it, and the templates in it. */
  const value = (from: number): number => {
    let depth = 0
    for (let at = from; at < source.length; at++) {
      if (source[at] === '`') at = tagged(at)
      else if (source[at] === '{') depth++
      else if (source[at] === '}' && depth-- === 0) return at
    }
    return source.length
  }
  const tagged = (at: number): number => {
    const [text, end] = template(at + 1)
    if (/\bsql(<[^`]*>)?$/.test(source.slice(Math.max(0, at - 60), at))) found.push(text)
    return end
  }
  const ticks = source.replace(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, (comment) => ' '.repeat(comment.length))
  for (let at = 0; at < source.length; at++) if (ticks[at] === '`') at = tagged(at)
  return found
}

/** A statement's blocks: each query in parentheses by itself, its place in the outer one taken by `@`. */
function blocksOf(statement: string): string[] {
  const blocks: string[] = []
  const read = (from: number): [string, number] => {
    let text = ''
    for (let at = from; at < statement.length; at++) {
      if (statement[at] === '(') {
        const [inner, end] = read(at + 1)
        at = end
        if (/^\s*(select|insert|update|delete|with)\b/.test(inner)) {
          blocks.push(inner)
          text += '(@)'
        } else text += `(${inner})`
      } else if (statement[at] === ')') return [text, at]
      else text += statement[at]
    }
    return [text, statement.length]
  }
  blocks.push(read(0)[0])
  // The parts of a `union` have tables of their own.
  return blocks.flatMap((block) => block.split(/\bunion (?:all )?|\bon conflict\b/))
}

const NOT_ALIASES =
  /^(where|set|on|using|join|left|right|cross|inner|order|group|limit|for|returning|values|select|having|union|and|lateral|as|is)$/

/** `joined`: by `using (company_id …)`; `found`: to what an earlier part of the statement has found. */
type Use = { table: string; alias: string; joined: boolean; found: boolean }

function usesIn(block: string, tables: Set<string>): { uses: Use[]; inserts: string[] } {
  const uses: Use[] = []
  let others = false
  const lists =
    /\b(from|join|update|using)\s+((?:[a-z_]+|\$)(?:\s+(?:as\s+)?[a-z_]+)?(?:\s*,\s*(?:[a-z_]+|\$)(?:\s+(?:as\s+)?[a-z_]+)?)*)/g
  for (const { 1: how, 2: list, index } of block.matchAll(lists)) {
    if (/\bdistinct\s+$|\bfor\s+(no key\s+)?$|\bdo\s+$/.test(block.slice(0, index))) continue
    for (const item of list!.split(',')) {
      const [table = '', ...words] = item.trim().split(/\s+/)
      const word = words.filter((of) => of !== 'as')[0]
      const alias = word && !NOT_ALIASES.test(word) ? word : table
      const after = block.slice(index! + how!.length).trimStart()
      const joined = new RegExp(
        `^${table === '$' ? '\\$' : table}(\\s+(as\\s+)?\\w+)?\\s+using\\s*\\([^)]*company_id`,
      ).test(after)
      if (tables.has(table)) uses.push({ table, alias, joined, found: joined && others })
      else others ||= table !== '$'
      if (word && NOT_ALIASES.test(word)) break
    }
  }
  const inserts = [...block.matchAll(/\binsert into (\w+)(?:\s+as\s+\w+)?\s*(\([^)]*\))?/g)]
    .filter(([, table, columns]) => tables.has(table!) && !/\bcompany_id\b/.test(columns ?? ''))
    .map(([, table]) => table!)
  return { uses, inserts }
}

/** Tables of a block whose rows are not held to a company. */
function unheldIn(block: string, tables: Set<string>): string[] {
  const { uses, inserts } = usesIn(block, tables)
  const aliases = uses.map(({ alias }) => alias)
  /** Who is joined to whom by company; 'outside' is what holds them. */
  const groups = new Map([...aliases, 'outside'].map((alias) => [alias, alias]))
  const rootOf = (alias: string): string => {
    const of = groups.get(alias)!
    return of === alias ? alias : rootOf(of)
  }
  const unite = (one: string, other: string) => groups.set(rootOf(one), rootOf(other))
  const place = (alias: string | undefined) => (alias && groups.has(alias) ? alias : 'outside')
  // `a join b using (company_id, …)` makes of all before it one.
  uses.forEach(({ joined, found }, at) => {
    if (found) unite(aliases[at]!, 'outside')
    if (joined) for (const alias of aliases.slice(0, at)) unite(alias, aliases[at]!)
  })
  const first = aliases[0]
  const equal =
    /(?:\b([a-z_]+)\.)?\bcompany_id\s*(?:=|in)\s*(?:any\s*)?(?:([a-z_]+)\.company_id\b|(\$|\(|[a-z_]+\.[a-z_]+))/g
  for (const [, left, right] of block.matchAll(equal)) {
    const one = left ? place(left) : first
    if (one) unite(one, place(right))
  }
  for (const [, alias] of block.matchAll(/\(\s*(?:([a-z_]+)\.)?company_id\s*,[^()]*\)\s*(?:=|in\b|>|<)/g)) {
    const one = alias ? place(alias) : first
    if (one) unite(one, 'outside')
  }
  // What is joined by company counts as one, so that an exempt statement cannot lose a join unseen.
  const unheld = Map.groupBy(uses, ({ alias }) => rootOf(alias))
  unheld.delete(rootOf('outside'))
  const together = [...unheld.values()].map((of) =>
    of
      .map(({ table }) => table)
      .sort()
      .join('+'),
  )
  return [...together, ...inserts.map((table) => `insert ${table}`)]
}

/**
 * A part of a statement that looks for something by its id, or is the condition itself, and names no company.
 */
const isVagueFragment = (text: string) =>
  !/\bfrom\b|\bcompany_id\b|\bupdate\b/.test(text) &&
  /^(?!\s*and\b)[\s\S]*\b(?!\w*event_id)[a-z_]+_id = \$|^\s*\$\s+where\b/.test(text)

/**
 * Every such place of a source, by table: `debits`, `debits+refunds` where they are joined by company,
 * `insert debits` for rows made without one, `fragment` for a condition without.
 */
export const unheldTables = (source: string, tables: Set<string>): string[] =>
  statementsIn(source).flatMap((statement) => [
    ...blocksOf(statement).flatMap((block) => unheldIn(block, tables)),
    ...(isVagueFragment(statement) ? ['fragment'] : []),
  ])
