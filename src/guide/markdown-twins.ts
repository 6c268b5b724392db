import { contents } from './contents.ts'
import { bare, type GuidePage, twinOf } from './pages.ts'
import { aroundSamples } from './sample-blocks.ts'

/**
 * A page's Markdown, its links leading to other twins.
 */
export function twinText(page: GuidePage, lead: (page: GuidePage, href: string) => string | null): string {
  return aroundSamples(page.markdown, (text) =>
    text.replaceAll(/(!?)\[([^\]]*)\]\(([^)\s]+)\)/g, (_all, image: string, words: string, href: string) => {
      const address = lead(page, href)
      return address === null ? words : `${image}[${words}](${toTwin(address)})`
    }),
  )
}

/** An image has no twin: a link may lead to one, or be one. */
const toTwin = (address: string) =>
  address.replace(/^\/docs\/guide(?:\/(?!images\/)([^#]+))?(#.*)?$/, (_all, name = 'index', anchor = '') => {
    return `${twinOf(name)}${anchor}`
  })

/** `llms.txt` (llmstxt.org): what there is to read, in the order of the navigation. */
export function llmsText(pages: ReadonlyMap<string, GuidePage>): string {
  const sections = contents.map(
    ({ title, pages: names }) =>
      `## ${title}\n\n${names
        .map(bare)
        .map((name) => `- [${pages.get(name)!.title}](${twinOf(name)})`)
        .join('\n')}`,
  )
  return `# Jetpay

> A payment platform that a company runs itself: contacts, saved cards, charges, debits and credits by bank, an event log without gaps, and signed webhooks.

The API for programs: [openapi.json](/openapi.json). Every problem's \`doc_url\`, every \`fail_reason\` and every event type has a page too.

${sections.join('\n\n')}
`
}
