import type markdownIt from 'markdown-it'
import { html } from '../ground/html.ts'

/** A table of more columns is read across, and scrolls on a phone; the others stand there row by row. */
const COLUMNS_AS_BLOCKS = 5

type Env = { table?: { labels: string[]; column: number } }

/**
 * Tables that a phone can show: each cell knows its column's name, so that a row can stand as a block (the
 * style decides), and says what it is, since one that is laid out so is no table to a screen reader.
 */
export function renderTables(rules: ReturnType<typeof markdownIt>['renderer']['rules']): void {
  rules.table_open = (tokens, at, _options, env) => {
    const end = tokens.findIndex(({ type }, index) => index > at && type === 'thead_close')
    const labels = tokens
      .slice(at, end)
      .flatMap(({ type, content }) => (type === 'inline' ? [content.replaceAll(/[`*\\]/g, '')] : []))
    ;(env as Env).table = { labels, column: 0 }
    const blocks = labels.length <= COLUMNS_AS_BLOCKS && html` blocks`
    // Wider than a phone, they scroll by themselves, by keyboard too (WCAG 2.2, 1.4.10 and 2.1.1).
    return html`<div class="wide${blocks}" tabindex="0" role="group" aria-label="Table"><table role="table">\n`
      .text
  }
  rules.table_close = () => '</table></div>\n'
  rules.thead_open = () => '<thead role="rowgroup">\n'
  rules.tbody_open = () => '<tbody role="rowgroup">\n'
  rules.tr_open = (_tokens, _at, _options, env) => {
    ;(env as Env).table!.column = 0
    return '<tr role="row">\n'
  }
  // The corner above the names of rows says nothing, and is no header.
  const isCorner = (content: string | undefined) => content === ''
  rules.th_open = (tokens, at) =>
    isCorner(tokens[at + 1]?.content) ? '<td role="cell">' : '<th role="columnheader">'
  rules.th_close = (tokens, at) => (isCorner(tokens[at - 1]?.content) ? '</td>' : '</th>')
  rules.td_open = (tokens, at, _options, env) => {
    const { table } = env as Env
    const label = table!.labels[table!.column++]
    const empty = tokens[at + 1]!.content === '' && html` class="empty"`
    return html`<td role="cell"${empty}${label && html` data-label="${label}"`}>`.text
  }
}

/** A name of more letters takes a line of its own at least, and may be broken between its words. */
const NAME_MAX = 30
/** An address of more may be broken at its slashes and points. */
const ADDRESS_MAX = 16

/** Code in a line, breakable where its reader would: never in the middle of a word. */
export const inlineCode = (content: string): string =>
  html`<code>${content
    .split(/(?<=\s)/)
    .map((word) =>
      breakable(word, word.length > NAME_MAX ? /(?<=[/._=,:}])(?=[\w{])/ : /(?<=[/.])(?=[\w{])/),
    )}</code>`.text

const breakable = (word: string, at: RegExp) =>
  word.length > ADDRESS_MAX
    ? word.split(at).map((part, index) => (index === 0 ? part : html`<wbr>${part}`))
    : word
