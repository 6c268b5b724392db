import anyAscii from 'any-ascii'

/**
 * A name or reference as banks print it: upper case without accents, other scripts spelled in Latin letters,
 * cut to `length` characters. Banks' guides ask for capitals (RBC, CPA-005 credit file) and differ on signs,
 * so only letters and digits pass, which none refuses; all else becomes a space. Empty where nothing of it
 * can be spelled, for instance for a picture.
 */
export function bankText(text: string, length: number): string {
  // Signs and pictures first: the library spells those out too, and nobody is called "grinning".
  return anyAscii(text.normalize('NFC').replaceAll(/\p{S}/gu, ' '))
    .toUpperCase()
    .replaceAll(/[^A-Z0-9 ]/g, ' ')
    .replaceAll(/ +/g, ' ')
    .trim()
    .slice(0, length)
    .trimEnd()
}

/**
 * How long a holder's name may be in each file: CPA-005 has 30 characters (segment 9), NACHA 22 (entry
 * detail, field 8).
 */
export const HOLDER_NAME_MAX = { eft: 30, ach: 22 } as const

/** A holder's name as a bank gets it. Names from before they were checked may have no letter of it. */
export const bankHolderName = (name: string, rail: keyof typeof HOLDER_NAME_MAX): string =>
  bankText(name, HOLDER_NAME_MAX[rail]) || 'ACCOUNT HOLDER'
