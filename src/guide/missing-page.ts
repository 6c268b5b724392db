import { contents } from './contents.ts'
import { addressOf, type GuidePage } from './pages.ts'

/** More than a reader looks through. */
const NEAR_MAX = 5
/** The pairs of letters that make a name near, of how many: less is chance. */
const NEAR_SHARE = 0.5
const NEAR_PAIRS = 3

const pairsOf = (words: string) => {
  const letters = words.toLowerCase().replaceAll(/[^a-z0-9]/g, '')
  return new Set(
    Array.from({ length: Math.max(0, letters.length - 1) }, (_, at) => letters.slice(at, at + 2)),
  )
}

/** How much of the shorter one's pairs of letters the other has too: a slip of the hand costs two of them. */
function likeness(one: Set<string>, other: Set<string>): number {
  const shared = one.intersection(other).size
  return shared < NEAR_PAIRS ? 0 : shared / Math.min(one.size, other.size)
}

/** The pages whose name or title is like what was asked for, the nearest first. */
function nearPages(path: string, pages: ReadonlyMap<string, GuidePage>): GuidePage[] {
  const asked = pairsOf(path.split('/').at(-1)!)
  return [...pages.values()]
    .map((page) => ({
      page,
      near: Math.max(
        ...[page.name.split('/').at(-1)!, page.title].map((words) => likeness(asked, pairsOf(words))),
      ),
    }))
    .filter(({ near }) => near >= NEAR_SHARE)
    .sort((a, b) => b.near - a.near || a.page.name.length - b.page.name.length)
    .slice(0, NEAR_MAX)
    .map(({ page }) => page)
}

/** What may stand in Markdown as it is: names are nothing else. */
const PLAIN = /^[\w./-]{1,100}$/

/** The page that is shown where there is none. */
export function missingPage(path: string, pages: ReadonlyMap<string, GuidePage>): GuidePage {
  const asked = path.replace(/\.md$/, '')
  const near = nearPages(asked.slice(0, 200), pages)
  const named = PLAIN.test(asked) ? ` \`${asked}\`` : ' of this name'
  const title = 'There is no such page'
  const shown = near.length > 0 ? near : contents[0]!.pages.map((name) => pages.get(name)!)
  const list = shown.map(({ name, title }) => `- [${title}](${addressOf(name)})`)
  const markdown = `# ${title}

The guide has no page${named}.${near.length > 0 ? ' Near it are:' : ' Where the guide begins:'}

${list.join('\n')}

All pages stand in the list, and the search knows their words (\`/\` leads to it).
`
  return { name: '', title, file: null, markdown }
}
