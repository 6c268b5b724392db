/** What a filter may be given as in TypeScript, where the generated types say only that it is text. */

export type Schema = { type?: string; format?: string; pattern?: string }

/** As the document says one or several words with commas: `^(a|b)(,(a|b))*$`. */
const SEVERAL = /^\^\(([a-z_.\\|]+)\)\(,\(\1\)\)\*\$$/
/** Several ids, with commas. */
const IDS = /^\^(\[0-9a-fA-F\].*)\(,\1\)\*\$$/

/** Undefined where the generated type is right. */
export function filterType(name: string, { format, pattern = '' }: Schema): string | undefined {
  if (format === 'date-time') return 'string | Date'
  if (name === 'fail_reason') return 'FailReason'
  const [, words] = SEVERAL.exec(pattern) ?? []
  if (words) return several(words.split('|').map((word) => `'${word.replaceAll('\\', '')}'`))
  return IDS.test(pattern) ? several(['string']) : undefined
}

const several = (types: string[]) => `${types.join(' | ')} | readonly (${types.join(' | ')})[]`
