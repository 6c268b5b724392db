import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { Problem } from '../ground/errors.ts'
import { assetHeaders, readPageAssets } from '../ground/page-assets.ts'
import { documentHeaders } from '../http/document-headers.ts'
import { once, type ServedFile, sendFile, toFile, withoutSourceMap } from '../http/served-file.ts'
import type { Installed } from './installed.ts'
import { layOut } from './layout.ts'
import { llmsFullText, llmsText } from './llms.ts'
import { renderMarkdown } from './markdown.ts'
import { twinText } from './markdown-twins.ts'
import { missingPage } from './missing-page.ts'
import { type GuidePage, IMAGES, leader, readImage, readPages } from './pages.ts'
import { searchSections } from './search-sections.ts'

const assets = readPageAssets(
  new URL('page/', import.meta.url),
  '/docs/guide/page',
  ['guide.css', 'text.css', 'print.css'],
  ['browser', 'search-index', 'search-language'],
)

/** No text becomes script: what the pages' own script writes it makes of elements. */
const headers = documentHeaders({ more: ["require-trusted-types-for 'script'", "trusted-types 'none'"] })

const FOR_EVER = { 'cache-control': 'public, max-age=31536000, immutable' }
const HTML = 'text/html; charset=utf-8'
const MARKDOWN = 'text/markdown; charset=utf-8'

/**
 * Serves the guide: `/docs/guide` and its pages, each with its Markdown twin (its address and `.md`), and for
 * programs that read `/llms.txt`, a list of them, and `/llms-full.txt`, their text. A page is made when it is
 * first asked for, and kept.
 */
export function serveGuide(server: FastifyInstance, installed: Installed): void {
  const read = once(() => readGuide(installed))
  const made = new Map<string, () => Promise<ServedFile>>()
  const answer = async (request: FastifyRequest, reply: FastifyReply, path: string) => {
    const asset = assets.files.get(`/docs/guide/${path}`)
    if (asset) return reply.headers(assetHeaders(asset)).send(asset.body)
    const guide = await read()
    const kept = guide.files.get(path)
    if (kept) return sendFile(request, reply, await kept(), FOR_EVER)
    const make = made.get(path) ?? guide.maker(path)
    if (!make) return answerMissing(request, reply, path, guide.missing)
    // Only names of pages come here, so there are never more than twice as many as pages.
    made.set(path, make)
    return sendFile(request, reply, await make(), headers)
  }
  server.get('/docs/guide', (request, reply) => answer(request, reply, 'index'))
  server.get('/docs/guide/*', (request, reply) => {
    const { '*': path } = request.params as { '*': string }
    return path === '' || path === 'index' ? reply.redirect('/docs/guide', 301) : answer(request, reply, path)
  })
  server.get('/docs/guide.md', (request, reply) => answer(request, reply, 'index.md'))
  server.get('/llms.txt', async (request, reply) => sendFile(request, reply, await (await read()).llms()))
  server.get('/llms-full.txt', async (request, reply) =>
    sendFile(request, reply, await (await read()).llmsFull()),
  )
  // Where `doc_url` led before; the anchors are the same.
  server.get('/docs/problems', (_request, reply) => reply.redirect('/docs/guide/errors', 301))
}

const isFile = (path: string) => /\.\w+$/.test(path) && !path.endsWith('.md')

/**
 * A page in the guide's look for whoever reads, and the problem for a program that asks for JSON, or for
 * what pages are made of.
 */
function answerMissing(
  { headers: { accept = '' } }: FastifyRequest,
  reply: FastifyReply,
  path: string,
  missing: (path: string) => Record<'html' | 'markdown', string>,
): FastifyReply {
  if (isFile(path) || (/json/.test(accept) && !/html/.test(accept)))
    throw new Problem('not_found', `The guide has no page ${path.slice(0, 200)}; /docs/guide lists them.`)
  const page = missing(path)
  const asMarkdown = path.endsWith('.md') || (/markdown/.test(accept) && !/html/.test(accept))
  reply.code(404).headers(headers)
  return asMarkdown ? reply.type(MARKDOWN).send(page.markdown) : reply.type(HTML).send(page.html)
}

/** All pages as this installation shows them, and what makes a file of each. */
async function readGuide(installed: Installed) {
  const pages = readPages(installed)
  const lead = leader(pages)
  const library = await readFile(new URL(import.meta.resolve('minisearch')), 'utf8')
  const bare = withoutSourceMap(library)
  const sections = JSON.stringify(searchSections(pages))
  const named = (name: string, text: string, ending: string) =>
    `${name}.${createHash('sha256').update(text).digest('base64url').slice(0, 16)}.${ending}`
  const libraryName = named('search', bare, 'js')
  const sectionsName = named('sections', sections, 'json')
  const surroundings = {
    pages,
    assets,
    search: { library: `/docs/guide/${libraryName}`, sections: `/docs/guide/${sectionsName}` },
  }
  const htmlOf = (page: GuidePage) =>
    layOut(
      page,
      renderMarkdown(page.markdown, (href) => lead(page, href)),
      surroundings,
    )
  return {
    files: new Map([
      [libraryName, once(() => toFile('text/javascript; charset=utf-8', bare))],
      [sectionsName, once(() => toFile('application/json; charset=utf-8', sections))],
    ]),
    llms: once(() => toFile(MARKDOWN, llmsText(pages, installed.url))),
    llmsFull: once(() => toFile(MARKDOWN, llmsFullText(pages, installed.url, lead))),
    missing(path: string) {
      const page = missingPage(path, pages)
      return { html: htmlOf(page), markdown: twinText(page, lead) }
    },
    maker(path: string) {
      const page = pages.get(path)
      if (page) return once(() => toFile(HTML, htmlOf(page)))
      const image = path.startsWith(IMAGES) ? readImage(path.slice(IMAGES.length)) : undefined
      if (image) return once(() => toFile(path.endsWith('.svg') ? 'image/svg+xml' : 'image/png', image))
      const twin = path.endsWith('.md') ? pages.get(path.slice(0, -'.md'.length)) : undefined
      return twin && once(() => toFile(MARKDOWN, twinText(twin, lead)))
    },
  }
}
