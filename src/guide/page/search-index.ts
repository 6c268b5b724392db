/** The guide's search: how its index is made, and what it finds first. */
import type MiniSearch from 'minisearch'
import type { SearchResult } from 'minisearch'
import { meantBy, otherWordsFor, passedOver } from './search-language.ts'

/**
 * A section as `search-sections.ts` writes it: address, page, heading, text, other words for it, and how
 * much it counts.
 */
export type Row = readonly [
  id: string,
  page: string,
  heading: string,
  text: string,
  also: string,
  weight: number,
]
export type Found = { id: string; page: string; heading: string }

/** Letters of a question: more is no question, and would hold up the page. */
const ASKED_MAX = 200

/** A page of one problem, fail reason or type of event. */
const OF_CATALOGUE = /\/(errors|fail-reasons|event-types)\//
/** More than a screen of results nobody reads. */
const RESULTS = 12
/** So that one long page does not fill the screen. */
const OF_ONE_PAGE = 3
/** A word that means the same counts less than the one that was typed. */
const OTHER_WORD = 0.6

/** `3-D Secure` is one word more: `3dsecure` is typed as often; `PaymentIntent` is two. */
const split = (text: string) => text.replaceAll(/(\p{Ll})(\p{Lu})/gu, '$1 $2').split(/[\s\p{P}\p{S}]+/u)

/** A word without its ending, so that `refunds`, `refunded` and `refunding` are one. */
export function stem(word: string): string {
  const plain = word.toLowerCase()
  if (plain.length < 5) return plain.length === 4 ? plain.replace(/([^s])s$/, '$1') : plain
  const ended = plain
    .replace(/i[sz](?:ations?|e[sd]?|ing)$/, 'iz')
    .replace(/ie[sd]$/, 'y')
    .replace(/([^su])s$/, '$1')
    .replace(/(..[aeiouy].*)(?:ing|ed)$/, '$1')
    .replace(/e$/, '')
  return ended.replace(/([^aeiousl])\1$/, '$1').replace(/ell$/, 'el')
}

/** A word with two letters in each other's place, which are two mistakes to the index. */
const turned = (word: string) =>
  Array.from({ length: word.length - 1 }, (_, at) =>
    word.slice(0, at).concat(word[at + 1]!, word[at]!, word.slice(at + 2)),
  )

const stems = (text: string) =>
  split(text)
    .filter((word) => word !== '')
    .map(stem)

export function openSearch(
  Search: typeof MiniSearch,
  rows: readonly Row[],
): (words: string) => readonly Found[] {
  const weights = new Map(rows.map(([id, , , , , weight]) => [id, weight]))
  const index = new Search({
    fields: ['page', 'heading', 'text', 'also'],
    storeFields: ['page', 'heading'],
    tokenize: split,
    processTerm: stem,
    searchOptions: {
      boost: { page: 4, heading: 3, also: 6 },
      boostDocument: (id) => weights.get(String(id))!,
      prefix: (term) => term.length > 2,
      // Of a short word another letter makes another word: ACH is no ACK.
      fuzzy: (term) => (term.length > 4 ? 0.15 : false),
    },
  })
  index.addAll(rows.map(([id, page, heading, text, also]) => ({ id, page, heading, text, also })))

  const askFor = (word: string): ReadonlyMap<unknown, SearchResult> => {
    const results = [word, ...turned(word)].map((spelling) => index.search(spelling))
    const found = new Map(results.find(({ length }) => length > 0)?.map((result) => [result.id, result]))
    for (const other of otherWordsFor(stem(word)).map(stem))
      for (const result of index.search(other, { fuzzy: false, prefix: false })) {
        const score = result.score * OTHER_WORD
        if (score > (found.get(result.id)?.score ?? 0)) found.set(result.id, { ...result, score })
      }
    return found
  }

  return (words) => {
    const typed = split(meantBy(words.slice(0, ASKED_MAX))).filter((word) => word !== '')
    const telling = typed.filter((word) => !passedOver.has(word.toLowerCase()))
    const asked = (telling.length > 0 ? telling : typed).map(askFor)
    const sums = new Map<unknown, Found & { score: number; has: number }>()
    for (const found of asked)
      for (const { id, page, heading, score } of found.values()) {
        const { score: before, has } = sums.get(id) ?? { score: 0, has: 0 }
        sums.set(id, { id, page, heading, score: before + score, has: has + 1 })
      }
    const name = stems(words).join(' ')
    const ranked = [...sums.values()].map((found) => ({
      ...found,
      rank: isNamed(found, name) ? Infinity : found.score * (found.has / asked.length) ** 2,
    }))
    return fewOfEachPage(ranked.sort((a, b) => (a.rank === b.rank ? 0 : b.rank - a.rank))).slice(0, RESULTS)
  }
}

/** Who names an entry of a catalogue whole wants that one. */
const isNamed = ({ id, page, heading }: Found, name: string) =>
  heading === '' && OF_CATALOGUE.test(id) && stems(page).join(' ') === name

function fewOfEachPage<T extends Found>(ranked: readonly T[]): T[] {
  const shown = new Map<string, number>()
  return ranked.filter(({ id }) => {
    const page = id.split('#')[0]!
    shown.set(page, (shown.get(page) ?? 0) + 1)
    return shown.get(page)! <= OF_ONE_PAGE
  })
}
