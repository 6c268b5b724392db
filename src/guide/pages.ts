import { existsSync, readFileSync } from 'node:fs'
import { posix } from 'node:path'
import { fileURLToPath } from 'node:url'
import { cataloguePages } from './catalogue-pages.ts'
import { contents, elsewhere } from './contents.ts'
import { asInstalled, type Installed } from './installed.ts'
import { aroundSamples } from './sample-blocks.ts'

/** A page of the guide: its name in the address, its title, and its Markdown as it was written. */
export type GuidePage = {
  name: string
  title: string
  /** The path of its file in the tree, from which its links go; null where a catalogue makes it. */
  file: string | null
  markdown: string
}

/** Below it are the images that pages show, by their paths in `docs/`. */
export const IMAGES = 'images/'
const isImage = /^docs\/(screenshots\/)?[a-z0-9-]+\.(png|svg)$/

/** An image of `docs/`, undefined where there is none of this name. */
export const readImage = (name: string): Buffer | undefined =>
  isImage.test(`docs/${name}`) && existsSync(`${root}docs/${name}`)
    ? readFileSync(`${root}docs/${name}`)
    : undefined

const root = fileURLToPath(new URL('../../', import.meta.url))

/** The address of a page. */
export const addressOf = (name: string): string => (name === 'index' ? '/docs/guide' : `/docs/guide/${name}`)
/** The address of its Markdown twin. */
export const twinOf = (name: string): string => `${addressOf(name)}.md`

const fileOf = (name: string): string =>
  elsewhere[name] ?? [`docs/guide/${name}.md`, `docs/${name}.md`].find((file) => existsSync(root + file))!

const titleOf = (markdown: string): string => /^# (.+)$/m.exec(markdown)![1]!.replaceAll('`', '')

/** What comments say is for whoever writes the page. */
const withoutComments = (markdown: string) =>
  aroundSamples(markdown, (text) => text.replaceAll(/^<!--[\s\S]*?-->\n+/gm, ''))

function written(name: string): GuidePage {
  const file = fileOf(name)
  const markdown = withoutComments(readFileSync(root + file, 'utf8'))
  return { name, title: titleOf(markdown), file, markdown }
}

/** `docs/fail-reasons.md`, in which each word of the catalogue leads to its page. */
function failReasonsPage(): GuidePage {
  const page = written('fail-reasons')
  const markdown = page.markdown.replaceAll(
    /^\| `(\w+)` \|(?=.*\| `(?:never|later|after_fix)` \|)/gm,
    '| [`$1`](/docs/guide/fail-reasons/$1) |',
  )
  return { ...page, markdown }
}

/**
 * Every page by its name, in the order of the navigation; those of single words stand behind. As they are
 * written, or as an installation shows them.
 */
export function readPages(installed?: Installed): Map<string, GuidePage> {
  const made = new Map(cataloguePages)
  const show = installed ? asInstalled(installed) : (markdown: string) => markdown
  const names = [...new Set([...contents.flatMap(({ pages }) => pages.map(bare)), ...made.keys()])]
  const pages = names.map((name) => pageOf(name, made.get(name)?.()))
  const titles = new Map(pages.map(({ file, title }) => [file, title]))
  return new Map(pages.map((page) => [page.name, { ...page, markdown: show(withTitles(page, titles)) }]))
}

/** A link that is named by its file, as editors of `docs/` like it, says the title of that page. */
const withTitles = ({ file, markdown }: GuidePage, titles: ReadonlyMap<string | null, string>) =>
  aroundSamples(markdown, (text) =>
    text.replaceAll(/\[([\w/-]+\.md)\]\(([^)#\s]+)/g, (said, _name, href: string) => {
      const title = titles.get(posix.join(posix.dirname(file ?? 'docs/x'), href))
      return title === undefined ? said : `[${title}](${href}`
    }),
  )

function pageOf(name: string, markdown: string | undefined): GuidePage {
  if (name === 'fail-reasons') return failReasonsPage()
  if (markdown === undefined) return written(name)
  return { name, title: titleOf(markdown), file: null, markdown }
}

/** The name of a page in `contents.ts`, without what says that it is made. */
export const bare = (name: string): string => name.replaceAll(/[()]/g, '')

/**
 * Where a link of a page leads: to the page that a file of the tree has become, or as it is where it is an
 * address. Null where the tree has the file and the guide has not (a decision, the source).
 */
export function leader(
  pages: ReadonlyMap<string, GuidePage>,
): (page: GuidePage, href: string) => string | null {
  const byFile = new Map([...pages.values()].map(({ file, name }) => [file, name]))
  byFile.set('docs/problems.md', 'errors')
  return ({ file }, href) => {
    if (/^(https?:|mailto:|#|\/)/.test(href)) return href
    const [path = '', anchor] = href.split('#')
    const target = posix.join(posix.dirname(file ?? 'docs/x'), path)
    const name = byFile.get(target)
    if (isImage.test(target)) return `/docs/guide/${IMAGES}${posix.relative('docs', target)}`
    return name === undefined ? null : addressOf(name) + (anchor === undefined ? '' : `#${anchor}`)
  }
}
