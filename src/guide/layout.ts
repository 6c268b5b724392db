import { Html, html } from '../ground/html.ts'
import type { PageAssets } from '../ground/page-assets.ts'
import { contents } from './contents.ts'
import { descriptionOf } from './description.ts'
import type { Heading } from './markdown.ts'
import { addressOf, bare, type GuidePage, twinOf } from './pages.ts'

export type Surroundings = {
  pages: ReadonlyMap<string, GuidePage>
  assets: PageAssets
  /**
   * Where the search's library and its sections are; the page's script asks for them when they are needed.
   */
  search: { library: string; sections: string }
}

/**
 * A page with all that is around it. Without JavaScript it has everything but the search, and shows the
 * samples of all languages. One without a name is no page of the guide, and has no twin.
 */
export function layOut(
  page: GuidePage,
  { body, headings }: { body: string; headings: Heading[] },
  { pages, assets, search }: Surroundings,
): string {
  const script = assets.files.get(assets.path('browser.js'))!
  return html`<!doctype html>
<html lang="en" data-library="${search.library}" data-sections="${search.sections}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${page.title} · Jetpay guide</title>
<meta name="description" content="${descriptionOf(page)}">
<link rel="icon" href="data:,">
${
  page.name !== '' &&
  html`<link rel="alternate" type="text/markdown" href="${twinOf(page.name)}">
`
}${assets.styleLinks}<script type="module" src="${assets.path('browser.js')}" integrity="${script.integrity}"></script>
</head>
<body>
<a class="skip" href="#content">Skip to the content</a>
<header class="top">
<a class="home" href="/docs/guide">Jetpay <span>guide</span></a>
<div class="search" role="search" hidden>
<input id="search" type="search" placeholder="Search (press /)" aria-label="Search the guide" autocomplete="off" spellcheck="false">
<div id="found" role="status" hidden></div>
</div>
<nav aria-label="Elsewhere"><a href="/docs">API reference</a> <a href="/dashboard">Dashboard</a></nav>
</header>
<div class="columns">
<details class="menu">
<summary>All pages</summary>
<nav aria-label="Pages">${contents.map((section) => listed(section, page, pages))}</nav>
</details>
<main id="content" tabindex="-1">
${new Html(body)}
${
  page.name !== '' &&
  html`<footer>${next(page, pages)}<a href="${twinOf(page.name)}">This page as Markdown</a></footer>
`
}</main>
${outline(headings)}
</div>
</body>
</html>
`.text
}

function listed(
  { title, folded, pages: names }: (typeof contents)[number],
  page: GuidePage,
  pages: Surroundings['pages'],
): Html {
  const here = page.name.split('/')[0]!
  const list = html`<ul>${names
    .map(bare)
    .map(
      (name) =>
        html`<li><a href="${addressOf(name)}"${name === page.name && html` aria-current="page"`}${name === here && name !== page.name && html` aria-current="true"`}>${pages.get(name)!.title}</a></li>\n`,
    )}</ul>`
  if (!folded) return html`<section><h2>${title}</h2>\n${list}</section>\n`
  const open = names.map(bare).includes(here) && html` open`
  return html`<details class="part"${open}><summary>${title}</summary>\n${list}</details>\n`
}

const inOrder = contents.flatMap(({ pages }) => pages.map(bare))

/**
 * Where whoever reads from the beginning goes on: the page after it in the list. One of a single word has
 * none.
 */
function next({ name }: GuidePage, pages: Surroundings['pages']): Html | false {
  const at = inOrder.indexOf(name)
  const follows = at >= 0 ? pages.get(inOrder[at + 1] ?? '') : undefined
  if (follows === undefined) return false
  return html`<p>Next: <a rel="next" href="${addressOf(follows.name)}">${follows.title}</a></p>
`
}

/** What a page holds, where it is long enough to be lost in. */
function outline(headings: Heading[]): Html {
  const parts = headings.filter(({ level }) => level === 2)
  if (parts.length < 3) return html`<div class="outline"></div>`
  return html`<nav class="outline" aria-label="On this page"><h2>On this page</h2>
<ul>${parts.map(({ anchor, text }) => html`<li><a href="#${anchor}">${text}</a></li>\n`)}</ul></nav>`
}
