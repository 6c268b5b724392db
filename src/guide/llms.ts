import { contents } from './contents.ts'
import { descriptionOf } from './description.ts'
import { twinText } from './markdown-twins.ts'
import { bare, type GuidePage, twinOf } from './pages.ts'

const LEAD = `# Jetpay

> A payment platform that a company runs itself: contacts, saved cards, charges, debits and credits by bank, an event log without gaps, and signed webhooks.`

/**
 * `llms.txt` (llmstxt.org): every page with its address and what it is about, in the order of the navigation.
 * The addresses are whole, since a program may have been given the list without being told where it was.
 */
export function llmsText(pages: ReadonlyMap<string, GuidePage>, url: string): string {
  const listed = (names: readonly string[]) =>
    names
      .map((name) => pages.get(name)!)
      .map((page) => `- [${page.title}](${url}${twinOf(page.name)}): ${descriptionOf(page)}`)
      .join('\n')
  const sections = contents.map(({ title, pages }) => `## ${title}\n\n${listed(pages.map(bare))}`)
  return `${LEAD}

The API for programs: [openapi.json](${url}/openapi.json). All pages in one file, but for the optional ones: [llms-full.txt](${url}/llms-full.txt).
What \`doc_url\` of a problem, a \`fail_reason\` and a type of event lead to is at the end, a page of each.

${sections.join('\n\n')}

## Optional

${listed([...pages.keys()].filter(isOptional))}
`
}

/** A page of one word of a catalogue; the page of the catalogue says the same in short. */
const isOptional = (name: string) => name.includes('/')

/** `llms-full.txt`: the pages of the navigation, one after another. */
export const llmsFullText = (
  pages: ReadonlyMap<string, GuidePage>,
  url: string,
  lead: (page: GuidePage, href: string) => string | null,
): string =>
  [
    `${LEAD}\n`,
    ...[...pages.values()]
      .filter(({ name }) => !isOptional(name))
      .map((page) => `---\n\nSource: ${url}${twinOf(page.name)}\n\n${twinText(page, lead).trim()}\n`),
  ].join('\n')
