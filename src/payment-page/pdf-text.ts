/** Text of any script in a PDF: composed, shaped, in both directions, each letter in a font that has it. */
import bidiFactory, { type Bidi } from 'bidi-js'
import type PDFDocument from 'pdfkit'
import { rightToLeft } from '../ground/text.ts'
import { type Face, faceFor, lastFace, type Style, unplaced, wideFace } from './pdf-fonts.ts'

type Pdf = InstanceType<typeof PDFDocument>

/** How a text is set: size in points, and what is added to the height of a line. */
export type Setting = { style: Style; size: number; lineGap?: number; color?: string }
/** A part of a line that one font draws in one direction. */
type Run = { text: string; face: Face; width: number; level: number }
/**
 * A text that was laid out for a width: how high it is, how far below its top its first letters stand, and
 * what draws it.
 */
export type Block = { height: number; baseline: number; draw(x: number, y: number): void }

/** Its types describe another kind of module than it is to Node. */
const bidi = (bidiFactory as unknown as () => Bidi)()
const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' })
const clustersOf = (text: string) => Array.from(graphemes.segment(text), ({ segment }) => segment)

/** What the fonts that every PDF reader has can write: Windows-1252. */
const PLAIN = /^[\u0020-\u007e\u00a0-\u00ff€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]*$/

const plainFonts: Record<Style, string> = {
  regular: 'Helvetica',
  bold: 'Helvetica-Bold',
  italic: 'Times-Italic',
}

/**
 * Letters that no font has are named by their numbers, so that it is still known which ones they are; joiners
 * among them say nothing.
 */
const named = (cluster: string) =>
  [...cluster]
    .filter((letter) => !/\p{Default_Ignorable_Code_Point}/u.test(letter))
    .map((letter) => `[U+${letter.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')}]`)

/**
 * Thai and Lao AM is a ring above the letter, below its tone mark, and an AA: fonts leave that to the program
 * that shapes them.
 */
const withAmApart = (cluster: string) =>
  cluster
    .replace(/([\u0e48-\u0e4b]*)\u0e33/, '\u0e4d$1\u0e32')
    .replace(/([\u0ec8-\u0ecb]*)\u0eb3/, '\u0ecd$1\u0eb2')

/** Lays out a text, whatever is in it, left-aligned in `width` points. Letters are composed first (NFC). */
export async function layText(pdf: Pdf, raw: string, setting: Setting, width: number): Promise<Block> {
  const text = raw.normalize('NFC')
  if (PLAIN.test(text)) return plainBlock(pdf, text, setting, width)
  const faces = new Map<string, Face>()
  const wide = await wideFace(setting.style)
  const shown: string[] = []
  for (const cluster of clustersOf(text)) {
    const face = /^\s$/u.test(cluster) ? wide : await faceFor(cluster, text, setting.style)
    for (const letters of face ? [withAmApart(cluster)] : named(cluster)) {
      faces.set(letters, face ?? wide)
      shown.push(letters)
    }
  }
  const lay = (faceOf: (cluster: string) => Face) => toLines(pdf, shown, faceOf, setting, width)
  const last = await lastFace()
  const lines = orElse(
    () => lay((cluster) => faces.get(cluster)!),
    () => lay((cluster) => unplaced(faces.get(cluster)!)),
    () => lay((cluster) => (wide.covers(cluster) || !last.covers(cluster) ? wide : last)),
  )
  return drawnBlock(pdf, text, lines, setting)
}

/** A font that cannot be shaped must not keep anybody from signing. */
function orElse<Value>(first: () => Value, ...others: (() => Value)[]): Value {
  const [next, ...rest] = others
  if (!next) return first()
  try {
    return first()
  } catch {
    return orElse(next, ...rest)
  }
}

function plainBlock(
  pdf: Pdf,
  text: string,
  { style, size, lineGap = 0, color }: Setting,
  width: number,
): Block {
  const font = () => pdf.font(plainFonts[style]).fontSize(size)
  return {
    height: font().heightOfString(text, { width, lineGap }),
    baseline: PLAIN_ASCENT * size,
    draw(x, y) {
      if (color) pdf.fillColor(color)
      font().text(text, x, y, { width, lineGap })
    },
  }
}

/**
 * Cuts text into lines: between words, between letters of scripts that have no blanks, and within a word that
 * is too long.
 */
function toLines(
  pdf: Pdf,
  clusters: string[],
  faceOf: (cluster: string) => Face,
  { size }: Setting,
  width: number,
): Run[][] {
  const widthOf = (of: string[]) =>
    runsOf(of, faceOf, new Uint8Array(of.length)).reduce((sum, run) => sum + measure(pdf, run, size), 0)
  // All lines go the way of the text's first letter.
  const base = rightToLeft.test(clusters.join('').match(/\p{L}/u)?.[0] ?? '') ? 'rtl' : 'ltr'
  const lines: string[][] = [[]]
  let filled = 0
  const add = (part: string[], wide: number) => {
    if (filled > 0 && filled + wide > width) {
      lines.push([])
      filled = 0
    }
    // A line begins with no blank.
    const inked = filled === 0 && /^\s/u.test(part[0]!) ? part.slice(1) : part
    lines.at(-1)!.push(...inked)
    filled += inked === part ? wide : widthOf(inked)
  }
  for (const word of toWords(clusters)) {
    const wide = widthOf(word)
    if (wide <= width) add(word, wide)
    else for (const cluster of word) add([cluster], widthOf([cluster]))
  }
  return lines.map((of) => {
    const runs = inVisualOrder(runsOf(of, faceOf, levelsOf(of, base)))
    return runs.map((run) => ({ ...run, width: measure(pdf, run, size) }))
  })
}

/** A word with the blanks before it; a letter of Han or kana may begin a line. */
function toWords(clusters: string[]): string[][] {
  const words: string[][] = [[]]
  for (const [at, cluster] of clusters.entries()) {
    const begins = /^\s$/u.test(cluster) || /^[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}]/u.test(cluster)
    if (at > 0 && begins) words.push([])
    words.at(-1)!.push(cluster)
  }
  return words
}

/** The bidirectional level of each cluster (UAX #9): odd is from right to left. */
function levelsOf(clusters: string[], base: 'ltr' | 'rtl'): Uint8Array {
  const text = clusters.join('')
  const { levels } = bidi.getEmbeddingLevels(text, base)
  let at = 0
  return Uint8Array.from(clusters, (cluster) => {
    const level = levels[at]!
    at += cluster.length
    return level
  })
}

/**
 * Clusters that follow each other and have one font and one level; blanks by themselves, as fonts shape word
 * by word.
 */
function runsOf(clusters: string[], faceOf: (cluster: string) => Face, levels: Uint8Array): Run[] {
  const runs: (Run & { isBlank: boolean })[] = []
  for (const [at, cluster] of clusters.entries()) {
    const last = runs.at(-1)
    const level = levels[at]!
    const isBlank = /^\s$/u.test(cluster)
    const face = faceOf(cluster)
    const letters = level % 2 === 1 ? (bidi.getMirroredCharacter(cluster) ?? cluster) : cluster
    if (last && last.face === face && last.level === level && last.isBlank === isBlank) last.text += letters
    else runs.push({ text: letters, face, level, width: 0, isBlank })
  }
  return runs
}

/** UAX #9, rule L2: from the highest level down, what is at least at it is turned about. */
function inVisualOrder(runs: Run[]): Run[] {
  const ordered = [...runs]
  const highest = Math.max(0, ...runs.map(({ level }) => level))
  for (let level = highest; level > 0; level--)
    for (let from = 0; from < ordered.length; from++) {
      let to = from
      while (to < ordered.length && ordered[to]!.level >= level) to++
      if (to > from) ordered.splice(from, to - from, ...ordered.slice(from, to).reverse())
      from = to
    }
  return ordered
}

/** Fonts that a document knows by their name: it reads one anew each time that it gets its bytes. */
const known = new WeakMap<Pdf, Set<string>>()

function fontOf(pdf: Pdf, { name, file }: Face) {
  const names = known.get(pdf) ?? new Set()
  known.set(pdf, names)
  // The types ask for an ArrayBuffer, pdfkit takes the bytes.
  if (!names.has(name)) pdf.registerFont(name, file as unknown as Uint8Array<ArrayBuffer>)
  names.add(name)
  return pdf.font(name)
}

const measure = (pdf: Pdf, { text, face }: Run, size: number) =>
  fontOf(pdf, face).fontSize(size).widthOfString(text)

/** Scripts with marks above and below need more than Helvetica's height. */
const LINE_HEIGHT = 1.35
const ASCENT = 1.0
/** Of the size: where the fonts that every reader has stand. */
export const PLAIN_ASCENT = 0.718
/** Of the size: as strong as the regular weight. */
const OUTLINE = 0.025

function drawnBlock(
  pdf: Pdf,
  text: string,
  lines: Run[][],
  { size, lineGap = 0, color = '#15202e' }: Setting,
): Block {
  const step = size * LINE_HEIGHT + lineGap
  return {
    height: lines.length * step,
    baseline: size * ASCENT,
    draw(left, top) {
      // What a reader copies, searches and reads aloud; letters that go from right to left say it themselves,
      // and poppler turns a text beside them about.
      const hasActual = !rightToLeft.test(text)
      if (hasActual) pdf.markContent('Span', { actual: text })
      pdf.fillColor(color)
      for (const [at, line] of lines.entries()) {
        let x = left
        for (const run of line) {
          const baseline = top + at * step + size * ASCENT
          fontOf(pdf, run.face).fontSize(size)
          if (run.face.isThin) pdf.lineWidth(size * OUTLINE).strokeColor(color)
          pdf.text(run.text, x, baseline, {
            lineBreak: false,
            baseline: 'alphabetic',
            ...(run.face.isThin ? { fill: true, stroke: true } : {}),
          })
          x += run.width
        }
      }
      // Ended in the coordinates in which pdfkit draws text: poppler reads there where the text is.
      if (hasActual) {
        pdf.save().transform(1, 0, 0, -1, 0, pdf.page.height)
        pdf.endMarkedContent().restore()
      }
      pdf.x = left
      pdf.y = top + lines.length * step
    },
  }
}
