/**
 * Formats of Intl, each made once: making one takes fifty times as long as using it, and a list has hundreds.
 */

const kept = <Options extends object, Format>(Made: new (locale: string, options?: Options) => Format) => {
  const formats = new Map<string, Format>()
  return (locale: string, options?: Options): Format => {
    const name = `${locale} ${JSON.stringify(options)}`
    const format = formats.get(name) ?? new Made(locale, options)
    formats.set(name, format)
    return format
  }
}

export const dateFormat = kept<Intl.DateTimeFormatOptions, Intl.DateTimeFormat>(Intl.DateTimeFormat)
export const numberFormat = kept<Intl.NumberFormatOptions, Intl.NumberFormat>(Intl.NumberFormat)
export const relativeFormat = kept<Intl.RelativeTimeFormatOptions, Intl.RelativeTimeFormat>(
  Intl.RelativeTimeFormat,
)
