/** Hebrew, Arabic and the scripts beside them, and how these are written in old texts. */
const rightToLeft = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]/

/**
 * A text of somebody's within one of ours: written from the right it keeps to itself (U+2068, U+2069), where
 * it would take the number beside it to its other side. Any other text is as it was.
 */
export const isolated = (text: string): string => (rightToLeft.test(text) ? `\u2068${text}\u2069` : text)
