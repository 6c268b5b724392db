/** Fonts for any name in a PDF: the packages that have them, and which one draws which letters. */
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { create, type Font } from 'fontkit'
import wawoff2 from 'wawoff2'

/**
 * A font file as pdfkit embeds it, under a name of its own. `isThin`: the fonts of China, Japan and Korea
 * come in one file for all weights, of which pdfkit embeds the thinnest, so that its letters are drawn with
 * their outline.
 */
export type Face = { name: string; file: Buffer; isThin: boolean; covers(text: string): boolean }
export type Style = 'regular' | 'bold' | 'italic'

const { resolve } = createRequire(import.meta.url)

/** Latin, Greek, Cyrillic, Hebrew and Vietnamese, as wide as Helvetica. */
const wide: Record<Style, string> = {
  regular: '@expo-google-fonts/arimo/400Regular/Arimo_400Regular.ttf',
  bold: '@expo-google-fonts/arimo/700Bold/Arimo_700Bold.ttf',
  italic: '@expo-google-fonts/arimo/400Regular_Italic/Arimo_400Regular_Italic.ttf',
}

/** Scripts of Canada's larger communities that need a font, and mostly shaping, of their own: Noto Sans. */
const scripts = [
  ['arabic', /\p{scx=Arabic}/u],
  ['devanagari', /\p{scx=Devanagari}/u],
  ['gurmukhi', /\p{scx=Gurmukhi}/u],
  ['gujarati', /\p{scx=Gujarati}/u],
  ['bengali', /\p{scx=Bengali}/u],
  ['tamil', /\p{scx=Tamil}/u],
  ['telugu', /\p{scx=Telugu}/u],
  ['kannada', /\p{scx=Kannada}/u],
  ['malayalam', /\p{scx=Malayalam}/u],
  ['sinhala', /\p{scx=Sinhala}/u],
  ['thai', /\p{scx=Thai}/u],
  ['armenian', /\p{scx=Armenian}/u],
  ['georgian', /\p{scx=Georgian}/u],
  ['khmer', /\p{scx=Khmer}/u],
  ['canadian-aboriginal', /\p{scx=Canadian_Aboriginal}/u],
  ['ethiopic', /\p{scx=Ethiopic}/u],
] as const

/** Of these fontkit fails to place the marks by the font's own table, whatever the text. */
const UNPLACED = /noto-sans-(gurmukhi|telugu)/

/** Every other letter of Unicode's first plane, coarse but there. */
const LAST = '@fontsource/unifont/files/unifont-latin-400-normal.woff2'

/** Loaded files. What there can be is what the packages have: a few hundred files of some 40 KB. */
const loaded = new Map<string, Promise<Face>>()

function load(file: string, isThin = false): Promise<Face> {
  const face = loaded.get(file) ?? read(file, isThin)
  loaded.set(file, face)
  return face
}

async function read(file: string, isThin: boolean): Promise<Face> {
  const bytes = await readFile(resolve(file))
  // Unpacked once: pdfkit cannot embed the outlines of a WOFF2, and of a WOFF fontkit unpacks a table each
  // time that it looks into it.
  const font = file.endsWith('.woff2') ? Buffer.from(await wawoff2.decompress(bytes)) : bytes
  const { hasGlyphForCodePoint } = wrapped(create(font) as Font)
  const face = {
    name: file,
    file: font,
    isThin,
    covers: (of: string) => inked(of).every(hasGlyphForCodePoint),
  }
  return UNPLACED.test(file) ? unplaced(face) : face
}

const unplacedFaces = new WeakMap<Face, Face>()

/**
 * The face without the font's own table of where marks go, which fontkit cannot follow in every text: it
 * places them itself then.
 */
export function unplaced(face: Face): Face {
  const known = unplacedFaces.get(face)
  if (known) return known
  const file = Buffer.from(face.file)
  const table = file.indexOf('GPOS')
  // Under another name the table is none.
  if (table !== -1) file.write('xPOS', table, 'latin1')
  rename(file)
  const made = { ...face, name: `${face.name} unplaced`, file }
  unplacedFaces.set(face, made)
  return made
}

/**
 * pdfkit takes two fonts of one name in a document for the same: this one is called X and what follows its
 * first letter.
 */
function rename(file: Buffer): void {
  const { postscriptName: name } = create(file) as Font
  for (const written of [Buffer.from(name, 'latin1'), Buffer.from(name, 'utf16le').swap16()])
    for (let at = file.indexOf(written); at !== -1; at = file.indexOf(written, at + 1))
      file.write('X', at + written.length / name.length - 1, 'latin1')
}

const wrapped = (font: Font) => ({
  hasGlyphForCodePoint: (letter: string) => font.hasGlyphForCodePoint(letter.codePointAt(0)!),
})

/** Letters that need a sign: joiners and variation selectors are instructions to the font. */
const inked = (text: string) =>
  [...text].filter((letter) => !/\p{Default_Ignorable_Code_Point}/u.test(letter))

export const wideFace = (style: Style): Promise<Face> => load(wide[style])

/**
 * Noto Sans of China, Taiwan and Hong Kong, Japan, Korea: about a hundred files each, by the letters that
 * they have.
 */
type Pack = 'sc' | 'tc' | 'jp' | 'kr'
const packs = new Map<Pack, Promise<{ file: string; ranges: [number, number][] }[]>>()

async function readPack(pack: Pack) {
  const name = `@fontsource-variable/noto-sans-${pack}`
  const files = JSON.parse(await readFile(resolve(`${name}/unicode.json`), 'utf8')) as Record<string, string>
  return Object.entries(files).map(([subset, ranges]) => ({
    file: `${name}/files/noto-sans-${pack}-${subset.replaceAll(/[[\]]/g, '')}-wght-normal.woff2`,
    ranges: ranges.split(',').map((range): [number, number] => {
      const [from, to = from] = range.slice(2).split('-')
      return [Number.parseInt(from!, 16), Number.parseInt(to!, 16)]
    }),
  }))
}

async function filesOf(pack: Pack) {
  const files = packs.get(pack) ?? readPack(pack)
  packs.set(pack, files)
  return files
}

const EAST_ASIAN = /[\p{scx=Han}\p{scx=Hiragana}\p{scx=Katakana}\p{scx=Hangul}\p{scx=Bopomofo}]/u

/** Signs differ between the four: those of a text with kana are Japanese, of one with Hangul Korean. */
const packsFor = (text: string): Pack[] =>
  /[\p{scx=Hiragana}\p{scx=Katakana}]/u.test(text) && /[\p{sc=Hiragana}\p{sc=Katakana}]/u.test(text)
    ? ['jp', 'sc', 'tc', 'kr']
    : /\p{sc=Hangul}/u.test(text)
      ? ['kr', 'jp', 'sc', 'tc']
      : ['sc', 'tc', 'jp', 'kr']

async function eastAsianFace(cluster: string, text: string): Promise<Face | undefined> {
  const code = cluster.codePointAt(0)!
  for (const pack of packsFor(text))
    for (const { file, ranges } of await filesOf(pack)) {
      if (!ranges.some(([from, to]) => code >= from && code <= to)) continue
      const face = await load(file, true)
      if (face.covers(cluster)) return face
    }
  return undefined
}

/** What draws text that its own font cannot shape. */
export const lastFace = (): Promise<Face> => load(LAST)

/** The face for one letter with its marks, in a text; undefined where no font has it. */
export async function faceFor(cluster: string, text: string, style: Style): Promise<Face | undefined> {
  const [script] = scripts.find(([, letters]) => letters.test(cluster)) ?? []
  const candidates = [
    () => wideFace(style),
    ...(script
      ? [() => load(`@fontsource/noto-sans-${script}/files/noto-sans-${script}-${script}-400-normal.woff2`)]
      : []),
    ...(EAST_ASIAN.test(cluster) ? [() => eastAsianFace(cluster, text)] : []),
    lastFace,
  ]
  for (const candidate of candidates) {
    const face = await candidate()
    if (face?.covers(cluster)) return face
  }
  return undefined
}
