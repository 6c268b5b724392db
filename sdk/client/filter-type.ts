/** What a filter may be given as, where the document says only that it is text. */

export type Schema = { type?: string; format?: string; pattern?: string }
type Filter = { is: 'time' | 'reason' | 'ids' } | { is: 'words'; words: string[] }

/** As the document says one or several words with commas: `^(a|b)(,(a|b))*$`. */
const SEVERAL = /^\^\(([a-z_.\\|]+)\)\(,\(\1\)\)\*\$$/
/** Several ids, with commas. */
const IDS = /^\^(\[0-9a-fA-F\].*)\(,\1\)\*\$$/

/** Undefined where the generated type is right. */
export function filterOf(name: string, { format, pattern = '' }: Schema): Filter | undefined {
  if (format === 'date-time') return { is: 'time' }
  if (name === 'fail_reason') return { is: 'reason' }
  const [, words] = SEVERAL.exec(pattern) ?? []
  if (words) return { is: 'words', words: words.split('|').map((word) => word.replaceAll('\\', '')) }
  return IDS.test(pattern) ? { is: 'ids' } : undefined
}

/** The same in TypeScript. */
export function filterType(name: string, schema: Schema): string | undefined {
  const filter = filterOf(name, schema)
  switch (filter?.is) {
    case 'time':
      return 'string | Date'
    case 'reason':
      return 'FailReason'
    case 'ids':
      return several(['string'])
    case 'words':
      return several(filter.words.map((word) => `'${word}'`))
  }
}

const several = (types: string[]) => `${types.join(' | ')} | readonly (${types.join(' | ')})[]`
