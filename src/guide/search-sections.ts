import { anchorOf } from './markdown.ts'
import { addressOf, type GuidePage } from './pages.ts'
import { otherWords } from './search-words.ts'

/**
 * A section as the search knows it: its address, the page's title, its heading, its words, and those that
 * readers have for it.
 */
export type Section = [address: string, page: string, heading: string, text: string, also: string]

/**
 * Every page by its headings of the second level; browsers make the index of them, and search by themselves.
 */
export function searchSections(pages: ReadonlyMap<string, GuidePage>): Section[] {
  return [...pages.values()].flatMap(({ name, title, markdown }) =>
    markdown
      .split(/^## /m)
      .map((part, at): Section => {
        if (at === 0)
          return [addressOf(name), title, '', words(part.replace(/^# .+$/m, '')), otherWords[name] ?? '']
        const [heading = '', ...rest] = part.split('\n')
        return [
          `${addressOf(name)}#${anchorOf(heading)}`,
          title,
          heading.replaceAll('`', ''),
          words(rest.join('\n')),
          otherWords[`${name}#${anchorOf(heading)}`] ?? '',
        ]
      })
      .filter(([, , heading, text, also]) => heading !== '' || text !== '' || also !== ''),
  )
}

const words = (markdown: string) =>
  markdown
    .replaceAll(/\]\([^)]*\)/g, ' ')
    .replaceAll(/^\|[-|: ]+\|$/gm, '')
    .replaceAll(/[`|*#[\]]+/g, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim()
