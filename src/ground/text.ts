/**
 * The one rule for text that somebody else sent, wherever it comes in: bodies, queries, forms, headers,
 * commands. It runs in the browser too, so that a page and the server that decides can never disagree; it
 * imports only what does.
 */
import { holdsCardNumber } from './card-number.ts'

/**
 * Why a text is not taken. `character`: it holds one that no text has use for. `invisible`: there is nothing
 * to be seen in it. `joiner`: it holds an invisible joiner that joins nothing; `hidden`:
 * another sign that nobody sees, at an end or beside a blank. `card_number`: such a number
 * is kept in the vault only (PCI DSS 3.5.1).
 */
export type TextFault = 'empty' | 'too_long' | 'character' | 'invisible' | 'joiner' | 'hidden' | 'card_number'

export type TextLimits = {
  /**
   * Characters (Unicode code points, which is what JSON Schema and PostgreSQL count), once it is composed.
   */
  max: number
  /** Several lines make sense: line feeds and tabs are fine. */
  lines?: boolean
}

/**
 * U+0000 cannot be stored; other control characters (C0, C1) and line separators break files, logs and mails;
 * half of a surrogate pair and noncharacters are no text; what embeds, overrides or isolates direction (UAX
 * 9) makes a name read as another one. Marks of direction (U+200E, U+200F, U+061C) only help Arabic and
 * Hebrew beside digits, so they are fine.
 */
const refused =
  /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\p{Noncharacter_Code_Point}\u202a-\u202e\u2066-\u206f\u{e0000}-\u{e007f}]/u
/** The only use of tag characters: flags such as Scotland's (UTS 51, emoji tag sequence). */
const taggedFlag = /\u{1f3f4}[\u{e0020}-\u{e007e}]+\u{e007f}/gu

/**
 * At least one character that is to be seen: no blank, mark alone, or what draws nothing
 * (Default_Ignorable_Code_Point has the Hangul fillers, joiners and tags), nor those few that are blank by
 * design: braille, Egyptian and musical blanks, the object placeholder.
 */
const visible =
  /[^\p{Z}\p{Cc}\p{Cf}\p{Cs}\p{M}\p{Default_Ignorable_Code_Point}\u2800\ufffc\u{13441}\u{13442}\u{1d159}]/u

/**
 * Joiners where they have a meaning: after a mark (Sinhala and Malayalam after a virama, emoji after a
 * variation selector), or between letters, digits and pictures (Persian, emoji).
 */
const joined =
  /\p{M}[\u200c\u200d]|[\p{L}\p{N}\p{Extended_Pictographic}\p{Emoji_Modifier}][\u200c\u200d](?=[\p{L}\p{M}\p{N}\p{Extended_Pictographic}])/gu

/**
 * What draws nothing and says how a word is broken, sorted or filled: soft hyphen, zero width space, word
 * joiner, Hangul filler. Within a word it may be meant; at an end of a name, or beside a blank, it makes one
 * that looks like another.
 */
const hiding = String.raw`[\u00ad\u034f\u180e\u200b\u2060-\u2064\u3164\ufeff\uffa0]`
const hidden = new RegExp(String.raw`(?:^|\p{Z})${hiding}|${hiding}(?:$|\p{Z})`, 'u')

/** Text that is plain ASCII has none of what most of the rule is about. */
const plain = /^[\x20-\x7e]*$/

/** What is wrong with a text that was composed (`composed`), or undefined where nothing is. */
export function textFault(text: string, { max, lines = false }: TextLimits): TextFault | undefined {
  if (text === '') return 'empty'
  const line = lines ? text.replace(/[\n\t]/g, ' ') : text
  if (!plain.test(line)) {
    if (refused.test(line.replace(taggedFlag, ''))) return 'character'
    if (/[\u200c\u200d]/.test(line.replace(joined, ''))) return visible.test(line) ? 'joiner' : 'invisible'
  }
  if (!visible.test(line)) return 'invisible'
  if (!lines && !plain.test(line) && hidden.test(line)) return 'hidden'
  // A text has at least half as many characters as UTF-16 units, so most need no counting.
  if (text.length > max && [...text].length > max) return 'too_long'
  return holdsCardNumber(line) ? 'card_number' : undefined
}

/** One line, as it is stored: composed (NFC, so that equal names are equal), without blanks around it. */
export const composed = (text: string): string => text.normalize('NFC').trim()

/** A name out of a form: people type two blanks, and phones add one at the end. */
export const tidyName = (text: string): string => composed(text).replace(/[\p{Zs}\t]+/gu, ' ')

/** Several lines, as they are stored: composed, each ended as Unix does; browsers and Windows send CR LF. */
export const composedLines = (text: string): string => text.normalize('NFC').replace(/\r\n?/g, '\n')

/**
 * What a program says of itself (a `User-Agent`), as far as it is text: what the rule refuses becomes U+FFFD;
 * what holds a card number is not kept at all.
 */
export function keptText(text: string, max: number): string {
  const kept = [...composed(text)].slice(0, max).join('')
  const shown = kept.replace(new RegExp(refused, 'gu'), '\ufffd')
  return holdsCardNumber(shown) ? '' : shown
}

/** As long as a key of ours may be. */
const KEY_MAX = 60

/** A key of somebody's JSON as an answer may say it: one that is no plain text is not repeated. */
export const shownKey = (key: string): string => (textFault(key, { max: KEY_MAX }) ? '…' : key)

/** Letters that are written from right to left. */
export const rightToLeft =
  /[\p{Script=Arab}\p{Script=Hebr}\p{Script=Syrc}\p{Script=Thaa}\p{Script=Nkoo}\p{Script=Adlm}\p{Script=Rohg}]/u

/**
 * A text without markup in which names are isolated (U+2068 to U+2069, UAX 9), as `<bdi>` does in pages. Only
 * names that are written from right to left: with others nothing turns, and not every reader of mail hides
 * the marks.
 */
export const isolatingInText = (text: string, ...names: string[]): string =>
  names
    .filter((name) => rightToLeft.test(name))
    .reduce((turned, name) => turned.replaceAll(name, () => `\u2068${name}\u2069`), text)
