/** The guide's search: how its index is made, and what it finds first. */
import type MiniSearch from 'minisearch'

/** A section as `search-sections.ts` writes it: address, page, heading, text, other words for it. */
export type Row = readonly [id: string, page: string, heading: string, text: string, also: string]
export type Found = { id: string; page: string; heading: string }

/** A page of one problem, fail reason or type of event. */
const OF_CATALOGUE = /\/(errors|fail-reasons|event-types)\//
/** More than a screen of results nobody reads. */
const RESULTS = 12

/** `3-D Secure` is one word more: `3dsecure` is typed as often. */
const split = (text: string) => text.split(/[\s\p{P}\p{S}]+/u)

export function openSearch(
  Search: typeof MiniSearch,
  rows: readonly Row[],
): (words: string) => readonly Found[] {
  const index = new Search({
    fields: ['page', 'heading', 'text', 'also'],
    storeFields: ['page', 'heading'],
    tokenize: split,
    searchOptions: {
      boost: { page: 4, heading: 3, also: 6 },
      // Who types a word wants the page that tells of it; who names an entry of a catalogue whole, that one.
      boostDocument: (id) => (OF_CATALOGUE.test(String(id)) ? 0.4 : 1),
      prefix: true,
      // Of a short word another letter makes another word: ACH is no ACK.
      fuzzy: (term) => (term.length > 4 ? 0.15 : false),
      combineWith: 'AND',
    },
  })
  index.addAll(rows.map(([id, page, heading, text, also]) => ({ id, page, heading, text, also })))
  return (words) => {
    const all = index.search(words)
    const results = (all.length > 0 ? all : index.search(words, { combineWith: 'OR' })) as unknown as Found[]
    const named = ({ page, heading }: Found) => heading === '' && page === words
    return results.toSorted((a, b) => Number(named(b)) - Number(named(a))).slice(0, RESULTS)
  }
}
