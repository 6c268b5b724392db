const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' })
/** What terminals draw two columns wide: East Asian letters and their full-width forms, and pictures. */
const WIDE =
  /^[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{20000}-\u{3fffd}]|^\p{Emoji_Presentation}/u

const lettersOf = (text: string) => Array.from(graphemes.segment(text), ({ segment }) => segment)
const widthOfOne = (letter: string) => (WIDE.test(letter) ? 2 : 1)

/** How many columns of a terminal a text takes. */
export const widthOf = (text: string): number =>
  /^[ -~]*$/.test(text)
    ? text.length
    : lettersOf(text).reduce((width, letter) => width + widthOfOne(letter), 0)

/** The text in this many columns at most: what is too long ends with an ellipsis, between two letters. */
export function cutTo(text: string, most: number): string {
  if (widthOf(text) <= most) return text
  let width = 1
  let kept = ''
  for (const letter of lettersOf(text)) {
    width += widthOfOne(letter)
    if (width > most) break
    kept += letter
  }
  return `${kept}…`
}

/** Filled with blanks to this many columns. */
export const padTo = (text: string, width: number, right = false): string => {
  const blanks = ' '.repeat(Math.max(0, width - widthOf(text)))
  return right ? blanks + text : text + blanks
}

/**
 * The text in lines of this many columns at most, broken between words. A word that is longer than a line has
 * one of its own: an id that is cut cannot be copied.
 */
export function wrapTo(text: string, most: number): string[] {
  const lines = ['']
  for (const word of text.split(' ')) {
    const line = lines.at(-1)!
    if (line === '') lines[lines.length - 1] = word
    else if (widthOf(line) + 1 + widthOf(word) <= most) lines[lines.length - 1] = `${line} ${word}`
    else lines.push(word)
  }
  return lines
}
