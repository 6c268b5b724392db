import type { GuidePage } from './pages.ts'

/** What a list shows of a page in one line. */
const LENGTH_MAX = 240

/** A heading, a table, a sample, an item or a picture is no sentence that tells what a page is about. */
const PROSE = /^(?!#|\||```|!\[|- |\d+\. )/

/** The first sentence; what goes on with a small letter goes on. */
const SENTENCE = /^.+?[.!?]\**(?=\s+[^a-z\s]|$)/s

/** What a page is about: its first sentence, as plain text. */
export function descriptionOf({ markdown }: GuidePage): string {
  const paragraph =
    markdown.split(/\n\n+/).find((part) => part.trim() !== '' && PROSE.test(part.trim())) ?? ''
  const plain = (SENTENCE.exec(paragraph.trim())?.[0] ?? paragraph)
    .replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replaceAll(/\*\*|`/g, '')
    .replaceAll(/\s+/g, ' ')
    .trim()
  return plain.length > LENGTH_MAX ? `${plain.slice(0, LENGTH_MAX).replace(/\W+\w*$/, '')} …` : plain
}
