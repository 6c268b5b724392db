/**
 * HTML that is safe by construction: every value put into a template is escaped unless it is itself such
 * HTML.
 */
export class Html {
  readonly text: string
  constructor(text: string) {
    this.text = text
  }
}

const escapes: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

type Part = Html | string | number | false | undefined | Part[]

function written(part: Part): string {
  if (part instanceof Html) return part.text
  if (Array.isArray(part)) return part.map(written).join('')
  if (part === false || part === undefined) return ''
  return String(part).replace(/[&<>"']/g, (character) => escapes[character]!)
}

/** Template tag; `false` and `undefined` print nothing, lists print one after another. */
export const html = (strings: TemplateStringsArray, ...parts: Part[]): Html =>
  new Html(strings.map((string, i) => string + (i < parts.length ? written(parts[i]) : '')).join(''))

/** JSON for inside a `<script type="application/json">`: no `<`, so nothing in it can end the element. */
export const jsonForScript = (value: unknown): Html =>
  new Html(JSON.stringify(value).replaceAll('<', '\\u003c'))

/**
 * A text in which each of these names is isolated: one that is written from right to left must not turn what
 * stands around it (HTML standard, `bdi`).
 */
export const isolating = (text: string, ...names: string[]): Html =>
  html`${names
    .filter((name) => name !== '')
    .reduce<(Html | string)[]>((parts, name) => parts.flatMap((part) => isolatedIn(part, name)), [text])}`

const isolatedIn = (part: Html | string, name: string): (Html | string)[] =>
  part instanceof Html
    ? [part]
    : part.split(name).flatMap((piece, at) => (at === 0 ? [piece] : [html`<bdi>${name}</bdi>`, piece]))
