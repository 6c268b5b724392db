/** Accents that stand behind their letter once it is taken apart (Unicode normalization form D). */
const ACCENTS = /[\u0300-\u036f]/g

/** `Joséphine` as `Josephine`: the database's `without_accents`, which knows the same. */
export const withoutAccents = (text: string): string =>
  text.normalize('NFD').replaceAll(ACCENTS, '').normalize('NFC')
