/** Edits from one word to another: letters put in, left out, replaced, or two that changed places. */
function edits(from: string, to: string): number {
  let [above, row] = [[] as number[], Array.from({ length: to.length + 1 }, (_, at) => at)]
  for (let line = 1; line <= from.length; line++) {
    const next = [line]
    for (let column = 1; column <= to.length; column++) {
      const same = from[line - 1] === to[column - 1]
      const turned = from[line - 1] === to[column - 2] && from[line - 2] === to[column - 1]
      next.push(
        Math.min(
          next[column - 1]! + 1,
          row[column]! + 1,
          row[column - 1]! + (same ? 0 : 1),
          turned ? above[column - 2]! + 1 : Number.POSITIVE_INFINITY,
        ),
      )
    }
    ;[above, row] = [row, next]
  }
  return row.at(-1)!
}

/** A word of more than this many letters is no slip of the hand. */
const WORD_MAX = 100

/**
 * The word that was probably meant: the only one that begins so, or one of which less than half is wrong.
 * Undefined where none is near.
 */
export function nearest(word: string, words: readonly string[]): string | undefined {
  if (word.length > WORD_MAX) return undefined
  const begun = words.filter((known) => known.toLowerCase().startsWith(word.toLowerCase()))
  if (begun.length === 1 && word.length > 1) return begun[0]
  const [best] = words
    .map((known) => ({ known, far: edits(word.toLowerCase(), known.toLowerCase()) }))
    .sort((a, b) => a.far - b.far)
  return best && best.far <= Math.max(word.length, best.known.length) * 0.4 ? best.known : undefined
}

/** More would be a list to read, and no help. */
const MEANT_MAX = 3

/**
 * Those whose last parts were probably meant where all of them were not said: `paid` is
 * `transactions.debits.paid`.
 */
function endingNearly(word: string, words: readonly string[]): string[] {
  const parts = word.split('.').length
  const endOf = (known: string) => known.split('.').slice(-parts).join('.')
  const end = nearest(word, [...new Set(words.map(endOf))])
  return words.filter((known) => endOf(known) === end).slice(0, MEANT_MAX)
}

/** ` Did you mean …?`, or nothing. */
export function didYouMean(word: string, words: readonly string[]): string {
  const whole = nearest(word, words)
  const meant = whole === undefined ? endingNearly(word, words) : [whole]
  return meant.length === 0 ? '' : ` Did you mean ${meant.map((one) => `\`${one}\``).join(' or ')}?`
}
