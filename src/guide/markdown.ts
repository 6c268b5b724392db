import markdownIt from 'markdown-it'
import { html } from '../ground/html.ts'
import { inlineCode, renderTables } from './markdown-tables.ts'
import { sequenceDiagram } from './sequence-diagram.ts'

/** The anchor of a heading, as GitHub makes it, so that links hold there and here. */
export const anchorOf = (heading: string): string =>
  heading
    .replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
    .trim()
    .replaceAll(/\s/g, '-')

/** A heading on its page: where it is, and what it says. */
export type Heading = { level: number; anchor: string; text: string }

const languages: Readonly<Record<string, string>> = {
  sh: 'Shell',
  python: 'Python',
  js: 'JavaScript',
  ts: 'TypeScript',
  sql: 'SQL',
  json: 'JSON',
  php: 'PHP',
  html: 'HTML',
  tsx: 'React',
}

/** The same in several languages is what stands one after another in these: a page shows one of them. */
const switched = new Set(['sh', 'python', 'js'])

type Env = { headings: Heading[] }

const markdown = markdownIt({ html: true })
const rules = markdown.renderer.rules

/** Of HTML a page may break a line in a cell, and carry comments; the rest is shown as it is written. */
const asWritten = (text: string) =>
  /^<br>$/.test(text) ? '<br>' : /^\s*<!--/.test(text) ? '' : html`${text}`.text
rules.html_inline = (tokens, at) => asWritten(tokens[at]!.content)
rules.html_block = (tokens, at) => asWritten(tokens[at]!.content)

rules.heading_open = (tokens, at, _options, env) => {
  const { headings } = env as Env
  const level = Number(tokens[at]!.tag.slice(1))
  const source = tokens[at + 1]!.content
  const plain = anchorOf(source)
  const same = headings.filter(({ anchor }) => anchor === plain || anchor.startsWith(`${plain}-`)).length
  const anchor = headings.some((heading) => heading.anchor === plain) ? `${plain}-${same}` : plain
  headings.push({ level, anchor, text: source.replaceAll('`', '').replaceAll('\\', '') })
  return level === 1 ? '<h1>' : html`<h${level} id="${anchor}">`.text
}
rules.heading_close = (tokens, at, _options, env) => {
  const { level, anchor, text } = (env as Env).headings.at(-1)!
  const link =
    level === 1 ? '' : html` <a class="anchor" href="#${anchor}" aria-label="Link to ${text}">#</a>`.text
  return `${link}</${tokens[at]!.tag}>\n`
}

renderTables(rules)
rules.code_inline = (tokens, at) => inlineCode(tokens[at]!.content)

rules.fence = (tokens, at) => {
  const { info, content } = tokens[at]!
  const [language = ''] = info.trim().split(' ')
  if (language === 'sequence') return sequenceDiagram(content).text
  // A diagram that only GitHub draws; the table beside it says the same.
  if (language === 'mermaid') return ''
  const follows = (token: (typeof tokens)[number] | undefined) =>
    token?.type === 'fence' && switched.has(token.info.trim().split(' ')[0]!)
  const first = switched.has(language) && !follows(tokens[at - 1]) && follows(tokens[at + 1])
  const last = switched.has(language) && follows(tokens[at - 1]) && !follows(tokens[at + 1])
  const label = languages[language]
  const block = html`<figure class="code" data-language="${language}">
${label !== undefined && html`<figcaption>${label}</figcaption>`}<pre tabindex="0"><code>${content}</code></pre>
</figure>
`.text
  return `${first ? '<div class="samples">\n' : ''}${block}${last ? '</div>\n' : ''}`
}

/**
 * A page's Markdown as HTML, with its headings. `lead` says where a link leads, null where there is nothing
 * to lead to: then its words stay.
 */
export function renderMarkdown(
  source: string,
  lead: (href: string) => string | null,
): { body: string; headings: Heading[] } {
  const env: Env = { headings: [] }
  const tokens = markdown.parse(source, env)
  for (const { children } of tokens) {
    let dropped = false
    for (const token of children ?? []) {
      if (token.type === 'image') token.attrSet('src', lead(String(token.attrGet('src'))) ?? '')
      if (token.type === 'link_open') {
        const href = lead(String(token.attrGet('href')))
        dropped = href === null
        if (href !== null) token.attrSet('href', href)
      }
      if (dropped && (token.type === 'link_open' || token.type === 'link_close')) {
        if (token.type === 'link_close') dropped = false
        token.type = 'text'
        token.content = ''
      }
    }
  }
  return { body: markdown.renderer.render(tokens, markdown.options, env), headings: env.headings }
}
