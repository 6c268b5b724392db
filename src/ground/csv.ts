/** CSV that a spreadsheet opens as data and nothing else (RFC 4180). */

/**
 * How a formula begins in spreadsheets (OWASP, CSV injection), also in the wide letters of East Asian sheets:
 * such a text is shown behind an apostrophe. What we make ourselves, numbers and times, is no text.
 */
const FORMULA = /^[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]/

/** A cell of text that somebody else has written. */
export const textCell = (text: string | null): string =>
  text === null ? '' : quoted(FORMULA.test(text) ? `'${text}` : text)

/** A cell of what is ours: an id, a word, an amount, a time. */
export const ownCell = (value: string | null): string => value ?? ''

const quoted = (text: string) => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text)

export const toLine = (cells: string[]): string => `${cells.join(',')}\r\n`
