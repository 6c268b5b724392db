import { numberFormat } from '../words/formats.ts'
import { locales, useLanguage } from '../words/language.tsx'

const units = [
  ['megabyte', 1_000_000],
  ['kilobyte', 1_000],
  ['byte', 1],
] as const

/** A size as people say it: `490 kB`, `1.2 MB`; in French `490 ko`. */
export function useBytesText(): (bytes: number) => string {
  const { language } = useLanguage()
  return (bytes) => {
    const [unit, size] = units.find(([, size]) => bytes >= size) ?? units[2]
    const digits = unit === 'megabyte' ? 1 : 0
    const options = { style: 'unit', unit, maximumFractionDigits: digits } as const
    return numberFormat(locales[language], options).format(bytes / size)
  }
}
