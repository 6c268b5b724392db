import { type GuidePage, twinOf } from './pages.ts'
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
