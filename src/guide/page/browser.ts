/** What a page of the guide does with JavaScript: search, one language at a time, copying a sample. */
import type MiniSearch from 'minisearch'

import { type Found, openSearch, type Row } from './search-index.ts'

const { library, sections } = document.documentElement.dataset as Record<'library' | 'sections', string>
const box = document.querySelector<HTMLInputElement>('#search')!
const found = document.querySelector<HTMLElement>('#found')!

let index: Promise<(words: string) => readonly Found[]> | undefined
/** Made here: the text of all pages comes from the page's own origin. */
async function openIndex() {
  const [{ default: Search }, rows] = await Promise.all([
    import(library) as Promise<{ default: typeof MiniSearch }>,
    fetch(sections).then((answer) => answer.json() as Promise<Row[]>),
  ])
  return openSearch(Search, rows)
}

async function search(): Promise<void> {
  const words = box.value.trim()
  found.hidden = words === ''
  if (words === '') return
  index ??= openIndex()
  const results = (await index.catch(() => undefined))?.(words)
  if (words !== box.value.trim()) return
  if (results === undefined) {
    index = undefined
    found.textContent = 'The search could not be loaded. Type again to try again.'
  } else if (results.length === 0) found.textContent = `Nothing about “${words}”.`
  else found.replaceChildren(listOf(results))
}

function listOf(results: readonly Found[]): HTMLElement {
  const list = document.createElement('ul')
  for (const { id, page, heading } of results) {
    const link = document.createElement('a')
    link.href = id
    link.textContent = page
    if (heading !== '') {
      const part = document.createElement('span')
      part.textContent = heading
      link.append(part)
    }
    const item = document.createElement('li')
    item.append(link)
    list.append(item)
  }
  return list
}

document.querySelector<HTMLElement>('.search')!.hidden = false
box.addEventListener('input', () => void search())
// Once the page is there, so that whoever goes offline with it still finds; a failure is told at the first
// word.
const prepare = () => {
  index ??= openIndex()
  index.then(
    () => {
      document.documentElement.dataset.search = 'ready'
    },
    () => {
      index = undefined
    },
  )
}
if (document.readyState === 'complete') prepare()
else addEventListener('load', prepare)
const close = () => {
  found.hidden = true
}
document.addEventListener('keydown', (event) => {
  const typing = /^(INPUT|TEXTAREA|SELECT)$/.test(document.activeElement?.tagName ?? '')
  if (event.key === '/' && !typing) {
    event.preventDefault()
    box.focus()
  } else if (event.key === 'Escape' && !found.hidden) {
    close()
    box.focus()
  } else if ((event.key === 'ArrowDown' || event.key === 'ArrowUp') && !found.hidden) {
    const links = [...found.querySelectorAll('a')]
    const at = links.indexOf(document.activeElement as HTMLAnchorElement)
    const next = at + (event.key === 'ArrowDown' ? 1 : -1)
    if (at < 0 && document.activeElement !== box) return
    event.preventDefault()
    ;(links[next] ?? (next < 0 ? box : undefined))?.focus()
  } else if (event.key === 'Enter' && document.activeElement === box)
    found.querySelector<HTMLAnchorElement>('a')?.click()
})
document.addEventListener('click', ({ target }) => {
  if (!(target as Element).closest('.search') || (target as Element).closest('#found a')) close()
})

const CHOSEN = 'jetpay-guide-language'
const groups = [...document.querySelectorAll<HTMLElement>('.samples')]

/** Shows this language in every group that has it. */
function choose(language: string): void {
  for (const group of groups) {
    const samples = [...group.querySelectorAll<HTMLElement>('figure')]
    if (!samples.some((sample) => sample.dataset.language === language)) continue
    for (const sample of samples) sample.hidden = sample.dataset.language !== language
    for (const button of group.querySelectorAll<HTMLElement>('.languages button'))
      button.setAttribute('aria-pressed', String(button.dataset.language === language))
  }
}

for (const group of groups) {
  const bar = document.createElement('div')
  bar.className = 'languages'
  bar.setAttribute('role', 'group')
  bar.setAttribute('aria-label', 'Language of the sample')
  for (const sample of group.querySelectorAll<HTMLElement>('figure')) {
    const button = document.createElement('button')
    button.type = 'button'
    button.dataset.language = sample.dataset.language
    button.textContent = sample.querySelector('figcaption')!.textContent
    button.addEventListener('click', () => {
      choose(button.dataset.language!)
      remember(button.dataset.language!)
    })
    bar.append(button)
  }
  group.prepend(bar)
  group.classList.add('switched')
  choose(group.querySelector('figure')!.dataset.language!)
}

/** A browser may keep nothing, and then each page begins with the first language. */
function remember(language: string): void {
  try {
    localStorage.setItem(CHOSEN, language)
  } catch {}
}
try {
  choose(localStorage.getItem(CHOSEN) ?? '')
} catch {}

for (const figure of document.querySelectorAll<HTMLElement>('figure.code')) {
  const button = document.createElement('button')
  button.type = 'button'
  button.className = 'copy'
  button.textContent = 'Copy'
  button.addEventListener('click', async () => {
    await navigator.clipboard.writeText(figure.querySelector('code')!.textContent ?? '')
    button.textContent = 'Copied'
  })
  figure.append(button)
}

// On a screen wide enough for two columns the pages stand beside the text.
const menu = document.querySelector<HTMLDetailsElement>('.menu')!
const wide = matchMedia('(min-width: 60rem)')
const unfold = () => {
  menu.open = wide.matches
}
wide.addEventListener('change', unfold)
unfold()
