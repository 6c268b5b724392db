/**
 * What a block of rows holds and what a search asks of it, as numbers: both are said here, so that both say
 * the same. A number that two terms share costs a look into a block too many, and nothing else.
 */

import { withoutAccents } from '../ground/without-accents.ts'
import type { Reach } from './reach.ts'

/** A term in words: what it is, and its value. */
export type Term = readonly [what: string, value: string]

/** A term as a number: FNV-1a over the company, what it is, and its value. */
export type Hash = {
  (what: string, value: string): number
  /** The same of `letters` from one to before another, which costs no text. */
  part(what: string, letters: readonly string[], from: number, to: number): number
}

const FNV_START = 0x811c9dc5
const FNV_PRIME = 0x01000193

function hashOn(from: number, text: string): number {
  let hash = from
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), FNV_PRIME)
  return hash
}

/** FNV leaves its last characters in the low bits. As signed 32 bits, which is a column's `integer`. */
const mixed = (hash: number) => Math.imul(hash ^ (hash >>> 15), 0x85ebca6b) | 0

/** Terms of one company: those of two never mean the same block. */
export function hashFor(companyId: string): Hash {
  const company = hashOn(FNV_START, companyId)
  const kinds = new Map<string, number>()
  const kindOf = (what: string) => {
    let kind = kinds.get(what)
    if (kind === undefined) {
      kind = hashOn(company, `${what}\n`)
      kinds.set(what, kind)
    }
    return kind
  }
  return Object.assign((what: string, value: string) => mixed(hashOn(kindOf(what), value)), {
    part(what: string, letters: readonly string[], from: number, to: number) {
      let hash = kindOf(what)
      for (let at = from; at < to; at++) hash = hashOn(hash, letters[at]!)
      return mixed(hash)
    },
  })
}

/**
 * Letters without their case, one for each: what PostgreSQL's `lower()` makes of two letters to be the same,
 * this makes too (a test goes through all), whichever locale the database has.
 */
export const folded = (text: string): string[] =>
  Array.from(text, (letter) => String.fromCodePoint(letter.toLowerCase().codePointAt(0)!))

/** The lengths of the parts of a text that a block knows: a longer part is in fewer blocks. */
const PART_SIZES = [1, 2, 3, 5] as const

function* partTerms(hash: Hash, letters: string[], size: number, what = 'text'): Generator<number> {
  for (let at = 0; at + size <= letters.length; at++) yield hash.part(what, letters, at, at + size)
}

/** Also of the text without accents: `josephine` is to find Joséphine. */
export function* textTerms(hash: Hash, text: string): Generator<number> {
  for (const said of new Set([text, withoutAccents(text)])) {
    const letters = folded(said)
    for (const size of PART_SIZES) yield* partTerms(hash, letters, size)
  }
}

/**
 * From one part of the longest that is asked for to the next: they overlap, and each is asked of each
 * segment.
 */
const PART_STEP = 3

/**
 * Of a text that is looked for: all of these are in a block that has it. Of parts of the longest every third
 * is asked for and the last, which have all its letters: each costs a way down the index of each segment, and
 * one that shares most letters with its neighbours rules out little more than they do.
 */
export function askedText(hash: Hash, text: string): number[] {
  const letters = folded(text)
  const size = PART_SIZES.findLast((one) => one <= letters.length)
  if (size === undefined) return []
  const step = size === PART_SIZES.at(-1) ? PART_STEP : 1
  const asked = new Set<number>()
  for (let at = 0; at + size < letters.length; at += step)
    asked.add(hash.part('text', letters, at, at + size))
  return [...asked.add(hash.part('text', letters, letters.length - size, letters.length))]
}

/** Of a long text only the parts of this length: less of it cannot be looked for. */
export const LONG_TEXT_PART = 3
export const longTextTerms = (hash: Hash, text: string) =>
  partTerms(hash, folded(text), LONG_TEXT_PART, 'long_text')

/** An amount is itself, and a part of wider and wider ranges, each 32 times the one before. */
const RANGE_BITS = 5n
const WIDEST = 12
const levelsOf = (what: string) => Array.from({ length: WIDEST + 1 }, (_, level) => `${what}${level}`)
const levels = levelsOf('amount')
/** Times are told by the minute, as amounts are. */
const timeLevels = levelsOf('time')
const MINUTE_MS = 60_000
const minuteOf = (time: Date) => BigInt(Math.floor(time.getTime() / MINUTE_MS))

function* rangeTerms(hash: Hash, levels: readonly string[], value: bigint): Generator<number> {
  let range = value
  for (const level of levels) {
    yield hash(level, String(range))
    range >>= RANGE_BITS
  }
}

export const amountTerms = (hash: Hash, amount: bigint) => rangeTerms(hash, levels, amount)
export const timeTerms = (hash: Hash, time: Date) => rangeTerms(hash, timeLevels, minuteOf(time))

const LARGEST = 2n ** 63n - 1n
const held = (amount: bigint) => (amount < 0n ? 0n : amount > LARGEST ? LARGEST : amount)

/**
 * The end of the range of this level that has the value: nothing beside it is asked for a part of its range.
 */
const endOf = (value: bigint, level: number) => value | ((1n << (RANGE_BITS * BigInt(level))) - 1n)
const startOf = (value: bigint, level: number) =>
  value - (value & ((1n << (RANGE_BITS * BigInt(level))) - 1n))

/** The widest level of which a value has a range beside the first. */
function levelOf(value: bigint): number {
  let level = 0
  while (level < WIDEST && value >> (RANGE_BITS * BigInt(level + 1)) > 0n) level++
  return level
}

/**
 * Of a range of amounts, both ends included: the widest ranges that it is made of, 62 of each width at most.
 * One of these is in a block that has one of its amounts, and in no other. Of blocks that have none above
 * `largest` nothing above it is asked: some 60 at most of amounts that people pay, and some 350 without it.
 */
export function askedAmounts(hash: Hash, least: bigint, most: bigint, largest?: bigint): number[] {
  if (largest !== undefined && least > largest) return []
  const asked = askedRange(hash, levels, least, most)
  if (largest === undefined || most <= largest) return asked
  const bounded = askedRange(hash, levels, least, endOf(largest, levelOf(largest)))
  // A range that ends just above the largest is of fewer parts as it is.
  return bounded.length < asked.length ? bounded : asked
}

/** Ends that are open are moved out to a range of some 17 hours, which costs less than to the minute. */
const TIME_LEVEL = 2

/**
 * The same of times; where an end is open or beyond the reach, from its first or to its last. An end that is
 * given is moved out to the half hour: the blocks of some minutes more are fewer than its minutes are.
 */
export function askedTimes(
  hash: Hash,
  first: Date | undefined,
  last: Date | undefined,
  { timeFrom, timeTo }: Reach = {},
) {
  const from = timeFrom ? startOf(minuteOf(timeFrom), TIME_LEVEL) : 0n
  const to = timeTo ? endOf(minuteOf(timeTo), TIME_LEVEL) : LARGEST
  const asksFrom = first ? startOf(minuteOf(first), 1) : from
  const asksTo = last ? endOf(minuteOf(last), 1) : to
  return askedRange(hash, timeLevels, asksFrom < from ? from : asksFrom, asksTo > to ? to : asksTo)
}

function askedRange(hash: Hash, levels: readonly string[], least: bigint, most: bigint): number[] {
  const asked: number[] = []
  const last = (1n << RANGE_BITS) - 1n
  let [from, to] = [held(least), held(most)]
  for (let level = 0; from <= to; level++) {
    const ask = (range: bigint) => asked.push(hash(levels[level]!, String(range)))
    const isWidest = level === WIDEST
    for (; from <= to && (isWidest || (from & last) !== 0n); from++) ask(from)
    for (; from <= to && (to & last) !== last; to--) ask(to)
    if (from > to) break
    from >>= RANGE_BITS
    to >>= RANGE_BITS
  }
  return asked
}

/** Columns that are told together, so that several that are asked for are of one row. */
export type Facet = Readonly<Record<string, string | null | undefined>>

const facetText = (columns: readonly (readonly [string, string])[]) =>
  columns.map(([column, value]) => `${column}=${value}`).join('|')

/** Of a row: its columns, with any of them left out. In the order of their names. */
export function* facetTerms(hash: Hash, facet: Facet): Generator<number> {
  const held = Object.entries(facet)
    .filter((column): column is [string, string] => column[1] != null)
    .sort(([a], [b]) => (a < b ? -1 : 1))
  for (let chosen = 1; chosen < 2 ** held.length; chosen++)
    yield hash('facet', facetText(held.filter((_, at) => chosen & (1 << at))))
}

/** Each combination of the values that are asked for; none where nothing is. */
export function askedFacets(
  hash: Hash,
  wanted: Readonly<Record<string, readonly string[] | undefined>>,
): number[] {
  const columns = Object.entries(wanted)
    .filter((column): column is [string, readonly string[]] => column[1] !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1))
  if (columns.length === 0) return []
  const all = columns.reduce<[string, string][][]>(
    (rows, [column, values]) =>
      rows.flatMap((row) => values.map((value): [string, string][] => [...row, [column, value]])),
    [[]],
  )
  return all.map((row) => hash('facet', facetText(row)))
}
