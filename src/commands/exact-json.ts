/**
 * JSON text with bigint columns as strings: money and ids stay exact. What steers a terminal, or turns the
 * direction of text, and JSON leaves as it is, is escaped.
 */
export const exactJson = (value: unknown, indent = 0) =>
  JSON.stringify(
    value,
    (_, inner) => (typeof inner === 'bigint' ? inner.toString() : inner),
    indent,
  )?.replaceAll(
    /[\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/g,
    (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
