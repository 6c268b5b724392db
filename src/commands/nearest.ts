/** Edits from one word to another: letters put in, left out, replaced. Words are short. */
function edits(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, at) => at)
  for (const [at, letter] of [...from].entries()) {
    const next = [at + 1]
    for (const [column, other] of [...to].entries())
      next.push(Math.min(next[column]! + 1, row[column + 1]! + 1, row[column]! + (letter === other ? 0 : 1)))
    row = next
  }
  return row.at(-1)!
}

/** A word of more than this many letters is no slip of the hand. */
const WORD_MAX = 100

/** The word that was probably meant: less than half of it is wrong. Undefined where none is near. */
export function nearest(word: string, words: readonly string[]): string | undefined {
  if (word.length > WORD_MAX) return undefined
  const [best] = words
    .map((known) => ({ known, far: edits(word.toLowerCase(), known) }))
    .sort((a, b) => a.far - b.far)
  return best && best.far <= Math.max(word.length, best.known.length) * 0.4 ? best.known : undefined
}

/** ` Did you mean …?`, or nothing. */
export function didYouMean(word: string, words: readonly string[]): string {
  const meant = nearest(word, words)
  return meant === undefined ? '' : ` Did you mean \`${meant}\`?`
}
