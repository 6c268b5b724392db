import { contents } from './contents.ts'
import { anchorOf } from './markdown.ts'
import type { Row } from './page/search-index.ts'
import { addressOf, type GuidePage } from './pages.ts'
import { otherWords } from './search-words.ts'

/**
 * How much what a page says counts: flows are what most come for, of a word of a catalogue most want the
 * page that tells of it, and how the program is made or measured few ask.
 */
function weightOf(name: string): number {
  if (name.includes('/')) return 0.4
  if (flows.has(name)) return 1.5
  return ofBuilders.has(name) ? 0.4 : 1
}
const flows = new Set(contents.find(({ title }) => title === 'Flows')!.pages)
const ofBuilders = new Set(['verify-and-chaos', 'month', 'performance', 'demo-month', 'command-line'])

/**
 * Every page by its headings of the second level; browsers make the index of them, and search by themselves.
 */
export function searchSections(pages: ReadonlyMap<string, GuidePage>): Row[] {
  return [...pages.values()].flatMap(({ name, title, markdown }) =>
    markdown
      .split(/^## /m)
      .map((part, at): Row => {
        if (at === 0) {
          const text = words(part.replace(/^# .+$/m, ''))
          return [addressOf(name), title, '', text, otherWords[name] ?? '', weightOf(name)]
        }
        const [heading = '', ...rest] = part.split('\n')
        return [
          `${addressOf(name)}#${anchorOf(heading)}`,
          title,
          heading.replaceAll('`', ''),
          words(rest.join('\n')),
          otherWords[`${name}#${anchorOf(heading)}`] ?? '',
          weightOf(name),
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
